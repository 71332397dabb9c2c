import type { ReactElement } from 'react';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import { cleanLine, cutAtWord } from '../../../papers/text/clean-text.ts';
import type { SentDigest } from '../../../subscribers/personal-data/personal-data-queries.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { papersTexts } from '../papers/papers-texts.ts';
import { yourDataTexts } from './your-data-texts.ts';

/** Sent digests, newest first, with a link for each paper. */
export function SentPage({
  site,
  path,
  digests,
  before,
  earlier,
}: {
  site: Site;
  /** Path of the preferences. */
  path: string;
  digests: readonly SentDigest[];
  /** Digests of days before this one; null for the newest. */
  before: string | null;
  /** Day before which there are earlier digests; null where there are none. */
  earlier: string | null;
}): ReactElement {
  const texts = yourDataTexts[site.language].sent;
  return (
    <Document site={site} title={texts.heading}>
      <h1>{texts.heading}</h1>
      {digests.length === 0 && <p>{before === null ? texts.none : texts.noneBefore}</p>}
      {digests.length > 0 && (
        <p>
          <a href={`${path}/sent.bib`} download="paperboy.bib">
            {texts.bibtex}
          </a>
        </p>
      )}
      {digests.map((digest) => (
        <section key={digest.deliveryId} className="sent-day" aria-labelledby={digest.deliveryId}>
          <h2 id={digest.deliveryId}>{site.format.fullDate(digest.day)}</h2>
          <Papers site={site} papers={digest.papers.filter(({ role }) => role !== 'title')} />
          {digest.papers.some(({ role }) => role === 'title') && (
            <details>
              <summary>{texts.titles}</summary>
              <Papers site={site} papers={digest.papers.filter(({ role }) => role === 'title')} />
            </details>
          )}
        </section>
      ))}
      <ul className="link-list">
        {earlier !== null && (
          <li>
            <a href={`${path}/sent?before=${earlier}`}>{texts.earlier}</a>
          </li>
        )}
        {before !== null && (
          <li>
            <a href={`${path}/sent`}>{texts.newest}</a>
          </li>
        )}
        <li>
          <a href={path}>{texts.back}</a>
        </li>
      </ul>
    </Document>
  );
}

function Papers({ site, papers }: { site: Site; papers: SentDigest['papers'] }): ReactElement {
  return (
    <ul>
      {papers.map(({ paperId, title }) => (
        <li key={paperId} dir="auto">
          <a href={arxivPages(paperId).abstract}>
            {cutAtWord(cleanLine(title ?? ''), 300) || papersTexts[site.language].untitled}
          </a>
        </li>
      ))}
    </ul>
  );
}
