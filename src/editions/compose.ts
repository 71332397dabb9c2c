import type { Kysely, Transaction } from 'kysely';
import { EDITION } from '../../config/schedule.ts';
import { addDays } from '../day.ts';
import type { Database } from '../db/schema.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import { readPreferences } from '../subscribers/preferences/preference-queries.ts';
import { withOfferedTopics } from '../subscribers/preferences/preference-topics.ts';
import { readTopicWeeks, type TopicWeek } from '../trending/topic-week-queries.ts';
import { chooseRise, pickAlsoTrending } from './also-trending.ts';
import { choosePicks, type PickedPaper } from './choose-picks.ts';
import { type Composition, followedIn } from './composition.ts';
import { weekOfPool } from './edition.ts';
import type { Pool } from './pool-cache.ts';
import {
  NOTHING_RECEIVED,
  type ReceivedPapers,
  type Reservation,
  readReceivedPapers,
  reservePapers,
} from './sent-papers-queries.ts';

/** A delivery and its subscriber. */
export interface Recipient {
  deliveryId: string;
  subscriberId: string;
}

/**
 * Composes the digests of these subscribers from a pool: the shortlist of each preference without the papers
 * they already received. Papers are reserved for their subscriber in the same transaction. Null if there is
 * nothing new, or only titles on a quiet day that the subscriber skips: an empty email is never sent.
 */
export async function composeDigests(
  trx: Kysely<Database> | Transaction<Database>,
  pool: Pool,
  recipients: readonly Recipient[],
): Promise<Map<string, Composition | null>> {
  const ids = recipients.map((recipient) => recipient.subscriberId);
  const preferences = await readPreferences(trx, ids);
  const received = await readReceivedPapers(trx, ids);
  const week = await readPoolWeek(trx, pool);
  const wanted = recipients.map((recipient) => {
    const preference = preferences.get(recipient.subscriberId);
    const papers = received.get(recipient.subscriberId) ?? NOTHING_RECEIVED;
    return { recipient, composition: preference ? composeDigest(pool, preference, papers, week) : null };
  });
  const free = await reservePapers(
    trx,
    wanted.flatMap(({ recipient, composition }) =>
      composition ? reservationsOf(recipient, composition) : [],
    ),
  );
  return new Map(
    wanted.map(({ recipient: { deliveryId }, composition }) => [
      deliveryId,
      composition && onlyFree(composition, (paperId) => free.has(`${deliveryId} ${paperId}`)),
    ]),
  );
}

/** Figures of a weekly recap beside its pool. */
export interface PoolWeek {
  /** First day of the week, YYYY-MM-DD. */
  from: string;
  topics: readonly TopicWeek[];
}

// The cards of a frozen pool are one object for all its reductions. Batches of one edition share the figures.
const poolWeeks = new WeakMap<Pool['cards'], PoolWeek>();

/** Reads the week of a weekly pool, once while the pool is in memory; null for the pool of a day. */
export async function readPoolWeek(
  db: Kysely<Database> | Transaction<Database>,
  pool: Pool,
): Promise<PoolWeek | null> {
  const day = weekOfPool(pool.poolId);
  if (day === null) return null;
  const cached = poolWeeks.get(pool.cards);
  if (cached) return cached;
  const topics = await readTopicWeeks({ db, taxonomy: pool.taxonomy }, day);
  const week = { from: addDays(day, 1 - EDITION.weekWindow), topics };
  poolWeeks.set(pool.cards, week);
  return week;
}

/**
 * Composes the digest for one preference, given the papers received before; null if there is nothing for it. A
 * title under "also trending" counts as sent: it appears once, ever. With a week, the digest is its recap.
 * Topics that are no longer offered are ignored. Pure.
 */
export function composeDigest(
  pool: Pool,
  stored: Preference,
  received: ReceivedPapers,
  week: PoolWeek | null = null,
): Composition | null {
  const preference = withOfferedTopics(pool.taxonomy, stored);
  const chosen = choosePicks(pool.shortlistFor(preference), received, preference.size);
  const picks = week === null ? chosen : groupByTopic(chosen.map(withoutDailyGain));
  if (picks.length === 0 && preference.skipQuietDays) return null;
  const picked = new Set(picks.map((pick) => pick.paperId));
  const trending = pickAlsoTrending(
    pool.papers,
    received.ids,
    picked,
    preference.interests,
    EDITION.alsoTrending,
  );
  if (picks.length === 0 && trending.length === 0) return null;
  return {
    language: preference.language,
    picks: picks.map(({ paperId, reason, exploration, topic }) => ({ paperId, reason, exploration, topic })),
    trending: trending.map(({ paperId, topic }) => ({ paperId, topic })),
    poolSize: pool.papers.length,
    week: week && {
      from: week.from,
      rise: chooseRise(
        pool.papers,
        week.topics,
        preference.interests,
        new Set([...picks, ...trending].map(({ paperId }) => paperId)),
      ),
    },
    follows: followedIn(preference),
  };
}

/**
 * Brings picks of one topic together: groups by their first pick, exploration last, each in reading order.
 */
function groupByTopic(picks: readonly PickedPaper[]): PickedPaper[] {
  const groups = new Map<string, PickedPaper[]>();
  for (const pick of picks) {
    const key = pick.exploration ? 'exploration' : `topic ${pick.topic}`;
    groups.set(key, [...(groups.get(key) ?? []), pick]);
  }
  return [...groups.values()].flat();
}

/** In a recap, "since yesterday" would be a small part of what a paper gained. */
function withoutDailyGain(pick: PickedPaper): PickedPaper {
  const { lift } = pick.reason;
  return { ...pick, reason: { ...pick.reason, lift: lift && { ...lift, gained: null } } };
}

function reservationsOf(recipient: Recipient, composition: Composition): Reservation[] {
  return [
    ...composition.picks.map(({ paperId, exploration }) => ({
      ...recipient,
      paperId,
      role: exploration ? ('exploration' as const) : ('pick' as const),
    })),
    ...composition.trending.map(({ paperId }) => ({ ...recipient, paperId, role: 'title' as const })),
  ];
}

/** Keeps the papers that were reserved. Another edition may have taken one in the meantime. */
function onlyFree(wanted: Composition, isFree: (paperId: string) => boolean): Composition | null {
  const picks = wanted.picks.filter((pick) => isFree(pick.paperId));
  const trending = wanted.trending.filter((title) => isFree(title.paperId));
  const lost = picks.length === 0 && (wanted.picks.length > 0 || trending.length === 0);
  if (lost) return null;
  const { week } = wanted;
  const isRiseLost = week?.rise?.kind === 'paper' && !isFree(week.rise.paperId);
  return { ...wanted, picks, trending, week: week && isRiseLost ? { ...week, rise: null } : week };
}
