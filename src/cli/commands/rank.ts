import type { Command } from 'commander';
import { newestOpenDay } from '../../editions/edition.ts';
import type { SummaryReport } from '../../editions/summaries/generate-summaries.ts';
import { rankWithSummaries } from '../../editions/summaries/rank-with-summaries.ts';
import { pluralize } from '../../plural.ts';
import { parseDay } from '../terminal/arguments.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

/** `rank`: freezes a new revision of the candidate pool. */
export function addRank(program: Command, output: Output): void {
  program
    .command('rank')
    .description('rank papers into a new pool revision; composed deliveries keep their picks')
    .option(
      '--day <day>',
      'edition day: YYYY-MM-DD, today or yesterday (default: the newest open one; opens at 04:00 UTC)',
      parseDay,
    )
    .option('--json', 'print JSON')
    .action(async (options: { day?: string; json?: boolean }) => {
      const done = await withInstallation({}, (ctx) =>
        rankWithSummaries(ctx, { day: options.day ?? newestOpenDay(ctx.clock.now()) }),
      );
      writeReport(output, options.json, done, () =>
        [
          ...done.pools.map(
            (pool) =>
              `${pool.poolId}: revision ${pool.revision} with ${pluralize(pool.papers, 'paper', 'papers')}` +
              `${pool.created ? '' : ' (unchanged)'}` +
              `${pool.papers === 0 ? '; nothing was ingested for these days' : ''}`,
          ),
          ...describeSummaries(done.summaries),
        ].join('\n'),
      );
    });
}

/** One line, or none without a language model or new papers. */
function describeSummaries({ accepted, rejected, failed, stopped }: SummaryReport): string[] {
  if (accepted + rejected + failed === 0 && stopped === null) return [];
  const counts = `${accepted} accepted, ${rejected} rejected, ${failed} failed`;
  return [`Generated summaries: ${counts}${stopped === null ? '' : `; stopped: ${stopped}`}`];
}
