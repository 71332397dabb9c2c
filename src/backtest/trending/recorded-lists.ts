import { z } from 'zod';
import { readableText } from '../../papers/text/readable-text.ts';
import { type JsonLines, readJsonLines } from '../read-json-lines.ts';
import type { ScenarioResult } from '../scenario.ts';

export const FINAL_LISTS = 'hf/daily_lists*.jsonl.gz';
export const HISTORY = 'hf/daily_history*.jsonl.gz';

/** A paper of a recorded list: what is known when the list opens, and its attention. */
export interface RecordedPaper {
  id: string;
  title: string;
  abstract: string;
  authors: readonly string[];
  organization: string | null;
  hasCode: boolean;
  hasProject: boolean;
  /** ISO time, or null. */
  publishedAt: string | null;
  /** Final upvotes, or those at capture if the list has no final ones. */
  upvotes: number;
}

/** Reading of a list in its own morning. */
export interface CapturedPaper extends RecordedPaper {
  capturedAt: Date;
  comments: number;
  stars: number | null;
}

/** One day's list. Its papers are in the order of the file, which leaks the answer: shuffle before ranking. */
export interface RecordedList<Paper extends RecordedPaper = RecordedPaper> {
  /** YYYY-MM-DD. */
  day: string;
  papers: Paper[];
  /** True if upvotes are final, false if they are those at capture. */
  final: boolean;
}

/** Recorded lists of a folder, by day. */
export interface RecordedLists {
  /** One per day: with final upvotes where the folder has them. */
  lists: RecordedList[];
  /** Lists as captured, where the folder has them. */
  captured: RecordedList<CapturedPaper>[];
  read: Pick<JsonLines<unknown>, 'lines' | 'bad' | 'badLines'> & { files: string[] };
  /** Sentence that names what the folder lacks, or an empty text. */
  gaps: string;
}

const dayField = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const link = z.string().nullish();
const nameField = z.union([z.string(), z.object({ name: z.string() })]);
const organizationField = z
  .union([z.string(), z.object({ fullname: z.string().nullish(), name: z.string().nullish() })])
  .nullish();

const historySchema = z.object({
  list_date: dayField,
  captured_at: z.string(),
  id: z.string().min(1),
  title: z.string(),
  summary: z.string().nullish(),
  authors: z.array(nameField),
  organization: organizationField,
  publishedAt: z.string().nullish(),
  upvotes: z.number().min(0),
  numComments: z.number().min(0).nullish(),
  githubStars: z.number().min(0).nullish(),
  githubRepo: link,
  projectPage: link,
});

const finalSchema = z.object({
  paper: historySchema.omit({ list_date: true, captured_at: true, numComments: true, githubStars: true }),
  _source: z.object({ list_date: dayField }),
});

/** Reads the daily lists of a folder, final and as captured. A paper counts once per list. */
export async function readRecordedLists(
  files: ReadonlyMap<string, readonly string[]>,
): Promise<RecordedLists> {
  const finalFiles = files.get(FINAL_LISTS) ?? [];
  const historyFiles = files.get(HISTORY) ?? [];
  const final = await readJsonLines(finalFiles, finalSchema);
  const history = await readJsonLines(historyFiles, historySchema);
  const finals = byDay(
    final.rows.map(({ paper, _source }) => ({ day: _source.list_date, paper: toPaper(paper) })),
    true,
  );
  const captured = byDay(
    history.rows.flatMap((row) => {
      const capturedAt = new Date(row.captured_at);
      if (Number.isNaN(capturedAt.getTime())) return [];
      const { numComments, githubStars, list_date: day } = row;
      return {
        day,
        paper: { ...toPaper(row), capturedAt, comments: numComments ?? 0, stars: githubStars ?? null },
      };
    }),
    false,
  );
  const days = new Map<string, RecordedList>([...captured, ...finals]);
  return {
    lists: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
    captured: [...captured.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
    read: {
      files: [...finalFiles, ...historyFiles],
      lines: final.lines + history.lines,
      bad: final.bad + history.bad,
      badLines: [...final.badLines, ...history.badLines],
    },
    gaps: [
      finalFiles.length === 0 ? `No ${FINAL_LISTS}: upvotes at capture stand for final ones.` : '',
      historyFiles.length === 0 ? `No ${HISTORY}: only days with final upvotes are known.` : '',
    ]
      .filter((gap) => gap !== '')
      .join(' '),
  };
}

/** Data behind the figures of these lists, for a result. */
export function dataOf(
  { files, lines, bad, badLines }: RecordedLists['read'],
  measured: readonly { papers: readonly unknown[] }[],
): ScenarioResult['data'] {
  const used = measured.reduce((sum, { papers }) => sum + papers.length, 0);
  return { files, lines, used, bad, badLines };
}

function byDay<Paper extends RecordedPaper>(
  rows: readonly { day: string; paper: Paper }[],
  final: boolean,
): Map<string, RecordedList<Paper>> {
  const lists = new Map<string, RecordedList<Paper>>();
  const seen = new Set<string>();
  for (const { day, paper } of rows) {
    const key = `${day} ${paper.id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const list = lists.get(day) ?? { day, papers: [], final };
    list.papers.push(paper);
    lists.set(day, list);
  }
  return lists;
}

function toPaper(row: z.infer<typeof finalSchema>['paper']): RecordedPaper {
  const { organization } = row;
  const name =
    typeof organization === 'string' ? organization : (organization?.fullname ?? organization?.name);
  return {
    id: row.id,
    title: readableText(row.title),
    abstract: readableText(row.summary ?? ''),
    authors: row.authors.map((author) => (typeof author === 'string' ? author : author.name)),
    organization: name ? readableText(name) : null,
    hasCode: Boolean(row.githubRepo),
    hasProject: Boolean(row.projectPage),
    publishedAt: row.publishedAt ?? null,
    upvotes: row.upvotes,
  };
}
