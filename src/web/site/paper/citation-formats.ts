import type { Context } from 'hono';
import { bibtexEntry, bibtexKey } from '../../../papers/citation/bibtex.ts';
import type { CitablePaper } from '../../../papers/citation/cited-paper.ts';
import { risRecord } from '../../../papers/citation/ris.ts';
import { paperPath } from '../papers/paper-view.ts';

export const BIBTEX_TYPE = 'application/x-bibtex; charset=utf-8';

/** Citation files by extension, with the types that reference managers register. */
const FORMATS = {
  bib: { type: BIBTEX_TYPE, write: (paper: CitablePaper) => bibtexEntry(paper) },
  ris: { type: 'application/x-research-info-systems; charset=utf-8', write: risRecord },
} as const;

export type CitationFormat = keyof typeof FORMATS;

/** Splits the id of a path from its citation format; null for the path of a page. */
export function parseCitationPath(path: string): { typed: string; format: CitationFormat } | null {
  const [, typed, format] = /^(.+)\.(bib|ris)$/.exec(path) ?? [];
  return typed === undefined ? null : { typed, format: format as CitationFormat };
}

/** Path of a paper's citation file. */
export function citationPath(id: string, format: CitationFormat): string {
  return `${paperPath(id)}.${format}`;
}

/** The citation as a download. Search engines are sent to the paper's page instead. */
export function citationResponse(c: Context, paper: CitablePaper, format: CitationFormat): Response {
  const { type, write } = FORMATS[format];
  return c.body(write(paper), 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${bibtexKey(paper)}.${format}"`,
    'X-Robots-Tag': 'noindex',
  });
}
