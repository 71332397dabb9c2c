import type { Command } from 'commander';
import { type Taxonomy, topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { PreviewRecipient } from '../../../delivery/digest/preview-digest.ts';
import { type DecisionReport, decidePaper } from '../../../delivery/operations/decide-paper.ts';
import { sendTestDigest } from '../../../delivery/operations/send-test-digest.ts';
import { parseEditionId, poolOfEdition, unknownEdition } from '../../../editions/edition.ts';
import { PaperboyError } from '../../../errors.ts';
import { pluralize } from '../../../plural.ts';
import { offeredPreferenceSchema } from '../../../subscribers/preferences/preference-topics.ts';
import { comparePlaces, type PoolDifference } from '../../../trending/pool-difference.ts';
import { type PoolPaperRow, readPoolPapers, readPoolPlaces } from '../../../trending/pool-paper-queries.ts';
import { readPoolRevisions } from '../../../trending/revision-queries.ts';
import type { Installation } from '../../../wiring.ts';
import { collectValues, parseWholeNumber } from '../../terminal/arguments.ts';
import {
  type EditionArgument,
  parseEdition,
  requireOneEdition,
  withOperatorOptions,
} from '../../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../../terminal/output.ts';

interface Options {
  operator: string;
  json?: boolean;
  revision?: number;
  limit: number;
  topic?: string;
  everywhere?: boolean;
  undo?: boolean;
  text?: string;
  to: string;
  as?: string;
  topics: string[];
}

const EDITION = 'edition id (daily-2026-11-23), or a day with a single edition';
const REVISION = parseWholeNumber(1, 1_000_000);

/**
 * `edition papers|diff|pin|hide|summary|test`: the candidate pool of an edition and editorial decisions about
 * it.
 */
export function addEditionPapers(edition: Command, output: Output): void {
  const addCommand = (name: string, description: string) =>
    edition.command(name).description(description).argument('<edition>', EDITION, parseEdition);

  addCommand('papers', 'list the candidate pool, best first, with score terms and ranks')
    .option('--revision <number>', 'an older revision of the pool', REVISION)
    .option('--limit <number>', 'maximum number of papers', parseWholeNumber(1, 2_000), 30)
    .option('--json', 'print JSON')
    .action(async (argument: EditionArgument, options: Options) => {
      const { taxonomy, ...found } = await withInstallation({}, async (ctx) => ({
        taxonomy: ctx.taxonomy,
        ...(await papersOf(ctx, argument, options)),
      }));
      writeReport(output, options.json, found, () => describePapers(taxonomy, found));
    });
  addCommand('diff', 'compare two revisions of the candidate pool')
    .argument('<from>', 'earlier revision', REVISION)
    .argument('<to>', 'later revision', REVISION)
    .option('--json', 'print JSON')
    .action(async (argument: EditionArgument, from: number, to: number, options: Options) => {
      const found = await withInstallation({}, async (ctx) => {
        const { poolId } = await requirePool(ctx, argument);
        const [before, after] = [
          await readPoolPlaces(ctx.db, poolId, from),
          await readPoolPlaces(ctx.db, poolId, to),
        ];
        if (before.length === 0 || after.length === 0) throw noRevision(poolId);
        return { poolId, from, to, ...comparePlaces(before, after) };
      });
      writeReport(output, options.json, found, () => describeDifference(found));
    });
  addDecisions(addCommand, output);
  withOperatorOptions(addCommand('test', 'send yourself a test of the digest; it is not counted'))
    .requiredOption('--to <address>', 'address to send the test to')
    .option('--as <address or id>', 'render it as this subscriber would get it')
    .option('--topics <slugs>', 'render it for a subscriber with these topics', collectValues, [])
    .action(async (argument: EditionArgument, options: Options) => {
      const done = await withInstallation({}, async (ctx) =>
        sendTestDigest(ctx, {
          edition: await requireOneEdition(ctx, argument),
          as: previewAs(ctx.taxonomy, options),
          to: options.to,
          operator: options.operator,
        }),
      );
      writeReport(
        output,
        options.json,
        done,
        () => `${done.provider}: ${done.outcome}${done.reason ? ` (${done.reason})` : ''}`,
      );
    });
}

function addDecisions(addCommand: (name: string, description: string) => Command, output: Output): void {
  const run = async (
    argument: EditionArgument,
    paper: string,
    options: Options,
    kind: 'pin' | 'hide' | 'summary',
  ) => {
    const { operator, topic, everywhere, undo, text } = options;
    const done = await withInstallation({}, async (ctx) =>
      decidePaper(ctx, {
        edition: await requireOneEdition(ctx, argument),
        operator,
        paper,
        kind,
        topic,
        everywhere,
        undo,
        text,
      }),
    );
    writeReport(output, options.json, done, () => describeDecision(done));
  };
  withOperatorOptions(addCommand('pin', 'put a paper first for all subscribers, or for followers of a topic'))
    .argument('<paper>', 'id of the paper')
    .option('--topic <slug>', 'only for followers of this topic')
    .option('--undo', 'undo the decision')
    .action((argument: EditionArgument, paper: string, options: Options) =>
      run(argument, paper, options, 'pin'),
    );
  withOperatorOptions(addCommand('hide', 'hide a paper from digests that are not composed yet'))
    .argument('<paper>', 'id of the paper')
    .option('--everywhere', 'in all editions, not only this one')
    .option('--undo', 'undo the decision')
    .action((argument: EditionArgument, paper: string, options: Options) =>
      run(argument, paper, options, 'hide'),
    );
  withOperatorOptions(
    addCommand('summary', 'replace the summary in digests that are not composed yet, marked as edited'),
  )
    .argument('<paper>', 'id of the paper')
    .option('--text <text>', 'the new summary')
    .option('--everywhere', 'in all editions, not only this one')
    .option('--undo', 'restore the original summary')
    .action((argument: EditionArgument, paper: string, options: Options) =>
      run(argument, paper, options, 'summary'),
    );
}

async function requirePool(
  ctx: Installation,
  argument: EditionArgument,
): Promise<{ id: string; poolId: string }> {
  const id = await requireOneEdition(ctx, argument);
  const edition = parseEditionId(id);
  if (!edition) throw unknownEdition(id);
  return { id, poolId: poolOfEdition(edition).id };
}

async function papersOf(ctx: Installation, argument: EditionArgument, { revision, limit }: Options) {
  const { id, poolId } = await requirePool(ctx, argument);
  const revisions = await readPoolRevisions(ctx.db, poolId);
  const shown = revisions.find((each) => each.revision === (revision ?? revisions[0]?.revision));
  if (!shown) throw noRevision(poolId);
  const papers = await readPoolPapers(ctx.db, { poolId, revision: shown.revision, limit });
  return { edition: id, poolId, revision: shown.revision, revisions, papers };
}

function previewAs(taxonomy: Taxonomy, { as, topics }: Options): PreviewRecipient {
  if (as !== undefined) return { subscriber: as };
  const interests = topics.map((value) => ({ kind: 'topic', mode: 'follow', value }));
  return { preference: offeredPreferenceSchema(taxonomy).parse({ interests }) };
}

function noRevision(poolId: string): PaperboyError {
  return new PaperboyError({
    code: 'POOL_MISSING',
    message: `${poolId} has no such revision.`,
    remedy:
      'List the revisions with: npm run paperboy -- edition papers <edition>. ' +
      'Unused ones are deleted after three days.',
  });
}

function describePapers(taxonomy: Taxonomy, found: Awaited<ReturnType<typeof papersOf>>): string {
  const revisions = found.revisions.map(
    ({ revision, createdAt, papers, composed }) =>
      `  ${revision}: ${createdAt.toISOString()}, ${pluralize(papers, 'paper', 'papers')}, ` +
      `used by ${pluralize(composed, 'delivery', 'deliveries')}`,
  );
  return [
    `${found.poolId}, revision ${found.revision}`,
    ...found.papers.map((paper) => describePaper(taxonomy, paper)),
    'Revisions:',
    ...revisions,
  ].join('\n');
}

function describePaper(
  taxonomy: Taxonomy,
  { paperId, title, edited, generated, scores }: PoolPaperRow,
): string {
  const [all, ...topics] = scores.topics;
  const terms = Object.entries(scores.terms).map(([term, value]) => `${term} ${value.toFixed(2)}`);
  const marks = [
    scores.pinned === undefined ? '' : '[pinned]',
    edited ? '[edited]' : '',
    generated ? '[generated]' : '',
  ].filter(Boolean);
  const ranks = topics.map(({ topic, rank, of }) => `${topicLabel(taxonomy, topic, 'en')} ${rank} of ${of}`);
  return [
    `${String(all?.rank ?? '').padStart(4)}  ${paperId}  ${[title, ...marks].join('  ')}`,
    `      attention ${scores.attention.toFixed(2)}; ${terms.join(', ')}`,
    `      ${ranks.join(', ') || 'no topic'}`,
  ].join('\n');
}

function describeDifference({
  poolId,
  from,
  to,
  added,
  removed,
  moved,
  decided,
  papers,
}: PoolDifference & { poolId: string; from: number; to: number }): string {
  return [
    `${poolId}: revision ${from} to ${to}, ${pluralize(papers, 'paper', 'papers')}: ${added.length} added, ` +
      `${removed.length} removed, ${moved.length} moved, ${decided.length} with changed decisions`,
    ...added.map((place) => `  added    ${place.rank}  ${place.paperId}  ${place.title}`),
    ...removed.map((place) => `  removed  ${place.rank}  ${place.paperId}  ${place.title}`),
    ...moved.map(
      ({ before, after }) => `  moved    ${before.rank} to ${after.rank}  ${after.paperId}  ${after.title}`,
    ),
    ...decided.map(
      ({ after }) =>
        `  ${after.pinned === null ? 'not pinned' : 'pinned'}, ${after.edited ? 'edited' : 'not edited'}  ` +
        `${after.paperId}  ${after.title}`,
    ),
  ].join('\n');
}

function describeDecision({ changed, title, revision, edition }: DecisionReport): string {
  if (!changed) return `Nothing to change: ${title}`;
  return revision === null
    ? `Saved: ${title}. Applies from the first ranking of ${edition}.`
    : `Saved: ${title}. Digests of ${edition} composed from now on use revision ${revision}; ` +
        'composed ones stay unchanged.';
}
