import { type Command, Option } from 'commander';
import { dayOf } from '../../day.ts';
import { backFill } from '../../papers/ingest/back-fill.ts';
import type { BackFill } from '../../papers/ingest/back-fill-queries.ts';
import { ingest } from '../../papers/ingest/ingest.ts';
import { pluralize } from '../../plural.ts';
import { parseDay, parseWholeNumber } from '../terminal/arguments.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

/** `ingest`: fetches papers and signals of a day, and of earlier days with gaps. */
export function addIngest(program: Command, output: Output): void {
  program
    .command('ingest')
    .description('fetch papers and signals now; repeating it only adds snapshots')
    .option('--source <name>', 'a single source (default: all of SOURCES)')
    .option('--day <day>', 'newest day to fetch: YYYY-MM-DD, today or yesterday (default: today)', parseDay)
    .addOption(
      new Option(
        '--back-fill <days>',
        'fetch the lists of that many past days once, slowly; resumes where it stopped',
      )
        .argParser(parseWholeNumber(1, 400))
        .conflicts('day'),
    )
    .option('--json', 'print JSON')
    .action(async (options: { source?: string; day?: string; backFill?: number; json?: boolean }) => {
      if (options.backFill !== undefined) {
        const state = await runBackFill(options.source ?? 'hugging-face', options.backFill, output);
        return writeReport(output, options.json, state, () => describeBackFill(state));
      }
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

/** Runs a back-fill to its end, with a line to `err` every twenty days, because a whole one takes 17 minutes. */
function runBackFill(source: string, days: number, output: Output): Promise<BackFill> {
  let fetched = 0;
  return withInstallation({}, (ctx) =>
    backFill(ctx, {
      source,
      days,
      reopen: true,
      onDay: (state) => {
        fetched += 1;
        if (fetched % 20 === 0) output.err(`${describeBackFill(state)}\n`);
      },
    }),
  );
}

function describeBackFill({ source, state, lists, papers, nextDay, oldestDay, reason }: BackFill): string {
  const soFar = `${pluralize(lists, 'list', 'lists')}, ${pluralize(papers, 'new paper', 'new papers')}`;
  const why = reason === null ? '' : ` ${reason}.`;
  switch (state) {
    case 'done':
      return `${source}: all lists back to ${oldestDay} are stored (${soFar}).`;
    case 'refused':
      return `${source}: given up at ${nextDay} (${soFar}).${why} Run it again to continue.`;
    default:
      return `${source}: ${soFar}; continues at ${nextDay}, down to ${oldestDay}.${why}`;
  }
}
