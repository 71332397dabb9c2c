import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { composeDigest, composeDigests, type Recipient } from '../../editions/compose.ts';
import type { Composition } from '../../editions/composition.ts';
import { type Pool, singlePaperPool, withoutPapers } from '../../editions/pool-cache.ts';
import { papersThatBreak, quarantinePapers } from '../../papers/quarantine.ts';
import { readPreferences } from '../../subscribers/preferences/preference-queries.ts';

/**
 * As `assemble`, on a pool in which a paper may break composing: such papers are found, left out of everything from now on and told of,
 * and the digests are composed from the rest. What no paper is to blame for is thrown.
 */
export async function assembleWithoutQuarantined(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  trx: Transaction<Database>,
  pool: Pool,
  recipients: readonly Recipient[],
): Promise<Map<string, Composition | null>> {
  try {
    return await composeDigests(trx, pool, recipients);
  } catch (error) {
    // A transaction that a query broke answers this one no more, and throws.
    const ids = recipients.map(({ subscriberId }) => subscriberId);
    const preferences = [...(await readPreferences(trx, ids)).values()];
    const breaking = papersThatBreak(
      pool.papers,
      ({ paperId }) => paperId,
      (paper) => {
        for (const preference of preferences)
          composeDigest(singlePaperPool(pool, paper), preference, new Set());
      },
    );
    if (breaking.length === 0) throw error;
    await quarantinePapers(ctx, 'composing', breaking, trx);
    const rest = withoutPapers(pool, new Set(breaking.map(({ paperId }) => paperId)));
    return composeDigests(trx, rest, recipients);
  }
}
