import type { Kysely } from 'kysely';
import { addDays, dayOf } from '../day.ts';
import type { Database } from '../db/schema.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import { composeDigest } from './compose.ts';
import type { Composition } from './composition.ts';
import { newestOpenDay, poolOfEdition } from './edition.ts';
import { type Pool, type PoolCache, withoutQuarantined } from './pool-cache.ts';
import { readSentPaperIds } from './sent-papers-queries.ts';

/** The digest that a preference would give. `composition` is null where nothing would be sent. */
export interface DigestPreview {
  pool: Pool;
  /** The day of the edition that it would be, YYYY-MM-DD. */
  day: string;
  composition: Composition | null;
  /** Something of the pool matches: whoever had not had it yet would get it. */
  hasSentMatches: boolean;
}

/**
 * What somebody with this preference would get at that moment, by the same way as the real digest, but nothing is reserved.
 * Without a subscriber: somebody who was never sent anything. Before the day's ranking, and for a weekly digest
 * that nobody gets yet, the newest daily pool of the last days stands in. Null when nothing has been ranked lately.
 */
export async function previewComposition(
  ctx: { db: Kysely<Database>; pools: PoolCache },
  input: { preference: Preference; subscriberId: string | null; now: Date },
): Promise<DigestPreview | null> {
  const { preference, subscriberId } = input;
  const found = await newestPool(ctx, preference, newestOpenDay(input.now), dayOf(input.now));
  if (!found) return null;
  const sent = subscriberId === null ? undefined : await readSentPaperIds(ctx.db, [subscriberId]);
  const already = sent?.get(subscriberId ?? '') ?? new Set<string>();
  const pool = await withoutQuarantined(ctx.db, found.pool, input.now);
  return {
    ...found,
    composition: composeDigest(pool, preference, already),
    hasSentMatches: already.size > 0 && matches(pool, preference),
  };
}

function matches(pool: Pool, preference: Preference): boolean {
  const all = composeDigest(pool, preference, new Set());
  return all !== null && all.picks.length > 0;
}

const DAYS_BACK = 7;

async function newestPool(
  ctx: { db: Kysely<Database>; pools: PoolCache },
  preference: Pick<Preference, 'cadence'>,
  today: string,
  newest: string,
): Promise<{ pool: Pool; day: string } | null> {
  const wanted = await ctx.pools.newest(
    ctx.db,
    poolOfEdition({ cadence: preference.cadence, day: today }).id,
  );
  if (wanted) return { pool: wanted, day: today };
  for (let back = 0; back < DAYS_BACK; back += 1) {
    // From the calendar's day: in the hours before the opening its ranking may be there already.
    const day = addDays(newest, -back);
    const pool = await ctx.pools.newest(ctx.db, poolOfEdition({ cadence: 'daily', day }).id);
    if (pool) return { pool, day };
  }
  return null;
}
