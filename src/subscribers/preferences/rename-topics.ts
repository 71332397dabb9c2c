import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { renameDecidedTopic } from '../../trending/decision-queries.ts';
import { renameMarkedTopic } from './mark-queries.ts';
import { lockFollowers, renameInterests } from './preference-queries.ts';

/** Subscribers per transaction: saving preferences waits for one batch at most. */
const BATCH = 500;

/**
 * Stores the present names of renamed topics: followed and muted ones, marks, and pins for a topic. Where a
 * subscriber has both names, what they chose for the new one counts. Retired topics stay as they are. Each
 * rename that changed something is recorded in the audit log. Idempotent; a second run finds no old name.
 */
export async function renameTopics(ctx: Pick<Context, 'db' | 'clock' | 'log' | 'taxonomy'>): Promise<void> {
  for (const [from, to] of ctx.taxonomy.renamed) {
    if (to === null) continue;
    const changed = { interests: 0, marks: 0, pins: 0 };
    for (;;) {
      const renamed = await ctx.db.transaction().execute(async (trx) => {
        const ids = await lockFollowers(trx, from, BATCH);
        await renameInterests(trx, ids, { from, to });
        return ids.length;
      });
      changed.interests += renamed;
      if (renamed < BATCH) break;
    }
    await ctx.db.transaction().execute(async (trx) => {
      changed.marks = await renameMarkedTopic(trx, { from, to });
      changed.pins = await renameDecidedTopic(trx, { from, to });
      if (changed.interests + changed.marks + changed.pins === 0) return;
      const entry = {
        operator: 'TOPICS_FILE',
        verb: 'topic rename',
        subject: from,
        after: { to, ...changed },
      };
      await insertAuditEntry(trx, entry, ctx.clock.now());
      ctx.log.info({ from, to, ...changed }, 'topic renamed');
    });
  }
}
