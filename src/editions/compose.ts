import type { Kysely, Transaction } from 'kysely';
import { EDITION } from '../../config/schedule.ts';
import type { Database } from '../db/schema.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import { readPreferences } from '../subscribers/preferences/preference-queries.ts';
import { pickAlsoTrending } from './also-trending.ts';
import { choosePicks } from './choose-picks.ts';
import { type Composition, followedIn } from './composition.ts';
import type { Pool } from './pool-cache.ts';
import { type Reservation, readSentPaperIds, reservePapers } from './sent-papers-queries.ts';

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
  const sent = await readSentPaperIds(trx, ids);
  const wanted = recipients.map((recipient) => {
    const preference = preferences.get(recipient.subscriberId);
    const already = sent.get(recipient.subscriberId) ?? new Set<string>();
    return { recipient, composition: preference ? composeDigest(pool, preference, already) : null };
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

/**
 * Composes the digest for one preference, given the papers already sent; null if there is nothing for it. A
 * title under "also trending" counts as sent: it appears once, ever. Pure.
 */
export function composeDigest(
  pool: Pool,
  preference: Preference,
  already: ReadonlySet<string>,
): Composition | null {
  const picks = choosePicks(pool.shortlistFor(preference), already, preference.size);
  if (picks.length === 0 && preference.skipQuietDays) return null;
  const picked = new Set(picks.map((pick) => pick.paperId));
  const trending = pickAlsoTrending(pool.papers, already, picked, preference.interests, EDITION.alsoTrending);
  if (picks.length === 0 && trending.length === 0) return null;
  return {
    language: preference.language,
    picks: picks.map(({ paperId, reason, exploration, topic }) => ({ paperId, reason, exploration, topic })),
    trending: trending.map(({ paperId, topic }) => ({ paperId, topic })),
    poolSize: pool.papers.length,
    follows: followedIn(preference),
  };
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
  return lost ? null : { ...wanted, picks, trending };
}
