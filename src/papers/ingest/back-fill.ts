import type { Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import { addDays, dayOf, weekday } from '../../day.ts';
import { inTransaction } from '../../db/dry-run.ts';
import type { Database } from '../../db/schema.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import type { PaperSource, SourceDay } from '../../ports.ts';
import { addMeanings } from '../meaning/refresh-meaning.ts';
import { indexPapers } from '../search/index-papers.ts';
import {
  type BackFill,
  type BackFillStep,
  findBackFill,
  insertBackFill,
  moveBackFill,
  reopenBackFill,
} from './back-fill-queries.ts';
import { findSource } from './ingest.ts';
import { sharedRateGate } from './rate-gate.ts';
import { readDayOutcomes } from './source-queries.ts';
import { type IngestedDay, storeDay } from './store-day.ts';

type BackFillContext = Pick<Context, 'db' | 'clock' | 'log' | 'sources'>;

/** Pause after each day, for all processes together: a tenth of the requests that Hugging Face allows. */
const PAUSE_MS = 6_000;
/** Days in a row that a source does not serve, or that cannot be read, after which it is given up. */
const REFUSED_DAYS = 5;
/** Runs in a row that a source ended, by its limit or by not responding. */
const FAILED_RUNS = 24;
/** Days of one job: two minutes. */
const DAYS_PER_JOB = 20;

export interface BackFillInput {
  source: string;
  /** Number of past days; those that ingestion fetches anyway are left out. */
  days: number;
  /** Continues after a refusal, or further back than before, because an operator says so. */
  reopen?: boolean;
  /** Days to fetch in this call (default: all). */
  most?: number;
  signal?: AbortSignal;
  /** Called after each day. */
  onDay?: (state: BackFill) => void;
}

/**
 * Fetches the earlier lists of a source, newest first, once per installation: a row has the day to continue
 * at, so a killed process loses one day's request. Papers, lists and present votes are stored as ingestion
 * does, under their own old list days, so none becomes a candidate. Ends early when the source fails, and for
 * good when it keeps refusing. Safe to repeat and to run twice at a time. Throws PaperboyError
 * `SOURCE_UNKNOWN` or `BACK_FILL_UNSUPPORTED`, or the signal's reason.
 */
export async function backFill(ctx: BackFillContext, input: BackFillInput): Promise<BackFill> {
  const source = findSource(ctx, input.source);
  if (source.listsBack === undefined)
    throw new PaperboyError({
      code: 'BACK_FILL_UNSUPPORTED',
      message: `${source.label} does not serve earlier lists.`,
      remedy: 'Pass --source with a source that does, for example hugging-face.',
    });
  const today = dayOf(ctx.clock.now());
  const oldestDay = addDays(today, -Math.min(input.days, source.listsBack));
  const nextDay = addDays(today, -source.daysBack - 1);
  await insertBackFill(ctx.db, { source: source.name, nextDay, oldestDay, now: ctx.clock.now() });
  if (input.reopen === true) await reopenBackFill(ctx.db, source.name, oldestDay, ctx.clock.now());
  const gate = sharedRateGate(ctx, `${source.name}-back-fill`, PAUSE_MS);
  let state = await present(ctx, source);
  for (let fetched = 0; state.state === 'running' && fetched < (input.most ?? Infinity); fetched += 1) {
    // The day is read inside the gate, so that two processes fetch different ones.
    const { wentOn } = await gate.pass(() => fetchNext(ctx, source, input.signal), input.signal);
    state = await present(ctx, source);
    input.onDay?.(state);
    if (!wentOn) break;
  }
  const options = input.signal ? { signal: input.signal } : {};
  await indexPapers(ctx, options);
  await addMeanings(ctx, options);
  ctx.log[state.reason === null ? 'info' : 'warn'](state, 'back-fill');
  return state;
}

/** One job's share of the back-fill that every installation does by itself. */
export function backFillByJob(
  ctx: BackFillContext & Pick<Context, 'env'>,
  input: { source: string; signal: AbortSignal },
): Promise<BackFill> {
  return backFill(ctx, { ...input, days: ctx.env.BACK_FILL_DAYS, most: DAYS_PER_JOB });
}

/** True if this installation fills its source by itself and has not finished or given up. */
export async function isBackFillDue(
  ctx: Pick<Context, 'db' | 'env' | 'sources'>,
  source: string,
): Promise<boolean> {
  if (ctx.env.BACK_FILL_DAYS === 0 || findSource(ctx, source).listsBack === undefined) return false;
  const state = await findBackFill(ctx.db, source);
  return state === undefined || state.state === 'running';
}

async function present(ctx: Pick<Context, 'db'>, source: PaperSource): Promise<BackFill> {
  const state = await findBackFill(ctx.db, source.name);
  if (!state) throw new RangeError(`the back-fill of ${source.name} has no row`);
  return state;
}

/** Fetches and stores one day. `wentOn` is false when the source does not respond now. */
async function fetchNext(
  ctx: BackFillContext,
  source: PaperSource,
  signal: AbortSignal | undefined,
): Promise<{ wentOn: boolean }> {
  const before = await present(ctx, source);
  if (before.state !== 'running') return { wentOn: false };
  const { nextDay: from, oldestDay } = before;
  const day = await nextWanted(ctx, source, before);
  const move = (step: Omit<BackFillStep, 'source' | 'day'>, db = ctx.db) =>
    moveBackFill(db, { source: source.name, day: from, ...step }, ctx.clock.now());
  const nothing = { lists: 0, papers: 0, failures: 0, reason: null };
  if (day < oldestDay) {
    await move({ ...nothing, nextDay: day, state: 'done' });
    return { wentOn: true };
  }
  const after = addDays(day, -1);
  const failures = before.failures + 1;
  const skip = async (reason: string) => {
    const state = failures >= REFUSED_DAYS ? 'refused' : after < oldestDay ? 'done' : 'running';
    await move({ ...nothing, nextDay: after, state, failures, reason });
    return { wentOn: true };
  };
  const observedAt = ctx.clock.now();
  try {
    const fetched = await source.fetchDay(day, signal ? { signal } : {});
    if (!fetched.open) return await skip(`${source.label} does not serve its list of ${day}`);
    const garbled = await inTransaction(ctx.db, async (trx) => {
      const stored = await storeUnlessGarbled(trx, source, fetched, observedAt);
      if (stored instanceof PaperboyError) return stored;
      const state = after < oldestDay ? 'done' : 'running';
      const lists = stored.papers > 0 ? 1 : 0;
      await move({ ...nothing, nextDay: after, state, lists, papers: stored.created }, trx);
      return null;
    });
    return garbled === null ? { wentOn: true } : await skip(reasonOf(garbled));
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof PaperboyError)) throw error;
    if (error.code === 'SOURCE_GARBLED') return skip(reasonOf(error));
    const state = failures >= FAILED_RUNS ? 'refused' : 'running';
    await move({ ...nothing, nextDay: from, state, failures, reason: reasonOf(error) });
    return { wentOn: false };
  }
}

/** Stores a day; returns the error of one that cannot be read, whose reasons are stored. */
async function storeUnlessGarbled(
  trx: Transaction<Database>,
  source: PaperSource,
  fetched: SourceDay,
  observedAt: Date,
): Promise<IngestedDay | PaperboyError> {
  try {
    return await storeDay(trx, source, fetched, observedAt);
  } catch (error) {
    if (error instanceof PaperboyError && error.code === 'SOURCE_GARBLED') return error;
    throw error;
  }
}

/** Next day that can have a list and was not fetched whole before. */
async function nextWanted(
  ctx: Pick<Context, 'db'>,
  source: PaperSource,
  { nextDay, oldestDay }: BackFill,
): Promise<string> {
  const known = await readDayOutcomes(ctx.db, source.name, oldestDay);
  const isKnown = (day: string) => ['complete', 'empty'].includes(known.get(day)?.outcome ?? '');
  let day = nextDay;
  while (day >= oldestDay && (source.quietWeekdays.includes(weekday(day)) || isKnown(day)))
    day = addDays(day, -1);
  return day;
}
