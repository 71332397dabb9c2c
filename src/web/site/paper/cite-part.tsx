import type { ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import { citationPath } from './citation-formats.ts';
import type { PaperDetailView } from './paper-detail-view.ts';
import { paperTexts } from './paper-texts.ts';
import { CopyButton } from './share-part.tsx';

/** The paper's BibTeX entry to select, and its citation files. */
export function CitePart({ site, paper }: { site: Site; paper: PaperDetailView }): ReactElement {
  const texts = paperTexts[site.language].cite;
  const { id } = paper.card;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs keyboard access. */}
      <section className="scrolls" tabIndex={0} aria-label={texts.entry}>
        <pre className="citation" id="bibtex">
          {paper.bibtex}
        </pre>
      </section>
      <p className="copy">
        <CopyButton target="bibtex" label={texts.copy} done={texts.copied} />
      </p>
      <ul className="links">
        <li>
          <a href={citationPath(id, 'bib')} download>
            {texts.bibtex}
          </a>
        </li>
        <li>
          <a href={citationPath(id, 'ris')} download>
            {texts.ris}
          </a>
        </li>
      </ul>
    </>
  );
}
