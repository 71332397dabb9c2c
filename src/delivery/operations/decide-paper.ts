import type { Transaction } from 'kysely';
import { DECISION_LIMITS } from '../../../config/decisions.ts';
import { TOPIC_SLUGS, topicLabel } from '../../../config/topics/taxonomy.ts';
import { dayOf } from '../../day.ts';
import type { Database } from '../../db/schema.ts';
import { parseEditionId, poolOfEdition, unknownEdition } from '../../editions/edition.ts';
import { type LockedEdition, readOpenPools } from '../../editions/edition-queries.ts';
import { PaperboyError } from '../../errors.ts';
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

export interface DecisionInput extends OperationInput {
  /** The paper's id. */
  paper: string;
  kind: DecisionKind;
  /** Of a pin: the topic whose followers get it (slug); '' for everybody. */
  topic?: string | undefined;
  /** Of a summary: what is shown instead. */
  text?: string | undefined;
  /** For every pool from now on, not for this edition's alone. Not for pins. */
  everywhere?: boolean | undefined;
  /** Takes back what was decided. */
  undo?: boolean | undefined;
}

export interface DecisionReport extends OperationReport {
  paper: string;
  title: string;
  /** False when it was so already. */
  changed: boolean;
  /** The newest revision of the edition's pool; null before its first ranking, which then follows the decision. */
  revision: number | null;
}

/**
 * Pins a paper, hides it, or shows another summary of it, or takes one of these back. It makes a new revision of the pool, so whatever
 * is composed from now on follows it and nothing that is composed changes: an email is made from the revision that its
 * delivery names. Daily and weekdays editions of one day share their pool, so it holds for both. Doing it again changes nothing. Throws
 * PaperboyError `EDITION_UNKNOWN`, `EDITION_STATE`, `PAPER_UNKNOWN`, `DECISION_INVALID`, `PINS_FULL`.
 */
export async function decidePaper(ctx: OperationContext, input: DecisionInput): Promise<DecisionReport> {
  const verb = `${input.undo ? 'un' : ''}${input.kind}`;
  return runOperation<DecisionReport>(ctx, input, verb, async (trx, edition, now) => {
    const own = requireOpenPool(edition);
    const scope = input.everywhere && input.kind !== 'pin' ? '' : own.id;
    const pools = scope === '' ? [own, ...(await readOpenPools(trx))] : [own];
    // In one order, so that two decisions, or one and a ranking, never wait for each other.
    for (const id of [...new Set(pools.map((pool) => pool.id))].sort()) await lockPool(trx, id);
    const paper = await findPaperTexts(trx, input.paper);
    if (!paper) throw unknownPaper(input.paper, 'Paperboy does not know it.');
    const known = await readDecisions(trx, own.id);
    const before = known.find(
      (each) => each.poolId === scope && each.paperId === input.paper && each.kind === input.kind,
    );
    const after = input.undo ? undefined : await toDecision(trx, input, { scope, pool: own.id, known, now });
    const report = { edition: edition.id, state: edition.state, paper: input.paper, title: paper.title };
    if (isSameDecision(before, after)) {
      const revision = (await findNewestRevision(trx, own.id))?.revision ?? null;
      return { report: { ...report, changed: false, revision } };
    }
    if (after) await storeDecision(trx, after);
    else await deleteDecision(trx, { poolId: scope, paperId: input.paper, kind: input.kind });
    await rerankPools({ ...ctx, db: trx }, trx, pools);
    const revision = (await findNewestRevision(trx, own.id))?.revision ?? null;
    const of = { paper: input.paper, everywhere: scope === '' };
    const audit = {
      before: { ...of, ...describeDecision(before) },
      after: { ...of, ...describeDecision(after), revision },
    };
    return { report: { ...report, changed: true, revision }, audit };
  });
}

function requireOpenPool(edition: LockedEdition): { id: string; day: string; days: number } {
  if (edition.state !== 'open' && edition.state !== 'paused')
    throw illegalEditionState(edition, 'changed', 'Everybody in it has their papers.');
  const known = parseEditionId(edition.id);
  if (!known) throw unknownEdition(edition.id);
  return { ...poolOfEdition(known), day: known.day };
}

function isSameDecision(before: Decision | undefined, after: Decision | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return before.topic === after.topic && before.summary === after.summary;
}

/** A new revision of each of these pools that was ranked before; one that was not will follow the decision by itself. */
async function rerankPools(
  ctx: OperationContext,
  trx: Transaction<Database>,
  pools: readonly { id: string; day: string; days: number }[],
): Promise<void> {
  for (const [id, pool] of new Map(pools.map((pool) => [pool.id, pool])))
    if (await findNewestRevision(trx, id))
      await rankPool(ctx, { poolId: id, day: pool.day, days: pool.days });
}

async function toDecision(
  trx: Transaction<Database>,
  input: DecisionInput,
  given: { scope: string; pool: string; known: readonly Decision[]; now: Date },
): Promise<Decision> {
  const { paper: paperId, kind, operator } = input;
  const decision = { poolId: given.scope, paperId, kind, operator, decidedAt: given.now };
  const nothing = { topic: null, summary: null, original: null };
  if (kind === 'hide') return { ...decision, ...nothing };
  const card = await readPaperCard(trx, given.pool, paperId);
  if (!card) throw unknownPaper(paperId, 'It is not in the pool of this edition, or hidden from it.');
  if (kind === 'pin') {
    const topic = input.topic ?? '';
    if (topic !== '' && !TOPIC_SLUGS.has(topic))
      throw invalidDecision(`There is no topic ${topic}.`, 'config/topics.ts lists them.');
    const others = given.known.filter((each) => each.kind === 'pin' && each.paperId !== paperId);
    if (others.length >= DECISION_LIMITS.pins) throw pinsFull();
    return { ...decision, ...nothing, topic };
  }
  const summary = readableText(input.text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  if (summary.length < DECISION_LIMITS.summary.least || summary.length > DECISION_LIMITS.summary.most) {
    const { least, most } = DECISION_LIMITS.summary;
    throw invalidDecision(`The summary has ${summary.length} characters.`, `Write ${least} to ${most}.`);
  }
  const first = given.known.find((each) => each.kind === 'summary' && each.paperId === paperId);
  const shown = card.summary ?? card.abstract;
  return { ...decision, ...nothing, summary, original: first ? first.original : shown };
}

async function readPaperCard(trx: Transaction<Database>, pool: string, paperId: string) {
  const newest = await findNewestRevision(trx, pool);
  const rows = newest ? await readRevisionPapers(trx, pool, newest.revision) : [];
  return rows.find(({ card }) => card.paperId === paperId)?.card;
}

function describeDecision(decision: Decision | undefined): Record<string, unknown> {
  if (!decision) return { decided: null };
  const { kind, topic, summary, original, operator, decidedAt } = decision;
  return {
    decided: `${kind} by ${operator} on ${dayOf(decidedAt)}`,
    ...(topic === null ? {} : { for: topic === '' ? 'everybody' : topicLabel(topic, 'en') }),
    ...(summary === null ? {} : { summary, original }),
  };
}

function unknownPaper(id: string, why: string): PaperboyError {
  return new PaperboyError({
    code: 'PAPER_UNKNOWN',
    message: `There is no paper ${id.slice(0, 40)} to decide about: ${why} Nothing was changed.`,
    remedy: '`edition papers <edition>` lists the papers with their ids.',
  });
}

function invalidDecision(message: string, remedy: string): PaperboyError {
  return new PaperboyError({ code: 'DECISION_INVALID', message: `${message} Nothing was changed.`, remedy });
}

function pinsFull(): PaperboyError {
  return new PaperboyError({
    code: 'PINS_FULL',
    message: `${DECISION_LIMITS.pins} papers are pinned already, and readers shall still find their own. Nothing was changed.`,
    remedy: 'Take another pin back first.',
  });
}
