import type { ReactElement } from 'react';
import type { Site } from '../frame/site.ts';
import { PaperText } from './paper-text.tsx';
import type { PaperView } from './paper-view.ts';
import { papersTexts } from './papers-texts.ts';

interface CardProps {
  site: Site;
  paper: PaperView;
  /** Words that a search found, folded. */
  marks?: ReadonlySet<string>;
  /** Words of a search that this paper has not, as they were typed. */
  lacks?: readonly string[];
}

/** One paper: headline, who and when, what, topics and numbers, links, and the abstract to unfold. */
export function PaperCard({ site, paper, marks, lacks = [] }: CardProps): ReactElement {
  const words = papersTexts[site.language];
  return (
    <article className="paper">
      <h2 dir="auto">
        <a href={paper.path}>
          <PaperText text={paper.title} marks={marks} />
        </a>
      </h2>
      {paper.byline && (
        <p dir="auto" className="meta">
          <PaperText text={paper.byline} marks={marks} />
        </p>
      )}
      {lacks.length > 0 && (
        <p className="meta lacks">{words.lacks(lacks.map((word) => site.format.quoted(word)))}</p>
      )}
      <Abstract site={site} paper={paper} marks={marks} />
      <Facts paper={paper} />
      <PaperLinks paper={paper} />
    </article>
  );
}

/** The first lines; where there is more, they are what unfolds it. */
function Abstract({
  site,
  paper,
  marks,
}: Pick<CardProps, 'site' | 'paper'> & { marks: CardProps['marks'] | undefined }) {
  if (paper.abstract === null)
    return paper.summary ? (
      <p dir="auto" className="summary">
        <PaperText text={paper.summary} marks={marks} />
      </p>
    ) : null;
  return (
    <details className="abstract">
      <summary>
        <span dir="auto" className="summary">
          <PaperText text={paper.summary} marks={marks} />
        </span>
        <span className="more">{papersTexts[site.language].abstract}</span>
      </summary>
      <p dir="auto">
        <PaperText text={paper.abstract} marks={marks} />
      </p>
    </details>
  );
}

/** Topics lead to their papers; each number stays on one line with its unit. */
function Facts({ paper }: Pick<CardProps, 'paper'>): ReactElement | null {
  if (paper.topics.length + paper.facts.length === 0) return null;
  return (
    <ul className="facts">
      {paper.topics.map((topic) => (
        <li key={topic.path}>
          <a href={topic.path}>{topic.label}</a>
        </li>
      ))}
      {paper.facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

/** The ways out. A reader who goes by links hears which paper each belongs to. */
export function PaperLinks({ paper }: Pick<CardProps, 'paper'>): ReactElement {
  return (
    <ul className="links">
      {paper.links.map((link) => (
        <li key={link.label}>
          <a href={link.url} aria-label={`${link.label}: ${paper.title}`}>
            {link.label}
          </a>
        </li>
      ))}
    </ul>
  );
}
