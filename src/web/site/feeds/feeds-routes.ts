import { type Context, Hono } from 'hono';
import { currentTopic, topicLabel } from '../../../../config/topics/taxonomy.ts';
import { addDays } from '../../../day.ts';
import { type FeedPaper, readFeedChanges, readFeedPapers } from '../../../editions/feed-queries.ts';
import { pickReasonText } from '../../../editions/pick-reason.ts';
import { readLastWithdrawnPick, readSentPicks } from '../../../editions/picks-queries.ts';
import { findSubscriberById } from '../../../subscribers/subscriber-queries.ts';
import { readToken } from '../../../token.ts';
import { cacheFeed, cachePrivately } from '../../http/cache-headers.ts';
import { hideAddress } from '../../http/security-headers.ts';
import type { WebContext } from '../../http/web-context.ts';
import { type FeedFormat, feedPaths, feedUrl } from '../frame/feed-addresses.ts';
import { frameTexts } from '../frame/frame-texts.ts';
import type { RequestVariables } from '../frame/site.ts';
import { atomFeed } from './atom.ts';
import { type Feed, modifiedAt } from './feed.ts';
import { feedEntry } from './feed-entry.tsx';
import { jsonFeed } from './json-feed.ts';

/** Texts of the feeds themselves, in English only: a feed has one address for every language. */
const FEED_TEXTS = {
  picks: 'Your picks',
  description: 'New research papers, each with the reason it stands out, newest first.',
  picksDescription:
    'The papers picked for you, as in your digests. This address is private, so do not share it.',
};

const CONTENT_TYPES: Record<FeedFormat, string> = {
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

type FeedContext = Pick<WebContext, 'db' | 'env' | 'clock' | 'keys' | 'taxonomy'>;

/**
 * `/feed.atom` and `/feed.json` of all papers, the same below each topic, and a subscriber's picks at
 * `/feed/:token/`.
 */
export function feedRoutes(ctx: FeedContext): Hono<RequestVariables> {
  const routes = new Hono<RequestVariables>();
  for (const format of ['atom', 'json'] as const) {
    routes.get(`/feed.${format}`, cacheFeed, async (c) =>
      answer(ctx, c, await publicFeed(ctx, null), format),
    );
    routes.get(`/topics/:slug/feed.${format}`, cacheFeed, async (c) => {
      const slug = c.req.param('slug');
      const topic = currentTopic(ctx.taxonomy, slug);
      if (topic === null) return c.notFound();
      if (topic !== slug) return c.redirect(feedPaths(topic)[format], 301);
      return answer(ctx, c, await publicFeed(ctx, topic), format);
    });
    routes.get(`/feed/:token/picks.${format}`, hideAddress, cachePrivately, async (c) => {
      const feed = await picksFeed(ctx, c.req.param('token'));
      return feed ? answer(ctx, c, feed, format) : c.notFound();
    });
  }
  return routes;
}

async function publicFeed(ctx: FeedContext, topic: string | null): Promise<Feed> {
  const { feeds } = frameTexts.en;
  const [papers, changes] = [await readFeedPapers(ctx, topic), await readFeedChanges(ctx, topic)];
  const { PUBLIC_URL } = ctx.env;
  const paths = feedPaths(topic);
  return {
    ...commonOf(ctx, topic ?? 'all'),
    title: topic === null ? feeds.all : feeds.topic(topicLabel(ctx.taxonomy, topic, 'en')),
    description: FEED_TEXTS.description,
    page: topic === null ? `${PUBLIC_URL}/` : `${PUBLIC_URL}/topics/${topic}`,
    addresses: { atom: `${PUBLIC_URL}${paths.atom}`, json: `${PUBLIC_URL}${paths.json}` },
    entries: papers.map((paper) => publicEntryOf(ctx, paper)),
    ...changes,
  };
}

function publicEntryOf({ taxonomy, clock, env }: FeedContext, paper: FeedPaper) {
  const now = clock.now();
  // Lists are also filled in days later; such a paper belongs to its day, but it is a change of today.
  const dayEnd = Date.parse(`${paper.day}T23:59:59Z`);
  const published = new Date(Math.min(paper.joinedAt.getTime(), dayEnd));
  // A new version counts as an update. A time in the future is ignored, or it would keep the entry on top
  // forever.
  const changes = [paper.joinedAt, paper.updatedAt, paper.changedAt].flatMap((time) => time ?? []);
  const past = changes.filter((time) => time <= now).map((time) => time.getTime());
  const updated = new Date(Math.max(published.getTime(), ...past));
  // Worded for a later day, so that nothing is called new today.
  const reason = paper.reason && pickReasonText(taxonomy, paper.reason, addDays(paper.day, 1), 'en');
  return feedEntry(taxonomy, paper, reason, { published, updated }, env.PUBLIC_URL);
}

/** Feed of the token's subscriber; null for an invalid token and for an ended subscription alike. */
async function picksFeed(ctx: FeedContext, token: string): Promise<Feed | null> {
  const reading = readToken(ctx.keys, 'feed', token, ctx.clock.now());
  if (!reading.valid) return null;
  const subscriber = await findSubscriberById(ctx.db, reading.subject);
  if (!subscriber || subscriber.state === 'unsubscribed' || subscriber.state === 'erased') return null;
  const { PUBLIC_URL } = ctx.env;
  const picks = await readSentPicks(ctx, subscriber.id);
  const leftAt = await readLastWithdrawnPick(ctx.db, subscriber.id);
  return {
    // The subscriber's id is part of the token anyway, and unlike the token it survives a rotation of the
    // keys.
    ...commonOf(ctx, `own/${subscriber.id}`),
    title: FEED_TEXTS.picks,
    description: FEED_TEXTS.picksDescription,
    page: `${PUBLIC_URL}/`,
    addresses: {
      atom: feedUrl(PUBLIC_URL, ctx.keys, subscriber.id, 'atom'),
      json: feedUrl(PUBLIC_URL, ctx.keys, subscriber.id, 'json'),
    },
    entries: picks.map((pick) =>
      feedEntry(
        ctx.taxonomy,
        pick,
        pick.reason && pickReasonText(ctx.taxonomy, pick.reason, pick.localDay, 'en'),
        { published: pick.pickedAt, updated: pick.updatedAt },
        PUBLIC_URL,
      ),
    ),
    leftAt,
    refreshedAt: null,
  };
}

function commonOf(ctx: FeedContext, name: string): Pick<Feed, 'id' | 'author' | 'language'> {
  const { hostname } = new URL(ctx.env.PUBLIC_URL);
  return { id: `tag:${hostname},2026:feeds/${name}`, author: frameTexts.en.name, language: 'en' };
}

/** The caching middleware answers 304 by ETag, or by Last-Modified for readers that do not support it. */
function answer(ctx: FeedContext, c: Context, feed: Feed, format: FeedFormat): Response {
  return c.body(format === 'atom' ? atomFeed(feed) : jsonFeed(feed), 200, {
    'Content-Type': CONTENT_TYPES[format],
    'Last-Modified': modifiedAt(feed, ctx.clock.now()).toUTCString(),
    Date: ctx.clock.now().toUTCString(),
  });
}
