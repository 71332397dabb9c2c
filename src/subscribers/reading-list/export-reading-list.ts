import { stringify } from 'csv-stringify/sync';
import type { Context } from '../../context.ts';
import { arxivPages } from '../../papers/arxiv-id.ts';
import { bibtexEntry, distinctKeys } from '../../papers/citation/bibtex.ts';
import { readCitablePapers } from '../../papers/citation/citation-queries.ts';
import { cleanLine } from '../../papers/text/clean-text.ts';
import { readSaved, type SavedPaper } from './reading-list-queries.ts';
import { MAX_SAVED_PAPERS } from './save-paper.ts';

/** Formats of an export; each is also the file's extension. */
export const EXPORT_FORMATS = ['bib', 'csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const CSV_COLUMNS = ['arxiv_id', 'title', 'authors', 'url', 'saved_at', 'read_at'];

/** A whole reading list as one text, newest first. At most MAX_SAVED_PAPERS papers, so about a megabyte. */
export async function exportReadingList(
  ctx: Pick<Context, 'db'>,
  { subscriberId, format }: { subscriberId: string; format: ExportFormat },
): Promise<string> {
  const saved = await readSaved(ctx.db, subscriberId, { limit: MAX_SAVED_PAPERS, offset: 0 });
  if (format === 'bib') {
    const keyOf = distinctKeys();
    const papers = await readCitablePapers(
      ctx.db,
      saved.map(({ paperId }) => paperId),
    );
    return papers.map((paper) => `${bibtexEntry(paper, { key: keyOf(paper) })}\n`).join('');
  }
  const entries = saved.map(exportedPaper);
  if (format === 'json') return `${JSON.stringify(entries, null, 2)}\n`;
  const rows = entries.map((entry) => [
    entry.arxivId,
    entry.title,
    entry.authors.join('; '),
    entry.url,
    entry.savedAt.toISOString(),
    entry.readAt?.toISOString() ?? '',
  ]);
  // Titles are external text, and a spreadsheet runs what begins like a formula.
  return stringify(rows, { header: true, columns: CSV_COLUMNS, escape_formulas: true });
}

/** A saved paper in an export, texts cleaned. */
export function exportedPaper({ paperId, title, authors, savedAt, readAt }: SavedPaper) {
  return {
    arxivId: paperId,
    title: cleanLine(title),
    authors: authors.map(cleanLine),
    url: arxivPages(paperId).abstract,
    savedAt,
    readAt,
  };
}
