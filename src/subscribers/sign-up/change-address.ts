import { randomUUID } from 'node:crypto';
import { RETENTION_PERIODS } from '../../../config/schedule.ts';
import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { readToken, signToken, type TokenKeys } from '../../token.ts';
import { lockUnlessErased } from '../erase-queries.ts';
import { requestTransactionalEmail } from '../request-transactional-email.ts';
import { requireAddress } from '../subscriber.ts';
import {
  deleteAddressChange,
  isAddressChangeOpen,
  storeAddressChange,
  takeAddressChange,
  updateAddress,
} from './address-change-queries.ts';
import { allowsSignUp } from './subscribe-limits.ts';

/**
 * Token of the link that is emailed to the new address; expires `RETENTION_PERIODS.confirmDays` days after
 * `now`.
 */
export function addressChangeToken(keys: TokenKeys, changeId: string, now: Date): string {
  return signToken(
    keys,
    'address',
    changeId,
    new Date(now.getTime() + RETENTION_PERIODS.confirmDays * 86_400_000),
  );
}

/**
 * Starts a change of address: the new address gets a link to confirm, the current one a notice. Nothing
 * changes before that. The response is the same whether the new address is free, subscribed or suppressed.
 * Throws PaperboyError `ADDRESS_INVALID` or `SUBSCRIBE_LIMITED`. Not inside a transaction.
 */
export async function requestAddressChange(
  ctx: Pick<Context, 'db' | 'clock' | 'queue' | 'limits'>,
  input: { subscriberId: string; address: string; network: string | null },
): Promise<void> {
  const address = requireAddress(input.address);
  if (!(await allowsSignUp(ctx, { address, network: input.network }))) return;
  const { subscriberId } = input;
  const requestedAt = ctx.clock.now();
  const stored = await ctx.db.transaction().execute(async (trx) => {
    if (!(await lockUnlessErased(trx, subscriberId))) return false;
    await storeAddressChange(trx, { id: randomUUID(), subscriberId, address, requestedAt });
    return true;
  });
  if (!stored) return;
  await requestTransactionalEmail(ctx, subscriberId, 'new-address');
  await requestTransactionalEmail(ctx, subscriberId, 'address-notice');
}

/** Cancels an open address change; its emailed link stops working. */
export async function cancelAddressChange(
  ctx: Pick<Context, 'db'>,
  input: { subscriberId: string },
): Promise<void> {
  await deleteAddressChange(ctx.db, input.subscriberId);
}

/**
 * Reads the link of an address change without applying it. `invalid` also when the change was canceled,
 * replaced or already confirmed.
 */
export async function readAddressChangeToken(
  ctx: Pick<Context, 'db' | 'keys' | 'clock'>,
  token: string,
): Promise<'ready' | 'expired' | 'invalid'> {
  const reading = readToken(ctx.keys, 'address', token, ctx.clock.now());
  if (!reading.valid) return reading.reason === 'expired' ? 'expired' : 'invalid';
  return (await isAddressChangeOpen(ctx.db, reading.subject)) ? 'ready' : 'invalid';
}

/**
 * Confirms an address change. Preferences, history and the key of old unsubscribe links stay. `invalid` when
 * the change was canceled, replaced or already confirmed, or the address has been taken meanwhile.
 */
export async function confirmAddressChange(
  ctx: Pick<Context, 'db' | 'clock' | 'keys'>,
  token: string,
): Promise<{ result: 'changed'; subscriberId: string } | { result: 'expired' | 'invalid' }> {
  const now = ctx.clock.now();
  const reading = readToken(ctx.keys, 'address', token, now);
  if (!reading.valid) return { result: reading.reason === 'expired' ? 'expired' : 'invalid' };
  return ctx.db.transaction().execute(async (trx) => {
    const change = await takeAddressChange(trx, reading.subject);
    const updated = change && (await updateAddress(trx, change.subscriberId, change.address));
    if (!change || !updated) return { result: 'invalid' as const };
    const audit = { operator: 'reader', verb: 'subscriber change-address', subject: change.subscriberId };
    await insertAuditEntry(trx, audit, now);
    return { result: 'changed' as const, subscriberId: change.subscriberId };
  });
}
