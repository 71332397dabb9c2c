import type { ReactElement } from 'react';
import { topicDescription, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { Document } from '../frame/document.tsx';
import type { Site } from '../frame/site.ts';
import { PageLinks, SortLinks, ViewLinks } from '../papers/list-controls.tsx';
import { type ListQuery, listAddress } from '../papers/list-query.ts';
import { PaperList } from '../papers/paper-list.tsx';
import { type PaperView, topicPath } from '../papers/paper-view.ts';
import { topicsTexts } from './topics-texts.ts';

/** Every topic with its description and its number of recent papers. */
export function TopicsPage({
  site,
  counts,
}: {
  site: Site;
  counts: ReadonlyMap<string, number>;
}): ReactElement {
  const texts = topicsTexts[site.language];
  return (
    <Document
      site={site}
      title={texts.heading}
      section="topics"
      metadata={{ path: '/topics', description: texts.description }}
    >
      <h1>{texts.heading}</h1>
      {site.taxonomy.groups.map(({ label, topics }) => (
        <section key={label.en} className="topic-group">
          <h2>{label[site.language]}</h2>
          <ul className="topics">
            {topics.map(({ slug }) => (
              <li key={slug}>
                <h3>
                  <a href={topicPath(slug)}>{topicLabel(site.taxonomy, slug, site.language)}</a>
                </h3>
                <p>{topicDescription(site.taxonomy, slug, site.language)}</p>
                <p className="meta">{texts.count(counts.get(slug) ?? 0)}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Document>
  );
}

/** One page of a topic's list. */
export interface TopicList {
  slug: string;
  query: ListQuery;
  total: number;
  page: number;
  pages: number;
  /** Rank of the first paper on this page; null in an order that is no ranking. */
  firstRank: number | null;
  papers: readonly PaperView[];
  /** Address of a page of the list. */
  address: (page: number) => string;
}

/** Recent papers on one topic. */
export function TopicPage({ site, list }: { site: Site; list: TopicList }): ReactElement {
  const texts = topicsTexts[site.language];
  const { slug } = list;
  const label = topicLabel(site.taxonomy, slug, site.language);
  return (
    <Document
      site={site}
      title={label}
      section="topics"
      metadata={{
        path: topicPath(slug),
        description: texts.about(label, topicDescription(site.taxonomy, slug, site.language)),
        feedTopic: slug,
      }}
    >
      <a className="back" href="/topics">
        ← {texts.all}
      </a>
      <h1>{label}</h1>
      <p className="lead">{topicDescription(site.taxonomy, slug, site.language)}</p>
      <p className="dateline apart">{texts.count(list.total)}</p>
      <div className="controls">
        <SortLinks site={site} path={topicPath(slug)} query={list.query} />
        <ViewLinks
          site={site}
          view={list.query.view}
          address={(view) => listAddress(topicPath(slug), { ...list.query, view })}
        />
      </div>
      {list.papers.length === 0 && <p>{texts.none}</p>}
      {list.papers.length > 0 && (
        <PaperList
          site={site}
          view={list.query.view}
          entries={list.papers.map((paper) => ({ paper }))}
          {...(list.firstRank === null ? {} : { firstRank: list.firstRank })}
          lead={list.firstRank === 1}
        />
      )}
      <PageLinks site={site} address={list.address} page={list.page} pages={list.pages} />
      <p>
        <a href={`/search?topic=${slug}`}>{texts.older}</a>
      </p>
    </Document>
  );
}
