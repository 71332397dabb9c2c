import type { Context } from '../context.ts';
import { dryRunTransaction } from '../db/dry-run.ts';
import { countMissingDeliveries } from '../delivery/plan/audience-queries.ts';
import { dueGroups } from '../delivery/plan/plan-editions.ts';
import { sumCounts } from '../delivery/status/counts-by-reason.ts';
import { countIneligible } from '../delivery/status/ineligible-queries.ts';
import { readTotals } from '../delivery/status/totals-queries.ts';
import { editionsOf } from '../editions/edition.ts';
import { poolsToRank } from '../editions/rank-pools.ts';
import { PaperboyError } from '../errors.ts';
import { daysToFetch, findSource } from '../papers/ingest/ingest.ts';
import { listDaysToObserve } from '../papers/ingest/observe.ts';
import { storeSnapshots } from '../papers/ingest/source-queries.ts';
import { storeDay } from '../papers/ingest/store-day.ts';
import type { RerunSubject } from '../runs/rerun-queries.ts';
import { assignTopics } from '../topics/assign-topics.ts';
import { comparePlaces } from '../trending/pool-difference.ts';
import { readPoolPlaces } from '../trending/pool-paper-queries.ts';
import { type RankInput, rankPool } from '../trending/rank-pool.ts';
import { findNewestRevision } from '../trending/revision-queries.ts';
import { isTooLateToSend } from './check-preconditions.ts';
import type { DeliveryPreview, DryRunReport, DryRunStep } from './dry-run-report.ts';
import { countComposed, countForDelivery } from './rerun-delivery-queries.ts';

/** Time limit of a dry run, which waits for an operator and holds one transaction. */
const TIMEOUT_MS = 5_000;

export type DryRunContext = Pick<
  Context,
  'db' | 'clock' | 'log' | 'env' | 'sources' | 'signalSources' | 'taxonomy'
>;

/**
 * Measures what a re-run would do, without a lasting effect: ranking and storing run in a transaction that is
 * rolled back, deliveries are counted. Sources are only asked with `ask`, and then for the day alone, because
 * that takes seconds and counts against their limits. Throws PaperboyError `SOURCE_UNKNOWN`,
 * `DRY_RUN_TOO_LARGE`, and the errors of a source.
 */
export async function dryRun(
  ctx: DryRunContext,
  input: RerunSubject & { ask?: boolean; signal?: AbortSignal },
): Promise<DryRunReport> {
  const { what, day } = input;
  const includes = (step: RerunSubject['what']) => what === step || what === 'day';
  const canSend = what !== 'day' || !isTooLateToSend(day, ctx.clock.now());
  const steps: DryRunStep[] = [];
  if (includes('ingest')) {
    for (const source of input.source === null ? ctx.env.SOURCES : [input.source])
      steps.push(await previewIngest(ctx, source, input));
  }
  if (includes('observe')) steps.push(await previewObserve(ctx, input));
  if (includes('rank')) steps.push(await previewRank(ctx, day));
  if (includes('plan') && canSend) steps.push(await previewPlan(ctx, day));
  if (includes('deliver')) steps.push(await previewDeliver(ctx, input));
  return { steps };
}

async function previewIngest(
  ctx: DryRunContext,
  name: string,
  input: RerunSubject & { ask?: boolean; signal?: AbortSignal },
): Promise<DryRunStep> {
  const source = findSource(ctx, name);
  const days = await daysToFetch(ctx, source, { day: input.day, force: true });
  const step = { step: 'ingest' as const, source: name, label: source.label, days };
  if (!input.ask) return { ...step, asked: null };
  // Outside the transaction: the source's rate gate is a row, and others must not wait for this request.
  const fetched = await source.fetchDay(input.day, input.signal ? { signal: input.signal } : {});
  const { papers, created, changed, snapshots, rejected } = await dryRunTransaction(ctx.db, (trx) =>
    storeDay(trx, source, fetched, ctx.clock.now()),
  );
  return { ...step, asked: { papers, created, changed, snapshots, rejected } };
}

async function previewObserve(
  ctx: DryRunContext,
  input: RerunSubject & { ask?: boolean; signal?: AbortSignal },
): Promise<DryRunStep> {
  const days: string[] = [];
  let snapshots = 0;
  for (const source of ctx.signalSources) {
    const lists = await listDaysToObserve(ctx, source, input.day);
    days.push(...lists);
    // A re-run of the whole day fetches the list first, with the same numbers; asking twice adds nothing.
    if (!input.ask || input.what === 'day' || lists.length === 0) continue;
    const { readings } = await source.readSignals(lists, input.signal ? { signal: input.signal } : {});
    snapshots += await dryRunTransaction(ctx.db, (trx) =>
      storeSnapshots(trx, source.name, readings, ctx.clock.now()),
    );
  }
  const asked = input.ask && input.what !== 'day' ? { snapshots } : null;
  return { step: 'observe', days: [...new Set(days)].sort().reverse(), asked };
}

async function previewRank(ctx: DryRunContext, day: string): Promise<DryRunStep> {
  const log = ctx.log.child({ dryRun: true });
  const pools = await dryRunTransaction(ctx.db, async (db) => {
    await assignMissingTopics({ ...ctx, db, log });
    const found = [];
    // One savepoint per pool, so that a real ranking waits for the freezing of one pool at most.
    for (const pool of await poolsToRank({ db }, day))
      found.push(await dryRunTransaction(db, (part) => previewPool({ ...ctx, db: part, log }, pool)));
    return found;
  });
  return { step: 'rank', pools, ...(await countComposed(ctx.db, day)) };
}

/**
 * Assigns missing topics, which ranking needs. Rarely more than a few papers lack them; after a large ingest
 * the dry run gives up at its time limit.
 */
async function assignMissingTopics(
  ctx: Pick<DryRunContext, 'db' | 'clock' | 'log' | 'taxonomy'>,
): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    await assignTopics(ctx, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new PaperboyError({
      code: 'DRY_RUN_TOO_LARGE',
      message: 'The dry run would take too long: too many papers are not classified yet.',
      remedy: 'Wait for the next hourly run, or classify them now with: npm run paperboy -- classify',
      cause: error,
    });
  }
}

async function previewPool(ctx: Pick<DryRunContext, 'db' | 'clock' | 'log' | 'taxonomy'>, pool: RankInput) {
  const { poolId } = pool;
  const from = (await findNewestRevision(ctx.db, poolId))?.revision ?? null;
  const { revision, papers } = await rankPool(ctx, pool);
  const earlier = from === null ? [] : await readPoolPlaces(ctx.db, poolId, from);
  const { added, removed, moved } = comparePlaces(earlier, await readPoolPlaces(ctx.db, poolId, revision));
  const counts = { added: added.length, removed: removed.length, moved: moved.length };
  return { poolId, from, to: revision, papers, ...counts };
}

async function previewPlan(ctx: DryRunContext, day: string): Promise<DryRunStep> {
  const totals = new Map((await readTotals(ctx.db, day)).map((each) => [each.id, each]));
  const editions = [];
  for (const edition of editionsOf(day)) {
    const state = totals.get(edition.id)?.state ?? null;
    const open = state === null || state === 'open' || state === 'finished';
    const missing = open
      ? await countMissingDeliveries(ctx.db, edition, await dueGroups(ctx, edition, null), ctx.clock.now())
      : 0;
    editions.push({ edition: edition.id, state, missing });
  }
  return { step: 'plan', editions };
}

async function previewDeliver(ctx: DryRunContext, input: RerunSubject): Promise<DryRunStep> {
  const now = ctx.clock.now();
  const editions: DeliveryPreview[] = [];
  for (const { id, state, failed } of await readTotals(ctx.db, input.day)) {
    if (input.edition !== null && input.edition !== id) continue;
    const ineligible = await countIneligible(ctx.db, id);
    const { due, acceptedBefore } = await countForDelivery(ctx.db, id, now);
    const ended = state === 'cancelled' || state === 'skipped';
    const retried = ended ? 0 : failed - sumCounts(ineligible);
    editions.push({
      edition: id,
      state,
      retried,
      notMailable: ineligible,
      twice: retried === 0 ? 0 : acceptedBefore,
      due,
    });
  }
  return { step: 'deliver', editions };
}
