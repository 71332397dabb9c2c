import { resumeEdition } from '../src/delivery/operations/resume-edition.ts';
import { retryFailed } from '../src/delivery/operations/retry-failed.ts';
import { settleUncertain } from '../src/delivery/operations/settle-uncertain.ts';
import { type OpenEdition, readEditions, readRows } from './audit-queries.ts';
import { pause, type RunContext, retryUntilSuccess } from './run-context.ts';

export const OPERATOR = 'chaos';
/** Reason of a pause that its disruption ends by itself. */
export const PAUSE_REASON = 'paused by a disruption';

/** Resumes editions that were paused because no provider accepted their email. */
export async function resumePausedEditions(run: RunContext, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(500);
    const paused = (await editionsOf(run)).filter(
      ({ state, reason }) => state === 'paused' && reason !== PAUSE_REASON,
    );
    if (paused.length === 0) continue;
    await pause(1_000);
    for (const { id } of paused)
      await retryUntilSuccess(() => resumeEdition(run, { edition: id, operator: OPERATOR }));
  }
}

/** Share of the deliveries that are no longer scheduled or sending. */
export async function settledShare(run: RunContext): Promise<number> {
  const open = (await editionsOf(run)).map(({ audience, planned, sending }) => audience - planned - sending);
  return open.reduce((sum, decided) => sum + decided, 0) / run.cluster.subscribers;
}

/** Resolves when workers have nothing left to do, or when stopped. */
export async function waitUntilSettled(run: RunContext, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(250);
    const editions = await editionsOf(run);
    const planned = editions.reduce((sum, each) => sum + each.audience, 0);
    if (planned >= run.cluster.subscribers && editions.every(settled)) return;
    // Faults end near the end of a run, or the last few deliveries would meet them forever.
    if (run.provider.acceptedCount() >= run.cluster.subscribers * 0.97) run.provider.setFaultsEnabled(false);
  }
}

/**
 * Does what is left to an operator: retries failed deliveries, and settles uncertain ones by the provider's
 * own record. Afterward every subscriber has one email or a reason.
 */
export async function settleAsOperator(run: RunContext, over: AbortSignal): Promise<void> {
  run.provider.setFaultsEnabled(false);
  const taken = new Set(run.provider.accepted().map(({ deliveryId }) => deliveryId));
  for (const { id, failed, uncertain, state } of await retryUntilSuccess(() => readEditions(run.db))) {
    if (failed > 0 && state !== 'cancelled')
      await retryUntilSuccess(() => retryFailed(run, { edition: id, operator: OPERATOR }));
    if (uncertain === 0) continue;
    const rows = await retryUntilSuccess(() => readRows(run.db));
    for (const row of rows.filter((each) => each.editionId === id && each.state === 'uncertain')) {
      const outcome = taken.has(row.deliveryId) ? 'arrived' : 'send-again';
      // A canceled edition sends nothing again, so the delivery stays uncertain.
      if (outcome === 'send-again' && state === 'cancelled') continue;
      const act = { edition: id, operator: OPERATOR, outcome, subscriber: row.subscriberId } as const;
      await retryUntilSuccess(() => settleUncertain(run, act));
    }
  }
  await waitUntilSettled(run, over);
}

const settled = ({ state, planned, sending }: OpenEdition) =>
  state === 'finished' || (planned === 0 && sending === 0 && state !== 'paused');

/** Editions of the run; none while the database is down, as an operator would see it. */
async function editionsOf({ db }: RunContext): Promise<OpenEdition[]> {
  return readEditions(db).catch(() => []);
}
