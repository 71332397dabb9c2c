import type { ReactElement } from 'react';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import { arxivDoi, type CitablePaper, citedDate, citedNames } from '../../../papers/citation/cited-paper.ts';
import { cleanLine } from '../../../papers/text/clean-text.ts';

/** Beyond this, a page for machines would be mostly names; the citation files have all. */
const MAX_AUTHORS = 200;

/**
 * Elements of the head that Google Scholar and Zotero read. Both prefer them over JSON-LD, which would say
 * the same in a script element.
 */
export function CitationMetadata({ paper }: { paper: CitablePaper }): ReactElement {
  const { year, month, day } = citedDate(paper);
  const date = [year, month, ...(day === null ? [] : [day])]
    .map((part) => String(part).padStart(2, '0'))
    .join('/');
  const pages = arxivPages(paper.id);
  return (
    <>
      <meta name="citation_title" content={cleanLine(paper.title)} />
      {citedNames(paper)
        .slice(0, MAX_AUTHORS)
        .map((name, place) => (
          <meta
            // biome-ignore lint/suspicious/noArrayIndexKey: authors never move, and two may have one name.
            key={place}
            name="citation_author"
            content={
              name.kind === 'group'
                ? name.name
                : [name.family, name.given, name.suffix].filter((part) => part !== '').join(', ')
            }
          />
        ))}
      <meta name="citation_publication_date" content={date} />
      <meta name="citation_arxiv_id" content={paper.id} />
      <meta name="citation_doi" content={arxivDoi(paper.id)} />
      <meta name="citation_pdf_url" content={pages.pdf} />
    </>
  );
}
