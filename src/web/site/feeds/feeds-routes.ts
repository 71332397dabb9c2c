import { type Context, Hono } from 'hono';
import { TOPIC_SLUGS, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { addDays } from '../../../day.ts';
import { type FeedPaper, readFeedPapers } from '../../../editions/feed-queries.ts';
import { pickReasonText } from '../../../editions/pick-reason.ts';
import { readSentPicks } from '../../../editions/picks-queries.ts';
import { findSubscriberById } from '../../../subscribers/subscriber-queries.ts';
import { readToken } from '../../../token.ts';
import { cacheFeed, cachePrivately } from '../../http/cache-headers.ts';
import { hideAddress } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { type FeedFormat, feedPaths, feedUrl } from '../frame/feed-addresses.ts';
import { frameTexts } from '../frame/frame-texts.ts';
import type { RequestVariables } from '../frame/site.ts';
import { atomFeed } from './atom.ts';
import { type Feed, updatedAt } from './feed.ts';
import { entryOf } from './feed-entry.tsx';
import { feedTexts } from './feeds-texts.ts';
import { jsonFeed } from './json-feed.ts';

const TYPES: Record<FeedFormat, string> = {
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

type FeedContext = Pick<WebContext, 'db' | 'env' | 'clock' | 'keys'>;

/** `/feed.atom` and `/feed.json` of all papers, the same under each topic, and under `/feed/:token/` of somebody's own picks. */
export function feedRoutes(ctx: FeedContext): Hono<RequestVariables> {
  const routes = new Hono<RequestVariables>();
  for (const form of ['atom', 'json'] as const) {
    routes.get(`/feed.${form}`, cacheFeed, async (c) => answer(c, await publicFeed(ctx, null), form));
    routes.get(`/topics/:slug/feed.${form}`, cacheFeed, async (c) => {
      const slug = c.req.param('slug');
      return TOPIC_SLUGS.has(slug) ? answer(c, await publicFeed(ctx, slug), form) : c.notFound();
    });
    routes.get(`/feed/:token/picks.${form}`, hideAddress, cachePrivately, async (c) => {
      const feed = await ownFeed(ctx, c.req.param('token'));
      return feed ? answer(c, feed, form) : c.notFound();
    });
  }
  return routes;
}

async function publicFeed(ctx: FeedContext, topic: string | null): Promise<Feed> {
  const { feeds } = frameTexts.en;
  const papers = await readFeedPapers(ctx.db, topic);
  const { PUBLIC_URL } = ctx.env;
  const paths = feedPaths(topic);
  return {
    ...commonOf(ctx, topic ?? 'all'),
    title: topic === null ? feeds.all : feeds.topic(topicLabel(topic, 'en')),
    description: feedTexts.en.description,
    page: topic === null ? `${PUBLIC_URL}/` : `${PUBLIC_URL}/topics/${topic}`,
    addresses: { atom: `${PUBLIC_URL}${paths.atom}`, json: `${PUBLIC_URL}${paths.json}` },
    entries: papers.map((paper) => publicEntry(paper, ctx.clock.now(), PUBLIC_URL)),
  };
}

function publicEntry(paper: FeedPaper, now: Date, publicUrl: string) {
  const published = new Date(`${paper.day}T00:00:00Z`);
  // A new version is news; a time that a source puts into the future would keep the entry on top for ever.
  const changed = paper.updatedAt && paper.updatedAt <= now ? paper.updatedAt : published;
  const updated = changed > published ? changed : published;
  // Read on any later day, so that nothing is called new today.
  const reason = paper.reason && pickReasonText(paper.reason, addDays(paper.day, 1), 'en');
  return entryOf(paper, reason, { published, updated }, publicUrl);
}

/** The feed behind a token, or null alike for a token that is none and for somebody who is not with us any more. */
async function ownFeed(ctx: FeedContext, token: string): Promise<Feed | null> {
  const reading = readToken(ctx.keys, 'feed', token, ctx.clock.now());
  if (!reading.valid) return null;
  const subscriber = await findSubscriberById(ctx.db, reading.subject);
  if (!subscriber || subscriber.state === 'unsubscribed' || subscriber.state === 'erased') return null;
  const { PUBLIC_URL } = ctx.env;
  const picks = await readSentPicks(ctx.db, subscriber.id);
  return {
    // The subscriber's id, which is in the token anyway: it outlives the keys that sign.
    ...commonOf(ctx, `own/${subscriber.id}`),
    title: feedTexts.en.own,
    description: feedTexts.en.ownDescription,
    page: `${PUBLIC_URL}/`,
    addresses: {
      atom: feedUrl(PUBLIC_URL, ctx.keys, subscriber.id, 'atom'),
      json: feedUrl(PUBLIC_URL, ctx.keys, subscriber.id, 'json'),
    },
    entries: picks.map((pick) =>
      entryOf(
        pick,
        pick.reason && pickReasonText(pick.reason, pick.localDay, 'en'),
        { published: pick.pickedAt, updated: pick.pickedAt },
        PUBLIC_URL,
      ),
    ),
  };
}

function commonOf(ctx: FeedContext, name: string): Pick<Feed, 'id' | 'author' | 'language'> {
  const { hostname } = new URL(ctx.env.PUBLIC_URL);
  return { id: `tag:${hostname},2026:feeds/${name}`, author: frameTexts.en.name, language: 'en' };
}

/** Feed readers that know no ETag send the time back that they were told. */
function answer(c: Context, feed: Feed, form: FeedFormat): Response {
  const changed = updatedAt(feed);
  const known = Date.parse(c.req.header('If-Modified-Since') ?? '');
  c.header('Last-Modified', changed.toUTCString());
  if (c.req.header('If-None-Match') === undefined && known >= Math.floor(changed.getTime() / 1000) * 1000)
    return c.body(null, 304);
  return c.body(form === 'atom' ? atomFeed(feed) : jsonFeed(feed), 200, { 'Content-Type': TYPES[form] });
}
