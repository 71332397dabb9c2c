import { Fragment, type ReactElement } from 'react';
import type { PaperView } from '../paper-view.ts';

/** One paper: headline, who, what, topics and numbers, links, and the abstract to unfold. */
export function PaperCard({
  paper,
  abstractLabel,
}: {
  paper: PaperView;
  abstractLabel: string;
}): ReactElement {
  return (
    <article className="paper">
      <h2 dir="auto">
        <a href={paper.url}>{paper.title}</a>
      </h2>
      {paper.byline && (
        <p dir="auto" className="meta">
          {paper.byline}
        </p>
      )}
      {paper.summary && (
        <p dir="auto" className="summary">
          {paper.summary}
        </p>
      )}
      {paper.abstract && (
        <details className="abstract">
          <summary>{abstractLabel}</summary>
          <p dir="auto">{paper.abstract}</p>
        </details>
      )}
      {paper.facts.length > 0 && <Facts facts={paper.facts} />}
      <ul className="links">
        {paper.links.map((link) => (
          <li key={link.label}>
            {/* A reader who goes by links hears which paper this one belongs to. */}
            <a href={link.url} aria-label={`${link.label}: ${paper.title}`}>
              {link.label}
            </a>
          </li>
        ))}
      </ul>
    </article>
  );
}

/** Each fact stays on one line, so that no number is parted from its unit. */
function Facts({ facts }: Pick<PaperView, 'facts'>): ReactElement {
  return (
    <p className="facts">
      {facts.map((fact, place) => (
        <Fragment key={fact}>
          {place > 0 && ' · '}
          <span>{fact}</span>
        </Fragment>
      ))}
    </p>
  );
}
