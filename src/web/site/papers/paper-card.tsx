import type { ReactElement } from 'react';
import { textLanguage } from '../../../papers/text/text-language.ts';
import type { Site } from '../frame/site.ts';
import { FormattedText } from './formatted-text.tsx';
import type { PaperView } from './paper-view.ts';
import { papersTexts } from './papers-texts.ts';

interface CardProps {
  site: Site;
  paper: PaperView;
  /** Set larger than the others. */
  lead?: boolean;
  /** Search words to highlight, in folded form. */
  highlights?: ReadonlySet<string> | undefined;
  /** Search words that this paper does not contain, as typed. */
  missing?: readonly string[] | undefined;
}

/** One paper in a list: title, byline, summary that unfolds to the abstract, topics, numbers and links. */
export function PaperCard(props: CardProps): ReactElement {
  const { site, paper, lead = false, highlights, missing = [] } = props;
  const texts = papersTexts[site.language];
  return (
    <article className={lead ? 'paper lead-story' : 'paper'}>
      {paper.thumbnail !== undefined && <Thumbnail path={paper.thumbnail} />}
      <h2 dir="auto" lang={textLanguage(paper.title, site.language)}>
        <a href={paper.path}>
          <FormattedText text={paper.title} highlights={highlights} />
        </a>
      </h2>
      {paper.byline && (
        <p dir="auto" className="meta">
          <FormattedText text={paper.byline} highlights={highlights} />
        </p>
      )}
      {missing.length > 0 && (
        <p className="meta missing-words">{texts.missing(missing.map(site.format.quoted))}</p>
      )}
      <Abstract site={site} paper={paper} highlights={highlights} />
      <Facts paper={paper} />
      <PaperLinkList paper={paper} />
    </article>
  );
}

/**
 * Decorative, hence the empty text. Its size is that of the style sheet, so that no text moves when it loads.
 */
function Thumbnail({ path }: { path: string }): ReactElement {
  return (
    <img className="thumbnail" src={path} alt="" width={128} height={69} loading="lazy" decoding="async" />
  );
}

/** The summary. Where the abstract is longer, the summary is the handle that unfolds it. */
function Abstract({ site, paper, highlights }: Pick<CardProps, 'site' | 'paper' | 'highlights'>) {
  const lang = textLanguage(paper.summary, site.language);
  if (paper.abstract === null)
    return paper.summary ? (
      <p dir="auto" lang={lang} className="summary">
        <FormattedText text={paper.summary} highlights={highlights} />
      </p>
    ) : null;
  return (
    <details className="abstract">
      <summary>
        <span dir="auto" lang={lang} className="summary">
          <FormattedText text={paper.summary} highlights={highlights} />
        </span>
        <span className="more">{papersTexts[site.language].abstract}</span>
      </summary>
      <p dir="auto" lang={lang}>
        <FormattedText text={paper.abstract} highlights={highlights} />
      </p>
    </details>
  );
}

/** Topics as links to their lists, then the numbers. */
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

/** External links. Each one is labeled with the paper's title, for screen readers that list links. */
export function PaperLinkList({ paper }: Pick<CardProps, 'paper'>): ReactElement {
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
