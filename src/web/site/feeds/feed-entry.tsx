import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import { cleanLine } from '../../../rendering/clean-text.ts';
import { paperPath } from '../papers/paper-view.ts';
import { type PaperTexts, type ShortPaper, shortPaper } from '../papers/short-paper.ts';
import type { FeedEntry } from './feed.ts';

/**
 * A paper as a feed shows it, in English like the papers themselves: a feed has one address in all languages. `reason`
 * is a line of ours that may hold outside text.
 */
export function entryOf(
  paper: PaperTexts & { topics: readonly string[] },
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
    summary: short.summary,
    html: renderToStaticMarkup(<EntryBody paper={short} why={cleanLine(reason ?? '')} />),
    topics: paper.topics.map((slug) => topicLabel(slug, 'en')),
    ...times,
  };
}

function EntryBody({ paper, why }: { paper: ShortPaper; why: string }): ReactElement {
  // A summary that is only the beginning of the abstract would be read twice.
  const isSaid = paper.abstract?.startsWith(paper.summary.replace(/…$/, '')) ?? false;
  return (
    <>
      {paper.byline && <p dir="auto">{paper.byline}</p>}
      {why && <p>{why}</p>}
      {paper.summary && !isSaid && <p dir="auto">{paper.summary}</p>}
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
