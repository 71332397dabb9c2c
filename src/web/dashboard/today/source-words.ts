import { FETCHING, isSource, SOURCES } from '../../../../config/sources.ts';
import { addDays, dayOf, weekday } from '../../../day.ts';
import type { CategoryStatus } from '../../../papers/ingest/category-status.ts';
import type { SourceStateRow, UsualArrival } from '../../../papers/ingest/source-queries.ts';
import { counted } from '../frame/counted.ts';
import { clockWords, fromNow } from '../frame/duration-words.ts';

/** Fewer days do not tell what is usual. */
const LEAST_DAYS = 3;
/** A list that was fetched long after its day was caught up, and says nothing of when it appears. */
const LATEST_MS = 36 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** A source as a person calls it. */
export function sourceName(source: string): string {
  return isSource(source) ? SOURCES[source].label : source;
}

/** How a source stands, in a sentence that goes on after its state: `waiting, normally by 02:10 UTC`. */
export function sourceWords(row: SourceStateRow, usual: UsualArrival | undefined, now: Date): string {
  const newest =
    row.newestDay === null ? 'it has given nothing yet' : `its newest list is of ${row.newestDay}`;
  switch (row.state) {
    case 'fresh':
      return `${newest}, looked at ${fromNow(row.checkedAt, now)}`;
    case 'quiet':
      return `nothing is due on this weekday; ${newest}`;
    case 'waiting': {
      const by = normallyBy(row, usual, now);
      return by === null ? `today’s list is not there yet; ${newest}` : `${byWords(by, now)}; ${newest}`;
    }
    case 'stalled':
      return `it answers, but days that were due are missing; ${newest}. It is asked again every hour; if its own site has papers, its format may have changed`;
    case 'failed': {
      const times = row.failures > 1 ? `${row.failures} times in a row` : 'at the last try';
      const well =
        row.succeededAt === null ? 'It never answered' : `It last answered ${fromNow(row.succeededAt, now)}`;
      return `it did not answer ${times} (${row.reason ?? 'no reason known'}). ${well}, and is asked again every hour; the edition goes on without it`;
    }
    default:
      return newest;
  }
}

/** How one category stands, to go on after its state: `waiting, normally by 02:10 UTC`. */
export function categoryWords({ state, newestDay, dueAt }: CategoryStatus, now: Date): string {
  const newest =
    newestDay === null ? 'no paper of it in four weeks' : `its newest papers are of ${newestDay}`;
  if (state === 'stalled') return `papers that were due are missing; ${newest}`;
  if (dueAt === null) return newest;
  return state === 'waiting'
    ? `${byWords(dueAt, now)}; ${newest}`
    : `${newest}, the next are due ${clockWords(dueAt, now)}`;
}

/** `10 categories: 8 fresh, 2 waiting (cs.CL, cs.CV)`, with the names of those that somebody may look for. */
export function categoriesTogether(standings: readonly CategoryStatus[]): string {
  const states = [...new Set(standings.map(({ state }) => state))];
  const parts = states.map((state) => {
    const those = standings.filter((each) => each.state === state).map(({ category }) => category);
    return `${those.length} ${state}${state === 'waiting' || state === 'stalled' ? ` (${those.join(', ')})` : ''}`;
  });
  return `${counted(standings.length, 'category', 'categories')}: ${parts.join(', ')}`;
}

function byWords(by: Date, now: Date): string {
  const normally = `normally by ${clockWords(by, now)}`;
  return by > now ? normally : `${normally}, so it is ${fromNow(by, now).replace(' ago', '')} late`;
}

/** When the next list that is due usually appears here; null where too little is known. */
export function normallyBy(
  row: Pick<SourceStateRow, 'source' | 'newestDay'>,
  usual: UsualArrival | undefined,
  now: Date,
): Date | null {
  if (!usual || usual.days < LEAST_DAYS || row.newestDay === null) return null;
  const lag = (FETCHING[row.source]?.lagDays ?? 0) * DAY_MS;
  if (usual.seconds * 1_000 - lag > LATEST_MS) return null;
  const quiet: readonly number[] = isSource(row.source) ? SOURCES[row.source].quietWeekdays : [];
  let due = addDays(row.newestDay, 1);
  while (quiet.includes(weekday(due)) && due < dayOf(now)) due = addDays(due, 1);
  return new Date(Date.parse(`${due}T00:00:00Z`) + usual.seconds * 1_000);
}
