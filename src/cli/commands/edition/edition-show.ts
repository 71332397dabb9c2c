import type { Command } from 'commander';
import { readOpenAlerts } from '../../../alerts/alert-queries.ts';
import { adviceFor } from '../../../delivery/status/advice.ts';
import { describeBacklog, readBacklog } from '../../../delivery/status/backlog.ts';
import { reasonsOf, sumOf } from '../../../delivery/status/counts-by-reason.ts';
import { totalOf } from '../../../delivery/status/totals.ts';
import type { EditionTotals } from '../../../delivery/status/totals-queries.ts';
import { readNotMailable } from '../../../delivery/status/unmailable-queries.ts';
import { readEditionDays } from '../../../editions/edition-queries.ts';
import { PaperboyError } from '../../../errors.ts';
import type { Installation } from '../../../wiring.ts';
import { describeAlerts } from '../../terminal/describe-alerts.ts';
import { type EditionArgument, parseEdition, readEditionArgument } from '../../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../../terminal/output.ts';

/** `edition show`: the books, what is wrong, and what to do about it. */
export function addEditionShow(edition: Command, output: Output): void {
  edition
    .command('show')
    .description('how an edition stands: who got it, who did not and why, what is wrong, and what to do next')
    .argument('<edition>', 'its id, such as daily-2026-11-23, or a day for all of its editions', parseEdition)
    .option('--json', 'report as JSON')
    .action(async (meant: EditionArgument, options: { json?: boolean }) => {
      const { advised, newest, alerts, now } = await withInstallation({}, async (ctx) => ({
        advised: await Promise.all(
          (await readEditionArgument(ctx, meant)).map((books) => withAdvice(ctx, books)),
        ),
        newest: (await readEditionDays(ctx.db, '0001-01-01')).at(-1),
        alerts: await readOpenAlerts(ctx.db),
        now: ctx.clock.now(),
      }));
      if (advised.length > 0 || options.json) {
        writeReport(
          output,
          options.json,
          { day: meant.day, ...totalOf(advised), editions: advised, alerts },
          () =>
            [
              ...advised.map((books) => describeBooks(books, now)),
              ...(alerts.length > 0 ? [describeAlerts(alerts)] : []),
            ].join('\n\n'),
        );
      } else if (alerts.length > 0) output.out(`${describeAlerts(alerts)}\n`);
      if (advised.length === 0) throw none(meant, newest);
    });
}

async function withAdvice(ctx: Installation, books: EditionTotals) {
  const notMailable = await readNotMailable(ctx.db, books.id);
  const waiting = await readBacklog(ctx, books);
  return { ...books, notMailable, waiting, advice: adviceFor(books, notMailable) };
}

/** No edition is never good news for whoever asks for one; the verbs and the ledger end in the same way. */
function none({ id, day }: EditionArgument, newest: string | undefined): PaperboyError {
  const planIt = `npm run paperboy -- edition plan ${day}`;
  return new PaperboyError({
    code: 'EDITION_UNKNOWN',
    message: `There is no edition ${id ?? `of ${day}`}${newest === undefined ? ', and none of any other day' : ''}.`,
    remedy:
      newest === undefined || newest < day
        ? `A daily run plans one; so does: ${planIt}${newest === undefined ? '' : `. The newest is of ${newest}.`}`
        : `Nobody was mailed one, and a day that is over is not made up for by itself. The newest is of ${newest}: npm run paperboy -- edition show ${newest}`,
  });
}

function describeBooks(books: Awaited<ReturnType<typeof withAdvice>>, now: Date): string {
  const excluded = Object.entries(books.excluded).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${books.id} is ${books.state}${books.reason ? ` (${books.reason})` : ''}`,
    `  audience   ${books.audience}`,
    `  accepted   ${books.accepted}`,
    `  excluded   ${excluded.length === 0 ? '0' : excluded.join(', ')}`,
    `  failed     ${books.failed}${describeLost(books.notMailable)}`,
    `  uncertain  ${books.uncertain}`,
    `  planned    ${books.planned}`,
    ...describeBacklog(books.waiting, now).map((sentence) => `    ${sentence}`),
    books.balanced ? '  The books balance.' : '  THE BOOKS DO NOT BALANCE.',
    ...(books.advice.length > 0 ? ['  What to do:'] : []),
    ...books.advice.flatMap(({ why, command }) => [`    ${why}`, `      npm run paperboy -- ${command}`]),
  ].join('\n');
}

function describeLost(notMailable: Record<string, number>): string {
  const lost = sumOf(notMailable);
  return lost === 0 ? '' : `, of which ${lost} may not be mailed (${reasonsOf(notMailable)})`;
}
