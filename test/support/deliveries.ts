import { randomUUID } from 'node:crypto';
import type { Context } from '../../src/context.ts';
import { addDays } from '../../src/day.ts';

export interface PutDelivery {
  id?: string;
  subscriberId: string;
  /** YYYY-MM-DD; its edition is opened if there is none. */
  day?: string;
  state?: string;
  provider?: string;
  providerId?: string | null;
}

/** Inserts a delivery with that state, as if sent at 07:00 UTC of its day. Returns its id. */
export async function putDelivery(ctx: Pick<Context, 'db' | 'clock'>, put: PutDelivery): Promise<string> {
  const day = put.day ?? '2026-11-23';
  const now = ctx.clock.now();
  const id = put.id ?? randomUUID();
  await ctx.db
    .insertInto('editions')
    .values({
      id: `daily-${day}`,
      cadence: 'daily',
      day,
      state: 'open',
      reason: null,
      opened_at: now,
      planned_at: now,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await ctx.db
    .insertInto('deliveries')
    .values({
      id,
      edition_id: `daily-${day}`,
      subscriber_id: put.subscriberId,
      state: put.state ?? 'accepted',
      reason: null,
      send_at: new Date(`${day}T07:00:00Z`),
      due_at: new Date(`${day}T07:00:00Z`),
      local_day: day,
      pool_id: null,
      pool_revision: null,
      digest: '{}',
      provider: put.provider ?? 'resend',
      provider_id: put.providerId ?? null,
      created_at: now,
      settled_at: put.state === undefined || put.state === 'accepted' ? now : null,
    })
    .execute();
  return id;
}

/** Inserts one delivery per day for that many days, ending with the given day, oldest first. */
export async function putDeliveries(
  ctx: Pick<Context, 'db' | 'clock'>,
  subscriberId: string,
  count: number,
  last = '2026-11-23',
): Promise<string[]> {
  const ids: string[] = [];
  for (let back = count - 1; back >= 0; back -= 1)
    ids.push(await putDelivery(ctx, { subscriberId, day: addDays(last, -back) }));
  return ids;
}
