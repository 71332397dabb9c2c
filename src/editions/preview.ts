import type { Kysely } from 'kysely';
import { addDays, dayOf } from '../day.ts';
import type { Database } from '../db/schema.ts';
import type { Preference } from '../subscribers/preferences/preference.ts';
import { composeDigest, readPoolWeek } from './compose.ts';
import type { Composition } from './composition.ts';
import { newestOpenDay, poolOfEdition } from './edition.ts';
import { type Pool, type PoolCache, withoutQuarantined } from './pool-cache.ts';
import { NOTHING_RECEIVED, readReceivedPapers } from './sent-papers-queries.ts';

/** The digest that a preference would yield. `composition` is null if nothing would be sent. */
export interface DigestPreview {
  pool: Pool;
  /** Day of the edition it would belong to, YYYY-MM-DD. */
  day: string;
  composition: Composition | null;
  /** True if papers of the pool match but were all sent before. */
  hasSentMatches: boolean;
}

/**
 * Composes what a subscriber with this preference would get at `now`, as for a real digest but without
 * reserving papers. Without a subscriber, nothing counts as sent. Before the day's ranking, and for a weekly
 * edition without subscribers, falls back to the newest daily pool of the last days. Null if nothing was
 * ranked lately.
 */
export async function previewComposition(
  ctx: { db: Kysely<Database>; pools: PoolCache },
  input: { preference: Preference; subscriberId: string | null; now: Date },
): Promise<DigestPreview | null> {
  const { preference, subscriberId } = input;
  const found = await newestPool(ctx, preference, newestOpenDay(input.now), dayOf(input.now));
  if (!found) return null;
  const known = subscriberId === null ? undefined : await readReceivedPapers(ctx.db, [subscriberId]);
  const received = known?.get(subscriberId ?? '') ?? NOTHING_RECEIVED;
  const pool = await withoutQuarantined(ctx.db, found.pool, input.now);
  return {
    ...found,
    composition: composeDigest(pool, preference, received, await readPoolWeek(ctx.db, pool)),
    hasSentMatches: received.ids.size > 0 && matches(pool, preference),
  };
}

function matches(pool: Pool, preference: Preference): boolean {
  const all = composeDigest(pool, preference, NOTHING_RECEIVED);
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
    // Starts at the calendar day, because in the hours before the opening its ranking may already exist.
    const day = addDays(newest, -back);
    const pool = await ctx.pools.newest(ctx.db, poolOfEdition({ cadence: 'daily', day }).id);
    if (pool) return { pool, day };
  }
  return null;
}
