import type { Command } from 'commander';
import { adviceFor } from '../../delivery/advice.ts';
import { totalOf } from '../../delivery/delivery.ts';
import { reasonsOf, sumOf } from '../../delivery/obstacle.ts';
import { readNotMailable } from '../../delivery/obstacle-queries.ts';
import { type EditionBooks, readEditionDays } from '../../delivery/queries.ts';
import { type OpenAlert, readOpenAlerts } from '../../operator/queries.ts';
import type { Installation } from '../../wiring.ts';
import { type EditionArgument, parseEdition, readMeant } from '../operator-arguments.ts';
import { type Output, report, withInstallation } from '../run.ts';

/** `edition show`: the books, what is wrong, and what to do about it. */
export function addEditionShow(edition: Command, output: Output): void {
  edition
    .command('show')
    .description('how an edition stands: who got it, who did not and why, what is wrong, and what to do next')
    .argument('<edition>', 'its id, such as daily-2026-11-23, or a day for all of its editions', parseEdition)
    .option('--json', 'report as JSON')
    .action(async (meant: EditionArgument, options: { json?: boolean }) => {
      const { advised, newest, alerts } = await withInstallation({}, async (ctx) => ({
        advised: await Promise.all((await readMeant(ctx, meant)).map((books) => withAdvice(ctx, books))),
        newest: (await readEditionDays(ctx.db, '0001-01-01')).at(-1),
        alerts: await readOpenAlerts(ctx.db),
      }));
      report(output, options.json, { day: meant.day, ...totalOf(advised), editions: advised, alerts }, () =>
        [
          ...(advised.length > 0 ? advised.map(describeBooks) : [describeNone(meant, newest)]),
          ...(alerts.length > 0 ? [describeAlerts(alerts)] : []),
        ].join('\n\n'),
      );
    });
}

async function withAdvice(ctx: Pick<Installation, 'db'>, books: EditionBooks) {
  const notMailable = await readNotMailable(ctx.db, books.id);
  return { ...books, notMailable, advice: adviceFor(books, notMailable) };
}

/** Open alerts for a person, each with what to do. */
export function describeAlerts(alerts: readonly OpenAlert[]): string {
  return [
    'Open alerts:',
    ...alerts.flatMap(({ code, subject, message, remedy, raisedAt, times }) => [
      `  ${code} (${subject}), since ${raisedAt.toISOString()}, noticed ${times === 1 ? 'once' : `${times} times`}`,
      `    ${message} ${remedy}`,
    ]),
  ].join('\n');
}

function describeNone(meant: EditionArgument, newest: string | undefined): string {
  const what = meant.id === null ? `edition of ${meant.day}` : `edition ${meant.id}`;
  return newest === undefined
    ? `There is no ${what}, and none of any other day. A daily run plans one; so does: npm run paperboy -- edition plan ${meant.day}`
    : `There is no ${what}. The newest is of ${newest}.`;
}

function describeBooks(books: Awaited<ReturnType<typeof withAdvice>>): string {
  const excluded = Object.entries(books.excluded).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${books.id} is ${books.state}${books.reason ? ` (${books.reason})` : ''}`,
    `  audience   ${books.audience}`,
    `  accepted   ${books.accepted}`,
    `  excluded   ${excluded.length === 0 ? '0' : excluded.join(', ')}`,
    `  failed     ${books.failed}${describeLost(books.notMailable)}`,
    `  uncertain  ${books.uncertain}`,
    `  planned    ${books.planned}`,
    books.balanced ? '  The books balance.' : '  THE BOOKS DO NOT BALANCE.',
    ...(books.advice.length > 0 ? ['  What to do:'] : []),
    ...books.advice.flatMap(({ why, command }) => [`    ${why}`, `      npm run paperboy -- ${command}`]),
  ].join('\n');
}

function describeLost(notMailable: Record<string, number>): string {
  const lost = sumOf(notMailable);
  return lost === 0 ? '' : `, of which ${lost} may not be mailed (${reasonsOf(notMailable)})`;
}
