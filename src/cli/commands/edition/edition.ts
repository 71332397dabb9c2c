import type { Command } from 'commander';
import { readOpenAlerts } from '../../../alerts/alert-queries.ts';
import { deliver } from '../../../delivery/pipeline/deliver.ts';
import { sweep } from '../../../delivery/pipeline/sweep.ts';
import { plan } from '../../../delivery/plan/plan.ts';
import { asSentence } from '../../../delivery/providers/describe-result.ts';
import { describeBacklog, readBacklog } from '../../../delivery/status/backlog.ts';
import { readTotals } from '../../../delivery/status/totals-queries.ts';
import { parseDay } from '../../terminal/arguments.ts';
import { describeAlerts } from '../../terminal/describe-alerts.ts';
import { deliveries } from '../../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../../terminal/output.ts';
import { addEditionOperations } from './edition-operations.ts';
import { addEditionPapers } from './edition-papers.ts';
import { addEditionShow } from './edition-show.ts';

/** `edition …`: the books, the last two steps of a day by hand, and the operator's verbs. */
export function addEdition(program: Command, output: Output): void {
  const edition = program
    .command('edition')
    .description(
      'look at editions and their papers, plan and deliver by hand, pause, resume, cancel, retry, settle, resend, pin, hide, edit, test',
    );
  addEditionShow(edition, output);
  edition
    .command('plan')
    .description('write the missing deliveries of a day; repeating it adds nobody twice')
    .argument('<day>', 'YYYY-MM-DD, today, yesterday', parseDay)
    .option('--now', 'all are due at once, whatever hour people chose')
    .option('--json', 'report as JSON')
    .action(async (day: string, options: { now?: boolean; json?: boolean }) => {
      const planned = await withInstallation({}, (ctx) => plan(ctx, { day, now: options.now === true }));
      writeReport(output, options.json, planned, () =>
        planned.map((each) => `${each.edition}: ${deliveries(each.planned)} planned`).join('\n'),
      );
    });
  edition
    .command('deliver')
    .description('send what is due of a day now, as the next send slot would; nobody is mailed twice')
    .argument('<day>', 'YYYY-MM-DD, today, yesterday', parseDay)
    .option('--json', 'report as JSON')
    .action(async (day: string, options: { json?: boolean }) => {
      const { now, ...sent } = await withInstallation({}, async (ctx) => {
        const swept = await sweep(ctx);
        const delivered = await deliver(ctx, { day });
        const books = await readTotals(ctx.db, day);
        const paused = books.filter(({ state }) => state === 'paused');
        const waiting = await Promise.all(books.map((each) => readBacklog(ctx, each)));
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
          `${sent.accepted} accepted, ${sent.excluded} excluded, ${sent.failed} failed, ${sent.deferred} put off, ` +
            `${sent.uncertain} uncertain, in ${sent.batches} ${sent.batches === 1 ? 'batch' : 'batches'}.`,
          ...sent.waiting.map((each) => [`${each.edition}:`, ...describeBacklog(each, now)].join('\n  ')),
          ...(sent.alerts.length > 0 ? [describeAlerts(sent.alerts)] : []),
        ].join('\n'),
      );
    });
  addEditionOperations(edition, output);
  addEditionPapers(edition, output);
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
  const why = asSentence(`${edition} is PAUSED${reason === null ? '' : `: ${reason}`}`);
  return `${why} ${deliveries(waiting)} ${waiting === 1 ? 'waits' : 'wait'}; go on with: npm run paperboy -- edition resume ${edition}`;
}
