import { FETCHING, isSource, SOURCES } from '../../../../config/sources.ts';
import { addDays, dayOf, weekday } from '../../../day.ts';
import { endSentence } from '../../../delivery/providers/describe-result.ts';
import type { CategoryStatus } from '../../../papers/ingest/category-status.ts';
import type { SourceStateRow, UsualArrival } from '../../../papers/ingest/source-queries.ts';
import { counted, formatClock, formatFromNow } from '../frame/format.ts';

/** Fewer days than this are not enough to estimate the usual arrival. */
const MIN_DAYS = 3;
/**
 * Lists that arrived later than this were caught up afterward, so they don't show when the source publishes.
 */
const MAX_ARRIVAL_MS = 36 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** Display name of a source. */
export function sourceName(source: string): string {
  return isSource(source) ? SOURCES[source].label : source;
}

/** Describes a source in a phrase to follow its state: `expected by 02:10 UTC; newest list 2026-11-23`. */
export function describeSource(row: SourceStateRow, usual: UsualArrival | undefined, now: Date): string {
  const newest = row.newestDay === null ? 'no list yet' : `newest list ${row.newestDay}`;
  switch (row.state) {
    case 'fresh':
      return `${newest}, checked ${formatFromNow(row.checkedAt, now)}`;
    case 'quiet':
      return `nothing is published on this weekday; ${newest}`;
    case 'waiting': {
      const expected = expectedAt(row, usual, now);
      return expected === null
        ? `today’s list is not out yet; ${newest}`
        : `${describeExpected(expected, now)}; ${newest}`;
    }
    case 'stalled':
      return (
        `it responds, but days that were due are missing; ${newest}. It is retried every hour; ` +
        'if the source’s own site has papers, its format may have changed'
      );
    case 'failed': {
      const times = row.failures > 1 ? `${counted(row.failures, 'time')} in a row` : 'on the last attempt';
      const success =
        row.succeededAt === null
          ? 'It has never succeeded'
          : `It last succeeded ${formatFromNow(row.succeededAt, now)}`;
      return (
        `${times}: ${endSentence(row.reason ?? 'unknown reason')} ` +
        `${success} and is retried every hour; editions continue without it`
      );
    }
    default:
      return newest;
  }
}

/**
 * Describes a category in a phrase to follow its state: `expected by 02:10 UTC; newest papers 2026-11-20`.
 */
export function describeCategory({ state, newestDay, dueAt }: CategoryStatus, now: Date): string {
  const newest = newestDay === null ? 'no papers in four weeks' : `newest papers ${newestDay}`;
  if (state === 'stalled') return `papers that were due are missing; ${newest}`;
  if (dueAt === null) return newest;
  return state === 'waiting'
    ? `${describeExpected(dueAt, now)}; ${newest}`
    : `${newest}, next expected ${formatClock(dueAt, now)}`;
}

/**
 * Counts categories by state, naming those that are late: `10 categories: 8 fresh, 2 waiting (cs.CL, cs.CV)`.
 */
export function summarizeCategories(categories: readonly CategoryStatus[]): string {
  const states = [...new Set(categories.map(({ state }) => state))];
  const parts = states.map((state) => {
    const names = categories.filter((each) => each.state === state).map(({ category }) => category);
    const isLate = state === 'waiting' || state === 'stalled';
    return `${names.length} ${state}${isLate ? ` (${names.join(', ')})` : ''}`;
  });
  return `${counted(categories.length, 'category', 'categories')}: ${parts.join(', ')}`;
}

function describeExpected(by: Date, now: Date): string {
  const expected = `expected by ${formatClock(by, now)}`;
  return by > now ? expected : `${expected}, ${formatFromNow(by, now).replace(' ago', '')} late`;
}

/** Time at which the next due list usually arrives; null without enough history. */
function expectedAt(
  row: Pick<SourceStateRow, 'source' | 'newestDay'>,
  usual: UsualArrival | undefined,
  now: Date,
): Date | null {
  if (!usual || usual.days < MIN_DAYS || row.newestDay === null) return null;
  const lag = (FETCHING[row.source]?.lagDays ?? 0) * DAY_MS;
  if (usual.seconds * 1_000 - lag > MAX_ARRIVAL_MS) return null;
  const quiet: readonly number[] = isSource(row.source) ? SOURCES[row.source].quietWeekdays : [];
  let due = addDays(row.newestDay, 1);
  while (quiet.includes(weekday(due)) && due < dayOf(now)) due = addDays(due, 1);
  return new Date(Date.parse(`${due}T00:00:00Z`) + usual.seconds * 1_000);
}
