import type { DeliverReport } from '../../delivery/pipeline/deliver.ts';
import type { PlannedEdition } from '../../delivery/plan/plan-editions.ts';
import type { classifyAndRank } from '../../editions/rank-pools.ts';
import type { IngestReport } from '../../papers/ingest/ingest.ts';
import type { ObserveReport } from '../../papers/ingest/observe.ts';
import { pluralize } from '../../plural.ts';

/** Describes the result of a job of the daily run on one line. */
export function describeStep(name: string, result: unknown): string {
  // Each result has the type its job returns; only the demo reads them back.
  switch (name) {
    case 'ingest':
      return `Ingest     ${describeIngest(result as IngestReport)}`;
    case 'observe':
      return `Observe    ${describeObservation(result as ObserveReport[])}`;
    case 'rank':
      return `Rank       ${describeRanking(result as Awaited<ReturnType<typeof classifyAndRank>>)}`;
    case 'plan':
      return `Plan       ${describePlan(result as PlannedEdition[])}`;
    case 'deliver':
      return `Deliver    ${describeDelivery(result as DeliverReport)}`;
    default:
      return name;
  }
}

function describeObservation(reports: readonly ObserveReport[]): string {
  return pluralize(sum(reports.map((each) => each.snapshots)), 'more snapshot', 'more snapshots');
}

function describePlan(editions: readonly PlannedEdition[]): string {
  const planned = sum(editions.map((each) => each.planned));
  return `${pluralize(planned, 'delivery', 'deliveries')} scheduled`;
}

function describeIngest({ source, days }: IngestReport): string {
  const papers = sum(days.map((day) => day.papers));
  const lists = days.filter((day) => day.papers > 0).length;
  return (
    `${pluralize(papers, 'paper', 'papers')} on ${pluralize(lists, 'list', 'lists')} of ${source}, ` +
    `${sum(days.map((day) => day.created))} of them new; ` +
    `${pluralize(sum(days.map((day) => day.snapshots)), 'snapshot', 'snapshots')}; ` +
    `${pluralize(sum(days.map((day) => day.rejected)), 'entry', 'entries')} skipped`
  );
}

function describeRanking({ classified, pools }: Awaited<ReturnType<typeof classifyAndRank>>): string {
  const [pool] = pools;
  const papers = pluralize(pool?.papers ?? 0, 'paper', 'papers');
  return (
    `${pluralize(classified, 'paper', 'papers')} classified; ` +
    `pool ${pool?.poolId}, revision ${pool?.revision}: ${papers}`
  );
}

function describeDelivery(report: DeliverReport): string {
  const skipped = report.excluded > 0 ? `, ${report.excluded} skipped` : '';
  const failed = report.failed > 0 ? `, ${report.failed} failed` : '';
  return report.batches === 0 && report.excluded === 0
    ? 'nothing was due: every subscriber already has this digest'
    : `${report.accepted} accepted by the outbox${skipped}${failed}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
