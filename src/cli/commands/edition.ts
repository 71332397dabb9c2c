import type { Command } from 'commander';
import { deliver } from '../../delivery/deliver.ts';
import { totalOf } from '../../delivery/delivery.ts';
import { plan } from '../../delivery/plan.ts';
import { type EditionBooks, readBooks, readEditionDays } from '../../delivery/queries.ts';
import { sweep } from '../../delivery/sweep.ts';
import { parseDay } from '../arguments.ts';
import { type Output, report, withInstallation } from '../run.ts';

/** `edition show|plan|deliver`: the books of a day's editions, and its last two steps by hand. */
export function addEdition(program: Command, output: Output): void {
  const edition = program
    .command('edition')
    .description('look at the editions of a day, plan them, deliver what is due');
  edition
    .command('show')
    .description('the books: audience, accepted, excluded by reason, failed, uncertain, planned')
    .argument('<day>', 'YYYY-MM-DD, today, yesterday', parseDay)
    .option('--json', 'report as JSON')
    .action(async (day: string, options: { json?: boolean }) => {
      const { editions, newest } = await withInstallation({}, async (ctx) => ({
        editions: await readBooks(ctx.db, day),
        newest: (await readEditionDays(ctx.db, '0001-01-01')).at(-1),
      }));
      report(output, options.json, { day, ...totalOf(editions), editions }, () =>
        editions.length > 0 ? editions.map(describeBooks).join('\n\n') : describeNone(day, newest),
      );
    });
  edition
    .command('plan')
    .description('write the missing deliveries of a day; repeating it adds nobody twice')
    .argument('<day>', 'YYYY-MM-DD, today, yesterday', parseDay)
    .option('--now', 'all are due at once, whatever hour people chose')
    .option('--json', 'report as JSON')
    .action(async (day: string, options: { now?: boolean; json?: boolean }) => {
      const planned = await withInstallation({}, (ctx) => plan(ctx, { day, now: options.now === true }));
      report(output, options.json, planned, () =>
        planned.map((each) => `${each.edition}: ${each.planned} deliveries planned`).join('\n'),
      );
    });
  edition
    .command('deliver')
    .description('send what is due of a day now, as the next send slot would; nobody is mailed twice')
    .argument('<day>', 'YYYY-MM-DD, today, yesterday', parseDay)
    .option('--json', 'report as JSON')
    .action(async (day: string, options: { json?: boolean }) => {
      const sent = await withInstallation({}, async (ctx) => {
        const swept = await sweep(ctx);
        return { swept, ...(await deliver(ctx, { day })) };
      });
      report(
        output,
        options.json,
        sent,
        () =>
          `${sent.accepted} accepted, ${sent.excluded} excluded, ${sent.failed} failed, ${sent.deferred} put off, ` +
          `${sent.uncertain} uncertain, in ${sent.batches} batches.`,
      );
    });
}

function describeNone(day: string, newest: string | undefined): string {
  return newest === undefined
    ? `There is no edition of ${day}, and none of any other day. A daily run plans one; so does: npm run paperboy -- edition plan ${day}`
    : `There is no edition of ${day}. The newest is of ${newest}.`;
}

function describeBooks(books: EditionBooks): string {
  const excluded = Object.entries(books.excluded).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${books.id} is ${books.state}${books.reason ? ` (${books.reason})` : ''}`,
    `  audience   ${books.audience}`,
    `  accepted   ${books.accepted}`,
    `  excluded   ${excluded.length === 0 ? '0' : excluded.join(', ')}`,
    `  failed     ${books.failed}`,
    `  uncertain  ${books.uncertain}`,
    `  planned    ${books.planned}`,
    books.balanced ? '  The books balance.' : '  THE BOOKS DO NOT BALANCE: rows were lost or added by hand.',
  ].join('\n');
}
