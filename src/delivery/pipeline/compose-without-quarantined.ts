import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { composeDigest, composeDigests, type Recipient } from '../../editions/compose.ts';
import type { Composition } from '../../editions/composition.ts';
import { type Pool, singlePaperPool, withoutPapers } from '../../editions/pool-cache.ts';
import { NOTHING_RECEIVED } from '../../editions/sent-papers-queries.ts';
import { papersThatBreak, quarantinePapers } from '../../papers/quarantine.ts';
import { readPreferences } from '../../subscribers/preferences/preference-queries.ts';

/**
 * Composes digests like `composeDigests`, but quarantines the papers of the pool that break composing, alerts
 * the operator and composes from the rest. Rethrows an error that no single paper causes.
 */
export async function composeWithoutQuarantined(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  trx: Transaction<Database>,
  pool: Pool,
  recipients: readonly Recipient[],
): Promise<Map<string, Composition | null>> {
  try {
    return await composeDigests(trx, pool, recipients);
  } catch (error) {
    // After a failed query the transaction is aborted: this read throws, too, and no paper is blamed.
    const ids = recipients.map(({ subscriberId }) => subscriberId);
    const preferences = [...(await readPreferences(trx, ids)).values()];
    const breaking = papersThatBreak(
      pool.papers,
      ({ paperId }) => paperId,
      (paper) => {
        for (const preference of preferences)
          composeDigest(singlePaperPool(pool, paper), preference, NOTHING_RECEIVED);
      },
    );
    if (breaking.length === 0) throw error;
    await quarantinePapers(ctx, 'composing', breaking, trx);
    const rest = withoutPapers(pool, new Set(breaking.map(({ paperId }) => paperId)));
    return composeDigests(trx, rest, recipients);
  }
}
