import type { Command } from 'commander';
import { deliver } from '../../delivery/deliver.ts';
import { totalOf } from '../../delivery/delivery.ts';
import { plan } from '../../delivery/plan.ts';
import { type EditionBooks, readBooks } from '../../delivery/queries.ts';
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
      const editions = await withInstallation({}, (ctx) => readBooks(ctx.db, day));
      report(output, options.json, { day, ...totalOf(editions), editions }, () =>
        describeBooks(day, editions),
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

function describeBooks(day: string, editions: readonly EditionBooks[]): string {
  if (editions.length === 0) return `There is no edition of ${day}.`;
  return editions
    .map((books) => {
      const excluded = Object.entries(books.excluded).map(([reason, count]) => `${count} ${reason}`);
      const lines = [
        `${books.id} is ${books.state}${books.reason ? ` (${books.reason})` : ''}`,
        `  audience   ${books.audience}`,
        `  accepted   ${books.accepted}`,
        `  excluded   ${excluded.length === 0 ? '0' : excluded.join(', ')}`,
        `  failed     ${books.failed}`,
        `  uncertain  ${books.uncertain}`,
        `  planned    ${books.planned}`,
        books.balanced
          ? '  The books balance.'
          : '  THE BOOKS DO NOT BALANCE: rows were lost or added by hand.',
      ];
      return lines.join('\n');
    })
    .join('\n\n');
}
