import type { Command } from 'commander';
import { readOpenAlerts } from '../../../alerts/alert-queries.ts';
import { deliver } from '../../../delivery/pipeline/deliver.ts';
import { sweep } from '../../../delivery/pipeline/sweep.ts';
import { type PlannedEdition, planEditions } from '../../../delivery/plan/plan-editions.ts';
import { endSentence } from '../../../delivery/providers/describe-result.ts';
import { describeBacklog, readBacklog } from '../../../delivery/status/backlog.ts';
import { editionStateName } from '../../../delivery/status/state-names.ts';
import { readTotals } from '../../../delivery/status/totals-queries.ts';
import { pluralize } from '../../../plural.ts';
import { parseDay } from '../../terminal/arguments.ts';
import { describeAlerts } from '../../terminal/describe-alerts.ts';
import { describeDeliveries } from '../../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../../terminal/output.ts';
import { addEditionOperations } from './edition-operations.ts';
import { addEditionPapers } from './edition-papers.ts';
import { addEditionShow } from './edition-show.ts';

/** `edition …`: status, planning and delivering by hand, operations, and the candidate pool. */
export function addEdition(program: Command, output: Output): void {
  const edition = program.command('edition').description('show, operate and edit editions');
  addEditionShow(edition, output);
  edition
    .command('plan')
    .description('schedule the missing deliveries of a day; safe to repeat')
    .argument('<day>', 'YYYY-MM-DD, today or yesterday', parseDay)
    .option('--now', 'make all deliveries due now, regardless of send hours')
    .option('--json', 'print JSON')
    .action(async (day: string, options: { now?: boolean; json?: boolean }) => {
      const planned = await withInstallation({}, (ctx) =>
        planEditions(ctx, { day, now: options.now === true }),
      );
      writeReport(output, options.json, planned, () => planned.map(describePlanned).join('\n'));
    });
  edition
    .command('deliver')
    .description('send the due deliveries of a day now, as the next send slot would; safe to repeat')
    .argument('<day>', 'YYYY-MM-DD, today or yesterday', parseDay)
    .option('--json', 'print JSON')
    .action(async (day: string, options: { json?: boolean }) => {
      const { now, ...sent } = await withInstallation({}, async (ctx) => {
        const swept = await sweep(ctx);
        const delivered = await deliver(ctx, { day });
        const totals = await readTotals(ctx.db, day);
        const paused = totals.filter(({ state }) => state === 'paused');
        const waiting = await Promise.all(totals.map((each) => readBacklog(ctx, each)));
        return {
          swept,
          ...delivered,
          paused: paused.map(({ id, reason, planned }) => ({ edition: id, reason, waiting: planned })),
          waiting: waiting.filter(({ overdue }) => overdue > 0),
          alerts: await readOpenAlerts(ctx.db),
          now: ctx.clock.now(),
        };
      });
      writeReport(output, options.json, sent, () =>
        [
          ...sent.paused.map(describePaused),
          `${sent.accepted} accepted, ${sent.excluded} skipped, ${sent.failed} failed, ` +
            `${sent.deferred} deferred, ${sent.uncertain} uncertain, ` +
            `in ${pluralize(sent.batches, 'batch', 'batches')}.`,
          ...sent.waiting.map((each) => [`${each.edition}:`, ...describeBacklog(each, now)].join('\n  ')),
          ...(sent.alerts.length > 0 ? [describeAlerts(sent.alerts)] : []),
        ].join('\n'),
      );
    });
  addEditionOperations(edition, output);
  addEditionPapers(edition, output);
}

/** Describes the rows added and removed; if none were added, the reason. */
function describePlanned({ edition, planned, outdated, closed }: PlannedEdition): string {
  const removed = outdated === 0 ? '' : `, ${outdated} at a former send time removed`;
  if (closed !== null)
    return `${edition}: nothing scheduled, because the edition is ${editionStateName(closed)}${removed}`;
  if (planned > 0) return `${edition}: ${describeDeliveries(planned)} scheduled${removed}`;
  return (
    `${edition}: no more deliveries${removed}. All subscribers with this cadence are scheduled, got a digest ` +
    'that day, or chose their send time after it had passed'
  );
}

function describePaused({
  edition,
  reason,
  waiting,
}: {
  edition: string;
  reason: string | null;
  waiting: number;
}): string {
  const sentence = endSentence(`${edition} is PAUSED${reason === null ? '' : `: ${reason}`}`);
  const scheduled = pluralize(waiting, 'delivery is', 'deliveries are');
  return `${sentence} ${scheduled} scheduled. Resume with: npm run paperboy -- edition resume ${edition}`;
}
