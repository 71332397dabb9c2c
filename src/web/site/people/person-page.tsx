import type { ReactElement } from 'react';
import type { NamedBy } from '../../../papers/lists/people-queries.ts';
import { Document } from '../frame/document.tsx';
import { NoticePage } from '../frame/notice-page.tsx';
import type { Site } from '../frame/site.ts';
import { PageLinks } from '../papers/list-controls.tsx';
import { listAddress } from '../papers/list-query.ts';
import { PaperCard } from '../papers/paper-card.tsx';
import type { PaperView } from '../papers/paper-view.ts';
import { peopleTexts } from './people-texts.ts';

/** One page of an author's or organization's papers. */
export interface PersonList {
  kind: NamedBy['kind'];
  /** As the newest paper spells it. */
  name: string;
  path: string;
  /** Query that prefills the subscribe page; null where the name cannot be followed. */
  follow: string | null;
  total: number;
  page: number;
  pages: number;
  papers: readonly PaperView[];
}

/**
 * Papers of an author or organization, newest first, and a link to follow them. Search engines are kept from
 * a page with one paper, which says nothing that the paper's own page does not.
 */
export function PersonPage({ site, list }: { site: Site; list: PersonList }): ReactElement {
  const texts = peopleTexts[site.language];
  const { kind, name, path, follow } = list;
  return (
    <Document
      site={site}
      title={name}
      {...(list.total > 1 ? { metadata: { path, description: texts.description(name, list.total) } } : {})}
    >
      <h1 dir="auto">{name}</h1>
      <p className="meta">{texts.papers(list.total)}</p>
      {follow !== null && (
        <p>
          <a className="button" href={`/subscribe${follow}`} rel="nofollow" dir="auto">
            {texts.follow(name)}
          </a>
        </p>
      )}
      <p className="meta">{texts.hint[kind]}</p>
      <div className="papers apart">
        {list.papers.map((paper) => (
          <PaperCard key={paper.id} site={site} paper={paper} />
        ))}
      </div>
      <PageLinks
        site={site}
        address={(page) => listAddress(path, { page })}
        page={list.page}
        pages={list.pages}
      />
    </Document>
  );
}

/** 404 for a name that no paper has, with a search for it. */
export function UnknownPersonPage({ site, name }: { site: Site; name: string }): ReactElement {
  const texts = peopleTexts[site.language].unknown;
  return (
    <NoticePage site={site} heading={texts.heading(name)} paragraphs={texts.paragraphs}>
      <p>
        <a href={`/search?${new URLSearchParams({ q: name })}`}>{texts.search(name)}</a>
      </p>
    </NoticePage>
  );
}
