import { z } from 'zod';
import { dayOf } from '../../day.ts';
import { parseArxivId } from '../../papers/arxiv-id.ts';
import { readableText } from '../../papers/text/readable-text.ts';
import { type JsonLines, readJsonLines } from '../read-json-lines.ts';
import type { RecordedList } from './recorded-lists.ts';

export const LISTING = 'arxiv/listing*.jsonl.gz';

/** What arXiv knows of a paper, as far as both sources of this scenario record it the same way. */
export interface ListingPaper {
  id: string;
  title: string;
  abstract: string;
  authors: readonly string[];
  /** YYYY-MM-DD. */
  published: string;
  /** True if it was on a Hugging Face list, on any day. */
  listed: boolean;
  /** True if the listing has it, false for a paper that only a list has. */
  fromListing: boolean;
}

const listingSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  abstract: z.string(),
  authors: z.array(z.string()),
  published: z.string().regex(/^\d{4}-\d\d-\d\d/),
});

/**
 * Papers of arXiv's listing, each once, and the listed papers published in the same days that it lacks. Texts
 * are made readable, so that the TeX and line ends of one source do not tell it from the other; categories,
 * links and comments are left out, because the lists do not record them.
 */
export async function readListing(
  files: readonly string[],
  lists: readonly RecordedList[],
): Promise<{ papers: ListingPaper[]; read: JsonLines<unknown> }> {
  const read = await readJsonLines(files, listingSchema);
  const listedIds = new Set(lists.flatMap(({ papers }) => papers.map(({ id }) => id)));
  const papers = new Map<string, ListingPaper>();
  for (const row of read.rows) {
    const id = parseArxivId(row.id)?.id ?? row.id;
    if (papers.has(id)) continue;
    papers.set(id, {
      id,
      title: readableText(row.title),
      abstract: readableText(row.abstract),
      authors: row.authors,
      published: row.published.slice(0, 10),
      listed: listedIds.has(id),
      fromListing: true,
    });
  }
  const days = [...papers.values()].map(({ published }) => published).sort();
  const first = days[0] ?? '9999-12-31';
  const last = days.at(-1) ?? '0000-01-01';
  for (const { id, title, abstract, authors, publishedAt } of lists.flatMap((list) => list.papers)) {
    const published = dayOfTime(publishedAt);
    if (published === null || published < first || published > last || papers.has(id)) continue;
    papers.set(id, { id, title, abstract, authors, published, listed: true, fromListing: false });
  }
  return { papers: [...papers.values()], read };
}

function dayOfTime(time: string | null): string | null {
  if (time === null) return null;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : dayOf(date);
}
