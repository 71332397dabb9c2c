import type { Command } from 'commander';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import type { PreviewAs } from '../../../delivery/digest/preview-digest.ts';
import { type DecideReport, decide } from '../../../delivery/operations/decide-paper.ts';
import { sendTest } from '../../../delivery/operations/send-test.ts';
import { parseEditionId, poolOfEdition, unknownEdition } from '../../../editions/edition.ts';
import { PaperboyError } from '../../../errors.ts';
import { preferenceSchema } from '../../../subscribers/preferences/preference.ts';
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

const EDITION = 'its id, such as daily-2026-11-23, or a day that has only one';
const REVISION = parseWholeNumber(1, 1_000_000);

/** `edition papers|diff|pin|hide|summary|test`: what an edition picks from, and what a person decides about it. */
export function addEditionPapers(edition: Command, output: Output): void {
  const verb = (name: string, description: string) =>
    edition.command(name).description(description).argument('<edition>', EDITION, parseEdition);

  verb('papers', 'the papers that an edition picks from, best first, with what their rank follows from')
    .option('--revision <number>', 'an older revision of the pool', REVISION)
    .option('--limit <number>', 'how many', parseWholeNumber(1, 2_000), 30)
    .option('--json', 'report as JSON')
    .action(async (meant: EditionArgument, options: Options) => {
      const found = await withInstallation({}, async (ctx) => papersOf(ctx, meant, options));
      writeReport(output, options.json, found, () => describePapers(found));
    });
  verb('diff', 'what changed from one revision of its pool to another')
    .argument('<from>', 'the earlier revision', REVISION)
    .argument('<to>', 'the later one', REVISION)
    .option('--json', 'report as JSON')
    .action(async (meant: EditionArgument, from: number, to: number, options: Options) => {
      const found = await withInstallation({}, async (ctx) => {
        const { poolId } = await poolMeant(ctx, meant);
        const [before, after] = [
          await readPoolPlaces(ctx.db, poolId, from),
          await readPoolPlaces(ctx.db, poolId, to),
        ];
        if (before.length === 0 || after.length === 0) throw noRevision(poolId);
        return { poolId, from, to, ...comparePlaces(before, after) };
      });
      writeReport(output, options.json, found, () => describeDifference(found));
    });
  addDecisions(verb, output);
  withOperatorOptions(verb('test', 'send its digest to yourself, marked as a test; nobody counts it'))
    .requiredOption('--to <address>', 'your address')
    .option('--as <address or id>', 'as this subscriber would get it')
    .option('--topics <slugs>', 'as somebody who follows these topics', collectValues, [])
    .action(async (meant: EditionArgument, options: Options) => {
      const done = await withInstallation({}, async (ctx) =>
        sendTest(ctx, {
          edition: await requireOneEdition(ctx, meant),
          as: asWhom(options),
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

function addDecisions(verb: (name: string, description: string) => Command, output: Output): void {
  const run = async (
    meant: EditionArgument,
    paper: string,
    options: Options,
    kind: 'pin' | 'hide' | 'summary',
  ) => {
    const { operator, topic, everywhere, undo, text } = options;
    const done = await withInstallation({}, async (ctx) =>
      decide(ctx, {
        edition: await requireOneEdition(ctx, meant),
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
  withOperatorOptions(verb('pin', 'put a paper first for everybody, or for all who follow a topic'))
    .argument('<paper>', 'its id')
    .option('--topic <slug>', 'only for those who follow it')
    .option('--undo', 'take it back')
    .action((meant: EditionArgument, paper: string, options: Options) => run(meant, paper, options, 'pin'));
  withOperatorOptions(verb('hide', 'let nobody get a paper from now on; who has it keeps it'))
    .argument('<paper>', 'its id')
    .option('--everywhere', 'in all editions, not in this one alone')
    .option('--undo', 'take it back')
    .action((meant: EditionArgument, paper: string, options: Options) => run(meant, paper, options, 'hide'));
  withOperatorOptions(
    verb('summary', 'show another summary in digests that are not composed yet, marked as edited'),
  )
    .argument('<paper>', 'its id')
    .option('--text <text>', 'the summary')
    .option('--everywhere', 'in all editions, not in this one alone')
    .option('--undo', 'show the original again')
    .action((meant: EditionArgument, paper: string, options: Options) =>
      run(meant, paper, options, 'summary'),
    );
}

async function poolMeant(ctx: Installation, meant: EditionArgument): Promise<{ id: string; poolId: string }> {
  const id = await requireOneEdition(ctx, meant);
  const known = parseEditionId(id);
  if (!known) throw unknownEdition(id);
  return { id, poolId: poolOfEdition(known).id };
}

async function papersOf(ctx: Installation, meant: EditionArgument, { revision, limit }: Options) {
  const { id, poolId } = await poolMeant(ctx, meant);
  const revisions = await readPoolRevisions(ctx.db, poolId);
  const shown = revisions.find((each) => each.revision === (revision ?? revisions[0]?.revision));
  if (!shown) throw noRevision(poolId);
  const papers = await readPoolPapers(ctx.db, { poolId, revision: shown.revision, limit });
  return { edition: id, poolId, revision: shown.revision, revisions, papers };
}

function asWhom({ as, topics }: Options): PreviewAs {
  if (as !== undefined) return { subscriber: as };
  const interests = topics.map((value) => ({ kind: 'topic', mode: 'follow', value }));
  return { preference: preferenceSchema.parse({ interests }) };
}

function noRevision(poolId: string): PaperboyError {
  return new PaperboyError({
    code: 'POOL_MISSING',
    message: `There is no such revision of ${poolId}.`,
    remedy: '`edition papers <edition>` names those there are; unused ones are deleted after three days.',
  });
}

function describePapers(found: Awaited<ReturnType<typeof papersOf>>): string {
  const revisions = found.revisions.map(
    ({ revision, createdAt, papers, composed }) =>
      `  ${revision}: ${createdAt.toISOString()}, ${papers} papers, ${composed} deliveries composed from it`,
  );
  return [
    `${found.poolId}, revision ${found.revision}`,
    ...found.papers.map(describePaper),
    'Revisions:',
    ...revisions,
  ].join('\n');
}

function describePaper({ paperId, title, edited, scores }: PoolPaperRow): string {
  const [all, ...topics] = scores.topics;
  const terms = Object.entries(scores.terms).map(([term, value]) => `${term} ${value.toFixed(2)}`);
  const marks = [scores.pinned === undefined ? '' : 'PINNED', edited ? 'EDITED' : ''].filter(Boolean);
  return [
    `${String(all?.rank ?? '').padStart(4)}  ${paperId}  ${[title, ...marks].join('  ')}`,
    `      attention ${scores.attention.toFixed(2)}; ${terms.join(', ')}`,
    `      ${topics.map(({ topic, rank, of }) => `${topicLabel(topic, 'en')} ${rank} of ${of}`).join(', ') || 'no topic'}`,
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
    `${poolId}: revision ${from} to ${to}, ${papers} papers: ${added.length} in, ${removed.length} out, ${moved.length} at another place, ${decided.length} decided about`,
    ...added.map((place) => `  in    ${place.rank}  ${place.paperId}  ${place.title}`),
    ...removed.map((place) => `  out   ${place.rank}  ${place.paperId}  ${place.title}`),
    ...moved.map(
      ({ before, after }) => `  moved ${before.rank} to ${after.rank}  ${after.paperId}  ${after.title}`,
    ),
    ...decided.map(
      ({ after }) =>
        `  ${after.pinned === null ? 'not pinned' : 'pinned'}, ${after.edited ? 'edited' : 'not edited'}  ${after.paperId}  ${after.title}`,
    ),
  ].join('\n');
}

function describeDecision({ changed, title, revision, edition }: DecideReport): string {
  if (!changed) return `It was so already: ${title}`;
  return revision === null
    ? `Decided: ${title}. The first ranking of ${edition} will follow it.`
    : `Decided: ${title}. Whatever ${edition} composes from now on uses revision ${revision}; what is composed stays as it is.`;
}
