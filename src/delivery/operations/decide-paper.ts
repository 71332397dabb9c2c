import type { Transaction } from 'kysely';
import { DECISION_LIMITS } from '../../../config/decisions.ts';
import { RENDERING } from '../../../config/rendering.ts';
import { type Taxonomy, topicLabel } from '../../../config/topics/taxonomy.ts';
import { dayOf } from '../../day.ts';
import type { Database } from '../../db/schema.ts';
import { parseEditionId, poolOfEdition, unknownEdition } from '../../editions/edition.ts';
import { type LockedEdition, readOpenPools } from '../../editions/edition-queries.ts';
import { PaperboyError } from '../../errors.ts';
import { summarize } from '../../papers/summary/summarize.ts';
import { readableText } from '../../papers/text/readable-text.ts';
import type { Decision, DecisionKind } from '../../trending/decision.ts';
import {
  deleteDecision,
  findPaperTexts,
  lockPool,
  readDecisions,
  storeDecision,
} from '../../trending/decision-queries.ts';
import { rankPool } from '../../trending/rank-pool.ts';
import { findNewestRevision, readRevisionPapers } from '../../trending/revision-queries.ts';
import {
  illegalEditionState,
  type OperationContext,
  type OperationInput,
  type OperationReport,
  runOperation,
} from './operation.ts';

type DecisionContext = OperationContext & { taxonomy: Taxonomy };

export interface DecisionInput extends OperationInput {
  /** Paper id. */
  paper: string;
  kind: DecisionKind;
  /** For a pin: slug of the topic that it is pinned for; '' for all subscribers. */
  topic?: string | undefined;
  /** Replacement text for a summary. */
  text?: string | undefined;
  /** Applies to every pool from now on, not only to that of this edition. Ignored for pins. */
  everywhere?: boolean | undefined;
  /** Reverts the decision. */
  undo?: boolean | undefined;
}

export interface DecisionReport extends OperationReport {
  paper: string;
  title: string;
  /** False if nothing had to change. */
  changed: boolean;
  /** Newest revision of the edition's pool; null before its first ranking, which will follow the decision. */
  revision: number | null;
}

/**
 * Pins a paper, hides it, replaces its summary, or reverts one of these. Creates a new revision of the pool:
 * digests composed from now on follow the decision, and composed ones keep the revision that their delivery
 * names. Daily and weekdays editions of one day share their pool, so it applies to both. Repeating it changes
 * nothing. Throws PaperboyError `EDITION_UNKNOWN`, `EDITION_STATE`, `PAPER_UNKNOWN`, `DECISION_INVALID`,
 * `PINS_FULL`.
 */
export async function decidePaper(ctx: DecisionContext, input: DecisionInput): Promise<DecisionReport> {
  const verb = `${input.undo ? 'un' : ''}${input.kind}`;
  return runOperation<DecisionReport>(ctx, input, verb, async (trx, edition, now) => {
    const pool = requireOpenPool(edition);
    const scope = input.everywhere && input.kind !== 'pin' ? '' : pool.id;
    const pools = scope === '' ? [pool, ...(await readOpenPools(trx))] : [pool];
    // Pools are locked in one order, so that decisions and rankings can't deadlock.
    for (const id of [...new Set(pools.map(({ id }) => id))].sort()) await lockPool(trx, id);
    const paper = await findPaperTexts(trx, input.paper);
    if (!paper) throw unknownPaper(input.paper, 'is unknown');
    const known = await readDecisions(trx, pool.id);
    const before = known.find(
      (each) => each.poolId === scope && each.paperId === input.paper && each.kind === input.kind,
    );
    const after = input.undo
      ? undefined
      : await toDecision(ctx.taxonomy, trx, input, { scope, pool: pool.id, known, now });
    const report = { edition: edition.id, state: edition.state, paper: input.paper, title: paper.title };
    if (isSameDecision(before, after)) {
      const revision = (await findNewestRevision(trx, pool.id))?.revision ?? null;
      return { report: { ...report, changed: false, revision } };
    }
    if (after) await storeDecision(trx, after);
    else await deleteDecision(trx, { poolId: scope, paperId: input.paper, kind: input.kind });
    await rerankPools({ ...ctx, db: trx }, trx, pools);
    const revision = (await findNewestRevision(trx, pool.id))?.revision ?? null;
    const subject = { paper: input.paper, everywhere: scope === '' };
    const audit = {
      before: { ...subject, ...describeDecision(ctx.taxonomy, before) },
      after: { ...subject, ...describeDecision(ctx.taxonomy, after), revision },
    };
    return { report: { ...report, changed: true, revision }, audit };
  });
}

function requireOpenPool(edition: LockedEdition): { id: string; day: string; days: number } {
  if (edition.state !== 'open' && edition.state !== 'paused')
    throw illegalEditionState(
      edition,
      'changed',
      'Only open and paused editions can change; choose a later one.',
    );
  const known = parseEditionId(edition.id);
  if (!known) throw unknownEdition(edition.id);
  return { ...poolOfEdition(known), day: known.day };
}

function isSameDecision(before: Decision | undefined, after: Decision | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return before.topic === after.topic && before.summary === after.summary;
}

/**
 * Creates a new revision of each of these pools that has been ranked; the first ranking of the others follows
 * the decision anyway.
 */
async function rerankPools(
  ctx: DecisionContext,
  trx: Transaction<Database>,
  pools: readonly { id: string; day: string; days: number }[],
): Promise<void> {
  for (const [id, pool] of new Map(pools.map((pool) => [pool.id, pool])))
    if (await findNewestRevision(trx, id))
      await rankPool(ctx, { poolId: id, day: pool.day, days: pool.days });
}

async function toDecision(
  taxonomy: Taxonomy,
  trx: Transaction<Database>,
  input: DecisionInput,
  given: { scope: string; pool: string; known: readonly Decision[]; now: Date },
): Promise<Decision> {
  const { paper: paperId, kind, operator } = input;
  const decision = { poolId: given.scope, paperId, kind, operator, decidedAt: given.now };
  const empty = { topic: null, summary: null, original: null };
  if (kind === 'hide') return { ...decision, ...empty };
  const card = await readPaperCard(trx, given.pool, paperId);
  if (!card) throw unknownPaper(paperId, 'is not in the pool of this edition, or is hidden from it');
  if (kind === 'pin') {
    const topic = input.topic ?? '';
    if (topic !== '' && !taxonomy.bySlug.has(topic))
      throw invalidDecision(
        `There is no topic ${topic}.`,
        `Topics: ${[...taxonomy.bySlug.keys()].join(', ')}.`,
      );
    const others = given.known.filter((each) => each.kind === 'pin' && each.paperId !== paperId);
    if (others.length >= DECISION_LIMITS.pins) throw pinsFull();
    return { ...decision, ...empty, topic };
  }
  const summary = readableText(input.text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  if (summary.length < DECISION_LIMITS.summary.least || summary.length > DECISION_LIMITS.summary.most) {
    const { least, most } = DECISION_LIMITS.summary;
    throw invalidDecision(`The summary has ${summary.length} characters.`, `Use ${least} to ${most}.`);
  }
  const earlier = given.known.find((each) => each.kind === 'summary' && each.paperId === paperId);
  const shown = card.summary || summarize(card, RENDERING.summaryLength);
  return { ...decision, ...empty, summary, original: earlier ? earlier.original : shown };
}

async function readPaperCard(trx: Transaction<Database>, pool: string, paperId: string) {
  const newest = await findNewestRevision(trx, pool);
  const rows = newest ? await readRevisionPapers(trx, pool, newest.revision) : [];
  return rows.find(({ card }) => card.paperId === paperId)?.card;
}

function describeDecision(taxonomy: Taxonomy, decision: Decision | undefined): Record<string, unknown> {
  if (!decision) return { decided: null };
  const { kind, topic, summary, original, operator, decidedAt } = decision;
  return {
    decided: `${kind} by ${operator} on ${dayOf(decidedAt)}`,
    ...(topic === null ? {} : { for: topic === '' ? 'all subscribers' : topicLabel(taxonomy, topic, 'en') }),
    ...(summary === null ? {} : { summary, original }),
  };
}

function unknownPaper(id: string, problem: string): PaperboyError {
  return new PaperboyError({
    code: 'PAPER_UNKNOWN',
    message: `Paper ${id.slice(0, 40)} ${problem}. Nothing was changed.`,
    remedy: '`edition papers <edition>` lists the papers with their ids.',
  });
}

function invalidDecision(message: string, remedy: string): PaperboyError {
  return new PaperboyError({ code: 'DECISION_INVALID', message: `${message} Nothing was changed.`, remedy });
}

function pinsFull(): PaperboyError {
  return new PaperboyError({
    code: 'PINS_FULL',
    message: `${DECISION_LIMITS.pins} papers are already pinned. Nothing was changed.`,
    remedy: "Remove another pin first; more would displace subscribers' own picks.",
  });
}
