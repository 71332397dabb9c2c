import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readableText } from '../../papers/text/readable-text.ts';
import { type JsonLines, readJsonLines } from '../read-json-lines.ts';
import type { LibraryPaper } from './temporary-library.ts';

const rowSchema = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  /** The abstract, as Hugging Face names it. */
  summary: z.string().nullish(),
  authors: z.array(z.string()).nullish(),
  organization: z.string().nullish(),
  publishedAt: z.iso.datetime({ offset: true }).nullish(),
});

/** Papers of daily lists, each once, newest first. */
export async function readListedLibrary(
  files: readonly string[],
): Promise<{ papers: LibraryPaper[]; read: JsonLines<unknown> }> {
  const read = await readJsonLines(files, rowSchema);
  const papers = new Map<string, LibraryPaper>();
  for (const row of read.rows) {
    if (papers.has(row.id)) continue;
    papers.set(row.id, {
      id: row.id,
      title: readableText(row.title),
      abstract: readableText(row.summary ?? ''),
      authors: (row.authors ?? []).map(readableText).filter((name) => name !== ''),
      organization: row.organization ? readableText(row.organization) : null,
      published: row.publishedAt ?? null,
    });
  }
  const newestFirst = [...papers.values()].sort((a, b) => compare(b.published ?? '', a.published ?? ''));
  return { papers: newestFirst, read };
}

/** The items in an order that no file decides, the same each time: by a hash of their text. */
export function inHashOrder<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, hash: hashOf(textOf(item)) }))
    .sort((a, b) => a.hash - b.hash)
    .map(({ item }) => item);
}

/** Number below 2^32 by a hash of the text. */
export function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
