import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { ListedPaper } from '../../papers/list-queries.ts';
import { cleanLine, cutAtWord } from '../../rendering/text.ts';
import { type PaperView, paperView } from '../paper-view.ts';
import { PAGE_TEXTS } from '../texts/page-texts.ts';
import type { FeedEntry } from './feed.ts';

const AUTHORS_NAMED = 10;
const LONGEST_NAME = 60;

/**
 * A paper as a feed shows it, in English like the papers themselves: a feed has one address in all languages. `reason`
 * is a line of ours that may hold outside text; without one the paper's numbers stand there.
 */
export function entryOf(
  paper: ListedPaper,
  reason: string | null,
  times: Pick<FeedEntry, 'published' | 'updated'>,
): FeedEntry {
  const texts = PAGE_TEXTS.en;
  const view = paperView(paper, texts);
  const why = cleanLine(reason ?? '') || view.facts.join(' · ');
  return {
    id: `https://arxiv.org/abs/${paper.id}`,
    url: view.url,
    title: view.title,
    authors: paper.authors
      .slice(0, AUTHORS_NAMED)
      .map((name) => cutAtWord(cleanLine(name), LONGEST_NAME))
      .filter(Boolean),
    summary: view.summary,
    html: renderToStaticMarkup(<EntryBody view={view} why={why} />),
    topics: paper.topics.map(texts.topics.label),
    ...times,
  };
}

function EntryBody({ view, why }: { view: PaperView; why: string }): ReactElement {
  return (
    <>
      {view.byline && <p dir="auto">{view.byline}</p>}
      {why && <p>{why}</p>}
      {view.summary && <p dir="auto">{view.summary}</p>}
      {view.abstract && <p dir="auto">{view.abstract}</p>}
      <p>
        {view.links.map((link, place) => (
          <span key={link.label}>
            {place > 0 && ' · '}
            <a href={link.url}>{link.label}</a>
          </span>
        ))}
      </p>
    </>
  );
}
