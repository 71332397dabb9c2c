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

/** The token of the link that is mailed to a new address, valid for KEEP.confirmDays days from `now`. */
export function addressChangeToken(keys: TokenKeys, changeId: string, now: Date): string {
  return signToken(
    keys,
    'address',
    changeId,
    new Date(now.getTime() + RETENTION_PERIODS.confirmDays * 86_400_000),
  );
}

/**
 * Notes that a subscriber wants to move to another address: that one is mailed a link to confirm, the present one a
 * notice. Nothing moves before. The answer is the same whether the new address is free, subscribed or suppressed.
 * Throws PaperboyError `ADDRESS_INVALID` or `SUBSCRIBE_LIMITED`. Not inside a transaction.
 */
export async function requestAddressChange(
  ctx: Pick<Context, 'db' | 'clock' | 'queue' | 'limits'>,
  input: { subscriberId: string; address: string; network: string | null },
): Promise<void> {
  const address = requireAddress(input.address);
  if (!(await allowsSignUp(ctx, { address, network: input.network }))) return;
  const { subscriberId } = input;
  const askedAt = ctx.clock.now();
  const held = await ctx.db.transaction().execute(async (trx) => {
    if (!(await lockUnlessErased(trx, subscriberId))) return false;
    await storeAddressChange(trx, { id: randomUUID(), subscriberId, address, requestedAt: askedAt });
    return true;
  });
  if (!held) return;
  await requestTransactionalEmail(ctx, subscriberId, 'new-address');
  await requestTransactionalEmail(ctx, subscriberId, 'address-notice');
}

/** Takes back a wish to move; the link that was mailed is dead. */
export async function cancelAddressChange(
  ctx: Pick<Context, 'db'>,
  input: { subscriberId: string },
): Promise<void> {
  await deleteAddressChange(ctx.db, input.subscriberId);
}

/** What pressing the button would do, without doing it: `invalid` also where the wish was taken back, replaced or carried out. */
export async function readAddressChangeToken(
  ctx: Pick<Context, 'db' | 'keys' | 'clock'>,
  token: string,
): Promise<'ready' | 'expired' | 'invalid'> {
  const reading = readToken(ctx.keys, 'address', token, ctx.clock.now());
  if (!reading.valid) return reading.reason === 'expired' ? 'expired' : 'invalid';
  return (await isAddressChangeOpen(ctx.db, reading.subject)) ? 'ready' : 'invalid';
}

/**
 * Moves a subscriber to the address where the link was found. Everything stays theirs: preference, what they were sent, the key
 * of old unsubscribe links. `invalid` where the wish was taken back, replaced or carried out, or the address is
 * somebody's meanwhile.
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
    const moved = change && (await updateAddress(trx, change.subscriberId, change.address));
    if (!change || !moved) return { result: 'invalid' as const };
    const act = { operator: 'reader', verb: 'subscriber change-address', subject: change.subscriberId };
    await insertAuditEntry(trx, act, now);
    return { result: 'changed' as const, subscriberId: change.subscriberId };
  });
}
