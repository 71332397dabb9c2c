import type { Command } from 'commander';
import { newestOpenDay, poolOfEdition } from '../../editions/edition.ts';
import type { SummaryReport } from '../../editions/summaries/generate-summaries.ts';
import { rankWithSummaries } from '../../editions/summaries/rank-with-summaries.ts';
import { parseArxivId } from '../../papers/arxiv-id.ts';
import { pluralize } from '../../plural.ts';
import { explainRank, type RankExplanation } from '../../trending/explain-rank.ts';
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
    .option('--explain <id>', 'explain the ranks of a paper in the newest revision instead, term by term')
    .option('--json', 'print JSON')
    .action(async (options: { day?: string; explain?: string; json?: boolean }) => {
      const { explain } = options;
      if (explain !== undefined) {
        const explained = await withInstallation({}, (ctx) =>
          explainRank(ctx, {
            poolId: poolOfEdition({ cadence: 'daily', day: options.day ?? newestOpenDay(ctx.clock.now()) })
              .id,
            paperId: parseArxivId(explain)?.id ?? explain,
          }),
        );
        return writeReport(output, options.json, explained, () => describeExplanation(explained));
      }
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

/** Ranks, then the terms of the ranking, then those of the cold model. */
function describeExplanation(explained: RankExplanation): string {
  const { scores, cold, coldModel } = explained;
  const line = (name: string, value: number) => `  ${signed(value)}  ${name}`;
  return [
    `${explained.paperId}  ${explained.title}`,
    `${explained.poolId}, revision ${explained.revision}`,
    ...scores.topics.map(
      ({ topic, rank, of }) => `  ${rank} of ${of} ${topic === '' ? 'overall' : `in ${topic}`}`,
    ),
    line('attention', scores.attention),
    'Terms of the ranking:',
    ...Object.entries(scores.terms).map(([term, value]) => line(TERMS[term] ?? term, value)),
    ...(cold
      ? [
          `Expected before votes by the cold model ${coldModel}:`,
          ...cold.terms.map(({ name, contribution }) => line(name, contribution)),
          line('in all', cold.value),
        ]
      : [
          coldModel === null
            ? 'Ranked without a cold model.'
            : `The cold model ${coldModel} no longer exists.`,
        ]),
  ].join('\n');
}

const TERMS: Readonly<Record<string, string>> = {
  'standing.hf_upvotes': 'upvotes, in spreads from what is normal at this age',
  'standing.hf_comments': 'comments, in spreads from what is normal at this age',
  'standing.github_stars': 'GitHub stars, in spreads from what is normal at this age',
  'velocity.hf_upvotes': 'recent upvotes, as a logarithm',
  'velocity.hf_comments': 'recent comments, as a logarithm',
  'velocity.github_stars': 'recent GitHub stars, as a logarithm',
  freshness: 'freshness in days',
  prior: 'expected before votes, faded by age',
};

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

/** One line, or none without a language model or new papers. */
function describeSummaries({ accepted, rejected, failed, stopped }: SummaryReport): string[] {
  if (accepted + rejected + failed === 0 && stopped === null) return [];
  const counts = `${accepted} accepted, ${rejected} rejected, ${failed} failed`;
  return [`Generated summaries: ${counts}${stopped === null ? '' : `; stopped: ${stopped}`}`];
}
