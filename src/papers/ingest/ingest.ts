import { FETCHING } from '../../../config/sources.ts';
import type { Context } from '../../context.ts';
import { addDays, dayOf } from '../../day.ts';
import { PaperboyError, reasonOf } from '../../errors.ts';
import type { PaperSource, SourceDay } from '../../ports.ts';
import { addMeanings } from '../meaning/refresh-meaning.ts';
import { indexPapers } from '../search/index-papers.ts';
import { readDayOutcomes, readSourceStates, storeDayOutcome, storeSourceState } from './source-queries.ts';
import { sourceState } from './source-state.ts';
import { type IngestedDay, storeDay } from './store-day.ts';

type IngestContext = Pick<Context, 'db' | 'clock' | 'log' | 'sources'>;

export interface IngestInput {
  source: string;
  /** YYYY-MM-DD, or `newest` for the newest day on offer, however old. */
  day: string | 'newest';
  /** Fetches the day even if it was fetched a moment ago. */
  force?: boolean;
  signal?: AbortSignal;
}

export interface IngestReport {
  source: string;
  days: IngestedDay[];
}

/**
 * Ingests one day of a source, preceded by every earlier day (as far back as the source serves) that is
 * missing or may have grown. Idempotent apart from new snapshots. Days already stored stay when a later one
 * fails; the failure is recorded in the source's state and thrown as PaperboyError, so that the job is
 * retried.
 */
export async function ingest(ctx: IngestContext, input: IngestInput): Promise<IngestReport> {
  const source = findSource(ctx, input.source);
  const report: IngestReport = { source: source.name, days: [] };
  try {
    const garbled: unknown[] = [];
    for (const day of await daysToFetch(ctx, source, input)) {
      try {
        report.days.push(await ingestDay(ctx, source, day, input.signal));
      } catch (error) {
        // An unreadable day does not stop the others. An unavailable or rate-limited source does.
        if (!(error instanceof PaperboyError && error.code === 'SOURCE_GARBLED')) throw error;
        garbled.push(error);
      }
    }
    if (garbled.length > 0) throw garbled[0];
    await recordSourceState(ctx, source, report, null);
  } catch (error) {
    // A canceled run says nothing about the source.
    if (!input.signal?.aborted) await recordSourceState(ctx, source, report, reasonOf(error));
    throw error;
  }
  const options = input.signal ? { signal: input.signal } : {};
  await indexPapers(ctx, options);
  await addMeanings(ctx, options);
  return report;
}

/** Returns the source of that name. Throws PaperboyError `SOURCE_UNKNOWN`. */
export function findSource(ctx: Pick<Context, 'sources'>, name: string): PaperSource {
  const source = ctx.sources.find((each) => each.name === name);
  if (source) return source;
  throw new PaperboyError({
    code: 'SOURCE_UNKNOWN',
    message: `There is no source called ${name}.`,
    remedy: `Known and enabled: ${ctx.sources.map((each) => each.name).join(', ')}. See SOURCES.`,
  });
}

/**
 * Days that an ingestion would fetch, newest first, so that a source failing halfway has delivered today's
 * edition.
 */
export async function daysToFetch(
  ctx: Pick<Context, 'db' | 'clock'>,
  source: PaperSource,
  input: Pick<IngestInput, 'day' | 'force'>,
): Promise<string[]> {
  if (input.day === 'newest') return ['newest'];
  const rule = FETCHING[source.name] ?? { settlesAfterDays: 0, refetchMinutes: 0, lagDays: 0 };
  const first = addDays(input.day, -source.daysBack);
  const known = await readDayOutcomes(ctx.db, source.name, first);
  const now = ctx.clock.now();
  const days: string[] = [];
  for (let day = first; day <= input.day; day = addDays(day, 1)) {
    const last = known.get(day);
    const whole = last && last.outcome !== 'failed' && last.outcome !== 'partial' ? last : undefined;
    const settled = whole && dayOf(whole.fetchedAt) > addDays(day, rule.settlesAfterDays);
    const recent = whole && now.getTime() - whole.fetchedAt.getTime() < rule.refetchMinutes * 60_000;
    const asked = input.force === true && day === input.day;
    if (asked || (!settled && !recent)) days.push(day);
  }
  return days.reverse();
}

async function ingestDay(
  ctx: IngestContext,
  source: PaperSource,
  asked: string,
  signal: AbortSignal | undefined,
): Promise<IngestedDay> {
  const observedAt = ctx.clock.now();
  let fetched: SourceDay;
  try {
    fetched = await source.fetchDay(asked, signal ? { signal } : {});
  } catch (error) {
    if (asked !== 'newest' && !signal?.aborted) {
      await storeDayOutcome(ctx.db, {
        source: source.name,
        day: asked,
        outcome: 'failed',
        papers: 0,
        rejected: 0,
        reason: reasonOf(error),
        fetchedAt: observedAt,
      });
    }
    throw error;
  }
  const result = await storeDay(ctx.db, source, fetched, observedAt);
  ctx.log[result.outcome === 'partial' ? 'warn' : 'info']({ source: source.name, ...result }, 'ingested');
  return result;
}

/** Records the result in the source's state, which operators see, on success and on failure (rule 10). */
export async function recordSourceState(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  source: PaperSource,
  report: Pick<IngestReport, 'days'>,
  failure: string | null,
): Promise<void> {
  const now = ctx.clock.now();
  const before = (await readSourceStates(ctx.db)).find((row) => row.source === source.name);
  const brought = report.days.filter((each) => each.papers > 0).map((each) => each.day);
  const newestDay =
    [before?.newestDay ?? null, ...brought]
      .filter((day) => day !== null)
      .sort()
      .at(-1) ?? null;
  const state = sourceState({
    today: dayOf(now),
    lastTryFailed: failure !== null,
    newestDay,
    quietWeekdays: source.quietWeekdays,
    lagDays: FETCHING[source.name]?.lagDays ?? 0,
  });
  await storeSourceState(ctx.db, {
    source: source.name,
    state,
    checkedAt: now,
    succeededAt: failure === null ? now : (before?.succeededAt ?? null),
    newestDay,
    failures: failure === null ? 0 : (before?.failures ?? 0) + 1,
    reason: failure,
  });
  if (failure !== null) ctx.log.warn({ source: source.name, reason: failure }, 'source failed');
  else if (before && before.state !== state)
    ctx.log.info({ source: source.name, state }, 'source state changed');
}
