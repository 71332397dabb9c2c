import type { Command } from 'commander';
import { dayOf } from '../../day.ts';
import { ingest } from '../../papers/ingest/ingest.ts';
import { pluralize } from '../../plural.ts';
import { parseDay } from '../terminal/arguments.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

/** `ingest`: fetches papers and signals of a day, and of earlier days with gaps. */
export function addIngest(program: Command, output: Output): void {
  program
    .command('ingest')
    .description('fetch papers and signals now; repeating it only adds snapshots')
    .option('--source <name>', 'a single source (default: all of SOURCES)')
    .option('--day <day>', 'newest day to fetch: YYYY-MM-DD, today or yesterday (default: today)', parseDay)
    .option('--json', 'print JSON')
    .action(async (options: { source?: string; day?: string; json?: boolean }) => {
      const reports = await withInstallation({}, async (ctx) => {
        const day = options.day ?? dayOf(ctx.clock.now());
        const names = options.source === undefined ? ctx.env.SOURCES : [options.source];
        const done = [];
        for (const source of names) done.push(await ingest(ctx, { source, day, force: true }));
        return done;
      });
      writeReport(output, options.json, reports, () =>
        reports
          .flatMap(({ source, days }) =>
            days.map(
              (day) =>
                `${source} ${day.day}: ${day.outcome}, ` +
                `${pluralize(day.papers, 'paper', 'papers')} (${day.created} new, ${day.changed} changed), ` +
                `${pluralize(day.snapshots, 'snapshot', 'snapshots')}, ` +
                `${pluralize(day.rejected, 'entry', 'entries')} skipped`,
            ),
          )
          .join('\n'),
      );
    });
}
