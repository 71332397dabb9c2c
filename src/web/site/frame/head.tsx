import type { ReactElement, ReactNode } from 'react';
import type { Language } from '../../../../config/languages.ts';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import { THEME } from '../../../../templates/theme.ts';
import { feedPaths } from './feed-addresses.ts';
import type { Site } from './site.ts';

/** What a public page tells search engines and link previews. */
export interface PublicFacts {
  /** The page's one address, without the query that nobody need find again. */
  path: string;
  /** A sentence or two on what is there; outside text must be clean and cut. */
  description: string;
  /** Open Graph's word for what it is: a `website` unless the page is about one paper. */
  type?: 'website' | 'article';
  /** The slug of the topic whose feed belongs to the page, beside the feed of all papers. */
  feedTopic?: string;
}

/** Open Graph wants a territory beside the language. */
const LOCALES: Record<Language, string> = { en: 'en_GB', de: 'de_DE' };

/** The head of every page: how it looks, and of public pages what others may say of it. */
export function Head({
  site,
  title,
  facts,
  more,
}: {
  site: Site;
  title: string;
  facts: PublicFacts | undefined;
  /** What this page alone has in its head. */
  more?: ReactNode;
}): ReactElement {
  const { texts } = site;
  return (
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content={THEME.light.paper} media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content={THEME.dark.paper} media="(prefers-color-scheme: dark)" />
      <title>{texts.title(title)}</title>
      {facts ? (
        <ForOthers site={site} title={title} facts={facts} />
      ) : (
        <meta name="robots" content="noindex" />
      )}
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href={site.stylesheet} />
      {more}
    </head>
  );
}

function ForOthers({ site, title, facts }: { site: Site; title: string; facts: PublicFacts }): ReactElement {
  const address = `${site.publicUrl}${facts.path}`;
  return (
    <>
      <meta name="description" content={facts.description} />
      <link rel="canonical" href={address} />
      <FeedLinks site={site} topic={null} />
      {facts.feedTopic !== undefined && <FeedLinks site={site} topic={facts.feedTopic} />}
      <meta property="og:title" content={title} />
      <meta property="og:description" content={facts.description} />
      <meta property="og:type" content={facts.type ?? 'website'} />
      <meta property="og:url" content={address} />
      <meta property="og:site_name" content={site.texts.name} />
      <meta property="og:locale" content={LOCALES[site.language]} />
    </>
  );
}

function FeedLinks({ site, topic }: { site: Site; topic: string | null }): ReactElement {
  const { feeds } = site.texts;
  const paths = feedPaths(topic);
  const title = topic === null ? feeds.all : feeds.topic(topicLabel(topic, site.language));
  return (
    <>
      <link rel="alternate" type="application/atom+xml" title={title} href={paths.atom} />
      <link rel="alternate" type="application/feed+json" title={title} href={paths.json} />
    </>
  );
}
