import type { DeliverReport } from '../../delivery/pipeline/deliver.ts';
import type { PlannedEdition } from '../../delivery/plan/plan.ts';
import type { classifyAndRank } from '../../editions/rank-pools.ts';
import type { IngestReport } from '../../papers/ingest/ingest.ts';
import type { ObserveReport } from '../../papers/ingest/observe.ts';

/** One line for a person about what a job of the daily run did, with its counts. */
export function describeStep(name: string, result: unknown): string {
  // Each job's result is what its verb returns; the demo alone reads them back.
  switch (name) {
    case 'ingest':
      return `Ingest     ${describeIngest(result as IngestReport)}`;
    case 'observe':
      return `Observe    ${sum((result as ObserveReport[]).map((each) => each.snapshots))} further snapshots`;
    case 'rank':
      return `Rank       ${describeRanking(result as Awaited<ReturnType<typeof classifyAndRank>>)}`;
    case 'plan':
      return `Plan       ${sum((result as PlannedEdition[]).map((each) => each.planned))} deliveries planned`;
    case 'deliver':
      return `Deliver    ${describeDelivery(result as DeliverReport)}`;
    default:
      return name;
  }
}

function describeIngest({ source, days }: IngestReport): string {
  const papers = sum(days.map((day) => day.papers));
  const lists = days.filter((day) => day.papers > 0).length;
  return (
    `${papers} papers on ${lists} ${lists === 1 ? 'list' : 'lists'} of ${source}, ` +
    `${sum(days.map((day) => day.created))} of them new; ${sum(days.map((day) => day.snapshots))} snapshots; ` +
    `${sum(days.map((day) => day.rejected))} entries skipped`
  );
}

function describeRanking({ classified, pools }: Awaited<ReturnType<typeof classifyAndRank>>): string {
  const [pool] = pools;
  return `${classified} papers classified; pool ${pool?.poolId}, revision ${pool?.revision}: ${pool?.papers} papers`;
}

function describeDelivery(report: DeliverReport): string {
  const excluded = report.excluded > 0 ? `, ${report.excluded} excluded` : '';
  const failed = report.failed > 0 ? `, ${report.failed} failed` : '';
  return report.batches === 0 && report.excluded === 0
    ? 'nothing was due: everybody has this edition already'
    : `${report.accepted} accepted by the outbox${excluded}${failed}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
