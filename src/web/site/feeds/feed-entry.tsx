import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { type Taxonomy, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { cleanOwnLine } from '../../../papers/text/clean-text.ts';
import { paperPath } from '../papers/paper-view.ts';
import { papersTexts } from '../papers/papers-texts.ts';
import { type ShortPaper, type ShortPaperSource, shortPaper } from '../papers/short-paper.ts';
import type { FeedEntry } from './feed.ts';

const GENERATED = papersTexts.en.generated;

/** Shapes a paper for a feed, in English. `reason` is a pick reason, which may contain external text. */
export function feedEntry(
  taxonomy: Taxonomy,
  paper: ShortPaperSource & { topics: readonly string[] },
  reason: string | null,
  times: Pick<FeedEntry, 'published' | 'updated'>,
  publicUrl: string,
): FeedEntry {
  const short = shortPaper(paper, 'en');
  return {
    id: `https://arxiv.org/abs/${paper.id}`,
    url: `${publicUrl}${paperPath(paper.id)}`,
    source: short.url,
    title: short.title,
    authors: short.authors,
    summary: summaryOf(short),
    html: renderToStaticMarkup(<EntryBody paper={short} reason={cleanOwnLine(reason ?? '')} />),
    topics: paper.topics.map((slug) => topicLabel(taxonomy, slug, 'en')),
    ...times,
  };
}

function summaryOf({ summary, generated }: ShortPaper): string | null {
  if (summary === '') return null;
  return generated ? `${summary} (${GENERATED})` : summary;
}

function EntryBody({ paper, reason }: { paper: ShortPaper; reason: string }): ReactElement {
  // A summary that is only the beginning of the abstract would repeat it.
  const startsAbstract = paper.abstract?.startsWith(paper.summary.replace(/…$/, '')) ?? false;
  return (
    <>
      {paper.byline && <p dir="auto">{paper.byline}</p>}
      {reason && <p>{reason}</p>}
      {paper.summary && !startsAbstract && (
        <p dir="auto">
          {paper.summary}
          {paper.generated && ` (${GENERATED})`}
        </p>
      )}
      {paper.abstract && <p dir="auto">{paper.abstract}</p>}
      <p>
        {paper.links.map((link, place) => (
          <span key={link.label}>
            {place > 0 && ' · '}
            <a href={link.url}>{link.label}</a>
          </span>
        ))}
      </p>
    </>
  );
}
