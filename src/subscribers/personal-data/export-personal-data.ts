import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { readMarks } from '../preferences/mark-queries.ts';
import { readPreferences } from '../preferences/preference-queries.ts';
import { findAddressChange } from '../sign-up/address-change-queries.ts';
import { findSubscriberById } from '../subscriber-queries.ts';
import { readDeliveryHistory } from './personal-data-queries.ts';

/**
 * Everything that is kept about a person, as plain data to be handed to them, and a note that they had it (without their
 * address). `operator` is who did it for them. Null for somebody who was erased. Not in it: keys that open their links, which they have in every mail.
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
    const { unsubscribeKey: _, ...person } = subscriber;
    const preference = (await readPreferences(trx, [subscriberId])).get(subscriberId) ?? null;
    const change = await findAddressChange(trx, subscriberId);
    const data = {
      exportedAt: now,
      subscriber: person,
      preference,
      marks: await readMarks(trx, subscriberId),
      newAddress: change ? { address: change.address, askedAt: change.requestedAt } : null,
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
