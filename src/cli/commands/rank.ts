import { type Command, Option } from 'commander';
import { newestOpenDay, poolOfEdition } from '../../editions/edition.ts';
import type { SummaryReport } from '../../editions/summaries/generate-summaries.ts';
import { rankWithSummaries } from '../../editions/summaries/rank-with-summaries.ts';
import { parseArxivId } from '../../papers/arxiv-id.ts';
import { pluralize } from '../../plural.ts';
import { type RefitReport, refitColdModel } from '../../trending/cold/refit-cold-model.ts';
import { explainRank, RANK_TERMS, type RankExplanation } from '../../trending/explain-rank.ts';
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
    .addOption(
      new Option(
        '--fit',
        'fit the cold model on the own lists now, instead of ranking; the next ranking uses it',
      ).conflicts(['day', 'explain']),
    )
    .option('--json', 'print JSON')
    .action(async (options: { day?: string; explain?: string; fit?: true; json?: boolean }) => {
      const { explain } = options;
      if (options.fit) {
        const fitted = await withInstallation({}, (ctx) => refitColdModel(ctx, { force: true }));
        return writeReport(output, options.json, fitted, () => describeFit(fitted));
      }
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

/** Outcome of a fit, and the measure that decided about its use. */
function describeFit({ model, reason, inUse }: RefitReport): string {
  if (model === null) return `Nothing fitted: ${reason}.`;
  const { comparedWith, heldBack, value, compared } = model.measure;
  return [
    `${model.version}: fitted on ${pluralize(model.lists, 'list', 'lists')} up to ${model.until} with ` +
      `${pluralize(model.papers, 'paper', 'papers')}.`,
    `Order of the newest ${pluralize(heldBack, 'list', 'lists')}, held back (NDCG@10): ${value.toFixed(3)}, ` +
      `${comparedWith} ${compared.toFixed(3)}.`,
    `${model.used ? 'Used from the next ranking on' : 'Recorded, not used'}: ${reason}. In use: ${inUse}.`,
  ].join('\n');
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
    ...Object.entries(scores.terms).map(([term, value]) => line(RANK_TERMS[term] ?? term, value)),
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

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

/** One line, or none without a language model or new papers. */
function describeSummaries({ accepted, rejected, failed, stopped }: SummaryReport): string[] {
  if (accepted + rejected + failed === 0 && stopped === null) return [];
  const counts = `${accepted} accepted, ${rejected} rejected, ${failed} failed`;
  return [`Generated summaries: ${counts}${stopped === null ? '' : `; stopped: ${stopped}`}`];
}
