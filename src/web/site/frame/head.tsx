import type { ReactElement, ReactNode } from 'react';
import type { Language } from '../../../../config/languages.ts';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import { THEME } from '../../../../templates/theme.ts';
import { feedPaths } from './feed-addresses.ts';
import type { Site } from './site.ts';

/** Metadata of a public page for search engines and link previews. */
export interface PageMetadata {
  /** Canonical path, without a query. */
  path: string;
  /** One or two sentences; external text must already be cleaned and cut. */
  description: string;
  /** Open Graph type: `website` (the default), or `article` for the page of one paper. */
  type?: 'website' | 'article';
  /** Slug of a topic. The page links its feed in addition to the feed of all papers. */
  feedTopic?: string;
}

/** Open Graph requires a territory with the language. */
const LOCALES: Record<Language, string> = { en: 'en_GB', de: 'de_DE' };

/**
 * Head of every page: style sheet, colors and icon; metadata and feeds on public pages, `noindex` on all
 * others.
 */
export function Head({
  site,
  title,
  metadata,
  children,
}: {
  site: Site;
  title: string;
  metadata: PageMetadata | undefined;
  /** Further elements of this page's head. */
  children?: ReactNode;
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
      {metadata ? (
        <Metadata site={site} title={title} metadata={metadata} />
      ) : (
        <meta name="robots" content="noindex" />
      )}
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href={site.stylesheet} />
      {children}
    </head>
  );
}

function Metadata({
  site,
  title,
  metadata,
}: {
  site: Site;
  title: string;
  metadata: PageMetadata;
}): ReactElement {
  const address = `${site.publicUrl}${metadata.path}`;
  return (
    <>
      <meta name="description" content={metadata.description} />
      <link rel="canonical" href={address} />
      <FeedLinks site={site} topic={null} />
      {metadata.feedTopic !== undefined && <FeedLinks site={site} topic={metadata.feedTopic} />}
      <meta property="og:title" content={title} />
      <meta property="og:description" content={metadata.description} />
      <meta property="og:type" content={metadata.type ?? 'website'} />
      <meta property="og:url" content={address} />
      <meta property="og:site_name" content={site.texts.name} />
      <meta property="og:locale" content={LOCALES[site.language]} />
    </>
  );
}

function FeedLinks({ site, topic }: { site: Site; topic: string | null }): ReactElement {
  const { feeds } = site.texts;
  const paths = feedPaths(topic);
  const title = topic === null ? feeds.all : feeds.topic(topicLabel(site.taxonomy, topic, site.language));
  return (
    <>
      <link rel="alternate" type="application/atom+xml" title={title} href={paths.atom} />
      <link rel="alternate" type="application/feed+json" title={title} href={paths.json} />
    </>
  );
}
