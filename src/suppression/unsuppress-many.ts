import { z } from 'zod';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { dayOf, daySchema } from '../day.ts';
import { PaperboyError } from '../errors.ts';
import { maskAddress } from '../subscribers/mask-address.ts';
import {
  countDecided,
  countMistaken,
  type MistakenGroup,
  type MistakenSuppressions,
  readMistakenAddresses,
  readSources,
  type SuppressionCursor,
  undoNextSuppressions,
} from './mistaken-suppression-queries.ts';
import { redactReason } from './unsuppress.ts';

/** Suppressions of one transaction: its locks are held for well under a second. */
const STEP = 500;
const SAMPLES = 5;
const SOURCES = 10;

/** Suppressions that an undo removes, counted by source and state. */
export interface UndoCounts {
  suppressions: number;
  bySource: Record<string, number>;
  /** By the state of the subscriber afterward; `none`: no subscriber has the address. */
  byState: Record<string, number>;
}

/** Preview of an undo. */
export interface UndoPreview extends UndoCounts {
  /** Suppressions of this source that stay: complaints, and those of operators. */
  kept: number;
  /** Masked addresses of a few of the subscribers. */
  samples: string[];
  /** Sources of the period, most frequent first; only when nothing matches. */
  otherSources: { source: string; count: number }[];
}

/**
 * Parses a source and a period from text. Times are ISO 8601, in UTC unless they name a zone; a day or minute
 * as the end is included as a whole. Throws PaperboyError `SOURCE_MISSING` or `PERIOD_INVALID`.
 */
export function parseMistake(text: { source: string; from: string; to: string }): MistakenSuppressions {
  const source = text.source.replace(/\s+/g, ' ').trim();
  if (source === '' || source.length > 200)
    throw new PaperboyError({
      code: 'SOURCE_MISSING',
      message: 'A source of suppressions is required, for example “smtp 550”.',
      remedy: 'Use the source shown on the page of a suppressed subscriber, or its first words.',
    });
  const [from, to] = [readTime(text.from)?.first, readTime(text.to)?.last];
  if (from && to && from <= to) return { source, from, to };
  throw new PaperboyError({
    code: 'PERIOD_INVALID',
    message: from && to ? 'The period ends before it starts.' : 'The period needs two times in ISO 8601.',
    remedy: 'Use days or times in UTC, the earlier one first, for example 2026-11-23T06:00 2026-11-23T09:30.',
  });
}

/** Shows what unsuppressMany would do now. Changes nothing. */
export async function previewUnsuppressMany(
  ctx: Pick<Context, 'db' | 'clock'>,
  mistake: MistakenSuppressions,
): Promise<UndoPreview> {
  const counts = countUndone(await countMistaken(ctx.db, mistake, dayOf(ctx.clock.now())));
  const addresses = await readMistakenAddresses(ctx.db, mistake, SAMPLES);
  return {
    ...counts,
    kept: await countDecided(ctx.db, mistake),
    samples: addresses.map((address) => maskAddress(address)),
    otherSources: counts.suppressions > 0 ? [] : await readSources(ctx.db, mistake, SOURCES),
  };
}

/**
 * Undoes the suppressions that a misconfigured mail server caused: removes them, and returns each subscriber
 * to the state before, without an email, since consent was never in doubt. Complaints and the suppressions of
 * operators stay. Each step of 500 is a transaction with its own audit entry, so it can be repeated: after a
 * crash it does the rest, after the end nothing. `complete` is false when `maxSteps` ended it. Throws
 * PaperboyError `REASON_MISSING`. Not inside a transaction.
 */
export async function unsuppressMany(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { mistake: MistakenSuppressions; operator: string; reason: string; maxSteps?: number },
): Promise<UndoCounts & { complete: boolean }> {
  const { mistake, operator, maxSteps = Number.POSITIVE_INFINITY } = input;
  const why = redactReason(input.reason);
  const groups: MistakenGroup[] = [];
  let after: SuppressionCursor | null = null;
  for (let step = 0; step < maxSteps; step += 1) {
    const now = ctx.clock.now();
    const page = { after, limit: STEP, day: dayOf(now), now };
    const { undone, last } = await ctx.db.transaction().execute(async (trx) => {
      const done = await undoNextSuppressions(trx, mistake, page);
      if (done.undone.length > 0) {
        const { from, to, source } = mistake;
        const entry = { operator, verb: 'suppression undo', subject: source };
        const before = { from: from.toISOString(), to: to.toISOString() };
        await insertAuditEntry(trx, { ...entry, before, after: { ...countUndone(done.undone), why } }, now);
      }
      return done;
    });
    if (last === null) return { ...countUndone(groups), complete: true };
    groups.push(...undone);
    after = last;
  }
  return { ...countUndone(groups), complete: false };
}

function countUndone(groups: readonly MistakenGroup[]): UndoCounts {
  const counts: UndoCounts = { suppressions: 0, bySource: {}, byState: {} };
  for (const { source, state, count } of groups) {
    counts.suppressions += count;
    counts.bySource[source] = (counts.bySource[source] ?? 0) + count;
    counts.byState[state] = (counts.byState[state] ?? 0) + count;
  }
  return counts;
}

const timeSchema = z.iso.datetime({ offset: true, local: true });

/** First and last millisecond of a day, a minute, a second or a moment; null for any other text. */
function readTime(text: string): { first: Date; last: Date } | null {
  const trimmed = text.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T');
  const isDay = daySchema.safeParse(trimmed).success;
  if (!isDay && !(timeSchema.safeParse(trimmed).success && daySchema.safeParse(trimmed.slice(0, 10)).success))
    return null;
  const zoned = isDay || /(?:Z|[+-]\d\d:\d\d)$/.test(trimmed) ? trimmed : `${trimmed}Z`;
  const first = new Date(zoned);
  if (Number.isNaN(first.getTime())) return null;
  const [, seconds, fraction] = /T\d\d:\d\d(:\d\d)?(\.\d+)?/.exec(trimmed) ?? [];
  const length = isDay ? 86_400_000 : seconds === undefined ? 60_000 : fraction === undefined ? 1_000 : 1;
  return { first, last: new Date(first.getTime() + length - 1) };
}
