import type { Context } from '../context.ts';
import { deliveryStateName } from '../delivery/status/state-names.ts';
import { pluralize } from '../plural.ts';
import { type Rerun, rerunSuffix } from '../runs/rerun-queries.ts';
import { type Run, readRuns } from '../runs/run-queries.ts';
import { comparePlaces } from '../trending/pool-difference.ts';
import { readPoolPlaces } from '../trending/pool-paper-queries.ts';
import { findRevisionAt } from '../trending/revision-queries.ts';
import { type DryRunReport, describePapers } from './dry-run-report.ts';
import { countRetriedByState } from './rerun-delivery-queries.ts';

/** Outcome of a re-run, shown beside its dry run. */
export interface RerunOutcome {
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** Runs in the order in which they began. */
  runs: Run[];
  /** Changes, one sentence per step. */
  sentences: string[];
}

/** Reads what a re-run has done so far, from the counts of its runs and from the rows themselves. */
export async function readRerunOutcome(ctx: Pick<Context, 'db'>, rerun: Rerun): Promise<RerunOutcome> {
  const runs = await readRuns(ctx.db, { day: rerun.day, again: rerunSuffix(rerun.id) });
  const failed = runs.some(({ state }) => state === 'failed');
  const finished = rerun.finishedAt !== null;
  const state = finished ? (failed ? 'failed' : 'done') : runs.length === 0 ? 'waiting' : 'running';
  const sentences: string[] = [];
  for (const run of runs) sentences.push(...(await sentencesFor(ctx, rerun, run)));
  sentences.push(...(await deliverySentences(ctx, rerun)));
  return { state, runs, sentences };
}

async function sentencesFor(ctx: Pick<Context, 'db'>, rerun: Rerun, run: Run): Promise<string[]> {
  if (run.state === 'failed' || run.state === 'put-off')
    return [`${titled(run)}: ${run.state === 'failed' ? 'failed' : 'retrying later'}: ${run.reason}`];
  const counts = run.counts;
  if (run.state !== 'done' || counts === null || run.endedAt === null) return [];
  switch (run.name) {
    case 'ingest':
      return [`${titled(run)}: ${describePapers(counts)}.`];
    case 'observe':
      return [`${titled(run)}: ${pluralize(counts.snapshots ?? 0, 'new snapshot', 'new snapshots')}.`];
    case 'rank':
      return rankSentences(ctx, rerun, run.endedAt);
    case 'plan':
      return [`${titled(run)}: ${pluralize(counts.planned ?? 0, 'delivery', 'deliveries')} added.`];
    default:
      return [];
  }
}

async function rankSentences(ctx: Pick<Context, 'db'>, rerun: Rerun, endedAt: Date): Promise<string[]> {
  const { steps } = rerun.dryRun as DryRunReport;
  const pools = steps.flatMap((step) => (step.step === 'rank' ? step.pools : []));
  const sentences: string[] = [];
  for (const { poolId, from } of pools) {
    const to = await findRevisionAt(ctx.db, poolId, endedAt);
    if (to === undefined || to === from) {
      sentences.push(`Rank: ${poolId} is unchanged.`);
      continue;
    }
    const earlier = from === null ? [] : await readPoolPlaces(ctx.db, poolId, from);
    const { added, removed, moved, papers } = comparePlaces(
      earlier,
      await readPoolPlaces(ctx.db, poolId, to),
    );
    const differing = added.length + removed.length + moved.length;
    sentences.push(
      from === null
        ? `Rank: ${poolId} has its first revision, with ${pluralize(papers, 'paper', 'papers')}.`
        : `Rank: revision ${to} of ${poolId} differs from revision ${from} in ${differing} of ` +
            `${pluralize(papers, 'paper', 'papers')}: ${added.length} added, ` +
            `${removed.length} removed, ${moved.length} moved.`,
    );
  }
  return sentences;
}

async function deliverySentences(ctx: Pick<Context, 'db'>, rerun: Rerun): Promise<string[]> {
  if (rerun.what !== 'deliver' && rerun.what !== 'day') return [];
  const retried = await countRetriedByState(ctx.db, rerun.day, rerun.requestedAt);
  if (retried.length === 0) return ['Deliver: no failed delivery was retried.'];
  const total = retried.reduce((sum, { count }) => sum + count, 0);
  const byState = retried.map(({ state, count }) => `${count} ${deliveryStateName(state)}`);
  return [`Deliver: ${total} retried: ${byState.join(', ')}.`];
}

const titled = ({ name, source }: Run): string =>
  `${name.slice(0, 1).toUpperCase()}${name.slice(1)}${source === null ? '' : ` (${source})`}`;
