import { sql } from 'kysely';
import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import { type EditionTotals, readTotals } from '../../src/delivery/status/totals-queries.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { type TestInstallation, type TestOptions, testInstallation } from './installation.ts';
import { manyPapers, putList, putSubscriber } from './list.ts';

export const DAY = '2026-11-23';
export const EDITION = `daily-${DAY}`;
export const SEND_HOUR = `${DAY}T07:00:00.000Z`;

/** An installation at the send hour of an edition that is ranked and planned for these subscribers. */
export async function dueEdition(
  people: readonly string[],
  options: TestOptions = {},
): Promise<TestInstallation> {
  const ctx = await testInstallation(options);
  await fillEdition(ctx, people);
  return ctx;
}

/** Brings an empty installation to that moment. */
export async function fillEdition(ctx: TestInstallation, people: readonly string[]): Promise<void> {
  ctx.clock.set(`${DAY}T03:40:00Z`);
  await putList(ctx, DAY, manyPapers(15));
  for (const address of people) await putSubscriber(ctx, address, { size: 4 });
  await classifyAndRank(ctx, { day: DAY });
  await planEditions(ctx, { day: DAY });
  ctx.clock.set(SEND_HOUR);
}

/** Totals of the daily edition. */
export async function dailyBooks(ctx: Pick<TestInstallation, 'db'>): Promise<EditionTotals> {
  const totals = (await readTotals(ctx.db, DAY)).find(({ id }) => id === EDITION);
  if (!totals) throw new Error('The edition was not planned.');
  return totals;
}

/** State and reason of each subscriber's delivery, by address. */
export async function statesOf(ctx: Pick<TestInstallation, 'db'>): Promise<Record<string, string>> {
  const rows = await ctx.db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select(['address', 'deliveries.state', 'reason'])
    .where('edition_id', '=', EDITION)
    .orderBy('address')
    .execute();
  return Object.fromEntries(
    rows.map(({ address, state, reason }) => [
      address?.split('@')[0] ?? 'erased',
      state === 'excluded' ? `${state} ${reason}` : state,
    ]),
  );
}

/**
 * Puts these subscribers at the front of the due deliveries. A refusal counts once another email is accepted
 * after it, and within a batch the order otherwise follows from random ids.
 */
export async function moveToFront(
  ctx: Pick<TestInstallation, 'db'>,
  addresses: readonly string[],
): Promise<void> {
  await sql`
    update deliveries set due_at = due_at - interval '1 second' from subscribers
    where subscribers.id = subscriber_id and address = any(${addresses})`.execute(ctx.db);
}
