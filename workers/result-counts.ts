import type { DeliverReport } from '../src/delivery/pipeline/deliver.ts';
import type { PlannedEdition } from '../src/delivery/plan/plan-editions.ts';
import type { rankWithSummaries } from '../src/editions/summaries/rank-with-summaries.ts';
import type { IngestReport } from '../src/papers/ingest/ingest.ts';
import type { ObserveReport } from '../src/papers/ingest/observe.ts';
import type { RecheckReport } from '../src/papers/ingest/recheck.ts';
import type { JobName } from '../src/queue/jobs.ts';

/** Counts in a job's result, for the day's timeline. */
export function resultCounts(name: JobName, result: unknown): Record<string, number> {
  // Each job's result is what its verb returns.
  switch (name) {
    case 'ingest':
      return ofIngest(result as IngestReport);
    case 'observe': {
      const reports = result as ObserveReport[];
      return {
        snapshots: sum(reports, (each) => each.snapshots),
        failures: reports.filter((each) => each.failure !== null).length,
      };
    }
    case 'rank':
      return ofRanking(
        result as Partial<Awaited<ReturnType<typeof rankWithSummaries>>> & { papers?: number },
      );
    case 'plan':
      return { planned: sum(result as PlannedEdition[], (each) => each.planned) };
    case 'deliver':
    case 'send-slot':
    case 'send-due':
      return ofDelivery(result as DeliverReport);
    default:
      return onlyNumbers(result);
  }
}

function ofIngest({ days }: IngestReport): Record<string, number> {
  return {
    days: days.length,
    papers: sum(days, (day) => day.papers),
    created: sum(days, (day) => day.created),
    changed: sum(days, (day) => day.changed),
    snapshots: sum(days, (day) => day.snapshots),
    rejected: sum(days, (day) => day.rejected),
  };
}

/** An hourly ranking with no deliveries ahead only classifies; then there are no pools. */
function ofRanking(result: {
  classified?: number;
  papers?: number;
  pools?: readonly { papers: number; created: boolean }[];
  summaries?: { accepted: number; rejected: number; failed: number };
  rechecked?: RecheckReport;
}): Record<string, number> {
  const { pools = [], summaries } = result;
  return {
    classified: result.classified ?? result.papers ?? 0,
    revisions: pools.filter((pool) => pool.created).length,
    papers: pools[0]?.papers ?? 0,
    ...(summaries && summaries.accepted + summaries.rejected + summaries.failed > 0
      ? { summaries: summaries.accepted, refusedSummaries: summaries.rejected + summaries.failed }
      : {}),
    ...(result.rechecked
      ? { rechecked: result.rechecked.asked, withdrawn: result.rechecked.withdrawn.length }
      : {}),
  };
}

function ofDelivery({ batches, accepted, failed, deferred, uncertain, excluded }: DeliverReport) {
  return { batches, accepted, failed, deferred, uncertain, excluded };
}

function onlyNumbers(result: unknown): Record<string, number> {
  if (typeof result !== 'object' || result === null) return {};
  return Object.fromEntries(
    Object.entries(result).flatMap(([key, value]) => (typeof value === 'number' ? [[key, value]] : [])),
  );
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
