import type { ReactElement } from 'react';
import { TOPICS, topicDescription, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { PageLinks, SortLinks } from '../papers/list-controls.tsx';
import type { ListQuery } from '../papers/list-query.ts';
import { PaperCard } from '../papers/paper-card.tsx';
import { type PaperView, topicPath } from '../papers/paper-view.ts';
import { topicsTexts } from './topics-texts.ts';

/** Every topic with what it is about and how much came in lately. */
export function TopicsPage({
  site,
  counts,
}: {
  site: Site;
  counts: ReadonlyMap<string, number>;
}): ReactElement {
  const words = topicsTexts[site.language];
  return (
    <Document
      site={site}
      title={words.heading}
      here="topics"
      facts={{ path: '/topics', description: words.description }}
    >
      <h1>{words.heading}</h1>
      <ul className="topics">
        {TOPICS.map(({ slug }) => (
          <li key={slug}>
            <h2>
              <a href={topicPath(slug)}>{topicLabel(slug, site.language)}</a>
            </h2>
            <p>{topicDescription(slug, site.language)}</p>
            <p className="meta">{words.count(counts.get(slug) ?? 0)}</p>
          </li>
        ))}
      </ul>
    </Document>
  );
}

/** The papers of one topic. */
export interface TopicList {
  slug: string;
  query: ListQuery;
  total: number;
  page: number;
  pages: number;
  papers: readonly PaperView[];
  /** The address of a page of the list. */
  address: (page: number) => string;
}

/** What came in on a topic lately. */
export function TopicPage({ site, list }: { site: Site; list: TopicList }): ReactElement {
  const words = topicsTexts[site.language];
  const { slug } = list;
  const label = topicLabel(slug, site.language);
  return (
    <Document
      site={site}
      title={label}
      here="topics"
      facts={{
        path: topicPath(slug),
        description: words.about(label, topicDescription(slug, site.language)),
        feedTopic: slug,
      }}
    >
      <a className="back" href="/topics">
        ← {words.all}
      </a>
      <h1>{label}</h1>
      <p className="lead">{topicDescription(slug, site.language)}</p>
      <SortLinks site={site} path={topicPath(slug)} query={list.query} />
      <p className="meta">{words.count(list.total)}</p>
      {list.papers.length === 0 && <p>{words.none}</p>}
      {list.papers.length > 0 && (
        <div className="papers">
          {list.papers.map((paper) => (
            <PaperCard key={paper.id} site={site} paper={paper} />
          ))}
        </div>
      )}
      <PageLinks site={site} address={list.address} page={list.page} pages={list.pages} />
      <p>
        <a href={`/search?topic=${slug}`}>{words.older}</a>
      </p>
    </Document>
  );
}
