import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { readMarks } from '../preferences/mark-queries.ts';
import { readPreferences } from '../preferences/preference-queries.ts';
import { exportedPaper } from '../reading-list/export-reading-list.ts';
import { readSaved } from '../reading-list/reading-list-queries.ts';
import { MAX_SAVED_PAPERS } from '../reading-list/save-paper.ts';
import { findAddressChange } from '../sign-up/address-change-queries.ts';
import { readRequestedPreference } from '../sign-up/returning-queries.ts';
import { findSubscriberById } from '../subscriber-queries.ts';
import { readDeliveryHistory } from './personal-data-queries.ts';

/**
 * Collects all stored data of a subscriber as plain data for download, and logs the export in the audit log
 * without the address. `operator` names the operator who exports on the subscriber's behalf. Null for an
 * erased subscriber. Leaves out the keys of their links, which every email already carries.
 */
export async function exportPersonalData(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string; operator?: string },
): Promise<Record<string, unknown> | null> {
  const { subscriberId } = input;
  const now = ctx.clock.now();
  return ctx.db.transaction().execute(async (trx) => {
    const subscriber = await findSubscriberById(trx, subscriberId);
    if (!subscriber || subscriber.state === 'erased') return null;
    const { unsubscribeKey: _, ...personal } = subscriber;
    const preference = (await readPreferences(trx, [subscriberId])).get(subscriberId) ?? null;
    const change = await findAddressChange(trx, subscriberId);
    const saved = await readSaved(trx, subscriberId, { limit: MAX_SAVED_PAPERS, offset: 0 });
    const data = {
      exportedAt: now,
      subscriber: personal,
      preference,
      requestedPreference: (await readRequestedPreference(trx, subscriberId)) ?? null,
      marks: await readMarks(trx, subscriberId),
      readingList: saved.map((paper) => ({ ...exportedPaper(paper), source: paper.source })),
      newAddress: change ? { address: change.address, requestedAt: change.requestedAt } : null,
      ...(await readDeliveryHistory(trx, subscriberId)),
    };
    await insertAuditEntry(
      trx,
      { operator: input.operator ?? 'reader', verb: 'subscriber export', subject: subscriberId },
      now,
    );
    return data;
  });
}
