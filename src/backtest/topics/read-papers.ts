import { z } from 'zod';
import { readableText } from '../../papers/text/readable-text.ts';
import type { ClassifiablePaper } from '../../topics/classify-by-phrases.ts';
import { fitWords } from '../../topics/fit-words.ts';
import { LEARNED_TOPICS, labelPaper } from '../../topics/label-papers.ts';
import type { LearnedWords } from '../../topics/learned-words.ts';
import { findFiles } from '../find-files.ts';
import { type JsonLines, readJsonLines } from '../read-json-lines.ts';

/** arXiv papers with categories. */
export const LISTING_FILES = 'arxiv/listing*.jsonl.gz';
/** Papers of daily lists, without categories: of them, the model learns what goes with the phrases. */
export const HISTORY_FILES = 'hf/daily_history*.jsonl.gz';

/** Recorded paper with readable texts, as ingest stores them. */
export interface CategorizedPaper extends ClassifiablePaper {
  id: string;
  /** ISO time or day. */
  published: string;
}

const listedSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  abstract: z.string(),
  categories: z.array(z.string()),
  published: z.string(),
});

const historySchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  list_date: z.string(),
});

/** Papers of both shapes, each once. */
export async function readCategorizedPapers(files: ReadonlyMap<string, readonly string[]>): Promise<{
  listed: CategorizedPaper[];
  history: CategorizedPaper[];
  read: Omit<JsonLines<unknown>, 'rows'>;
}> {
  const listing = await readJsonLines(files.get(LISTING_FILES) ?? [], listedSchema);
  const daily = await readJsonLines(files.get(HISTORY_FILES) ?? [], historySchema);
  const listed = distinct(listing.rows);
  const ids = new Set(listed.map(({ id }) => id));
  const history = distinct(
    daily.rows.map(({ id, title, summary, list_date }) => {
      return { id, title, abstract: summary, categories: [], published: list_date };
    }),
  ).filter(({ id }) => !ids.has(id));
  return {
    listed,
    history,
    read: {
      lines: listing.lines + daily.lines,
      bad: listing.bad + daily.bad,
      badLines: [...listing.badLines, ...daily.badLines],
    },
  };
}

/** Fits the learned words on papers of the same array again and again; each is labeled once. */
export function fitterOf(
  papers: readonly CategorizedPaper[],
): (known: readonly CategorizedPaper[]) => LearnedWords {
  const labeled = new Map(papers.map((paper) => [paper, labelPaper(paper)]));
  return (known) =>
    fitWords(
      LEARNED_TOPICS,
      known.flatMap((paper) => labeled.get(paper) ?? []),
    );
}

/** Fits the learned words on all papers of a folder, as they are shipped. */
export async function fitFolder(folder: string): Promise<LearnedWords> {
  const { listed, history } = await readCategorizedPapers(
    await findFiles(folder, { needs: [LISTING_FILES, HISTORY_FILES] }),
  );
  const papers = [...history, ...listed];
  return fitterOf(papers)(papers);
}

function distinct(
  rows: readonly { id: string; title: string; abstract: string; categories: string[]; published: string }[],
): CategorizedPaper[] {
  const byId = new Map<string, CategorizedPaper>();
  for (const { id: versioned, title, abstract, categories, published } of rows) {
    const id = versioned.replace(/v\d+$/, '');
    byId.set(id, {
      id,
      title: readableText(title),
      abstract: readableText(abstract),
      categories,
      published,
    });
  }
  return [...byId.values()];
}
