import { DASHBOARD } from '../../../config/dashboard.ts';
import type { Context } from '../../context.ts';
import { type EditionStatus, type EditionStatusRow, editionStatusesOf } from './edition-status.ts';
import {
  readNewestEditions,
  readPresentEditions,
  readStateCounts,
  type ShownEdition,
} from './edition-status-queries.ts';

/** How editions stand, for whoever looks. */
export interface EditionStatuses {
  /** The newest day's editions, and every older one that is not over. */
  present(most: number): Promise<EditionStatus[]>;
  /** Those of so many newest days. */
  newest(days: number): Promise<EditionStatus[]>;
}

interface Kept {
  /** What the edition's row said; another state is another count. */
  of: string;
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
  keptFromPeople: number = DASHBOARD.countsCachedFromAudience,
): EditionStatuses {
  const kept = new Map<string, Kept>();
  const forMs = ({ editionState, audience }: ShownEdition) =>
    audience < keptFromPeople
      ? 0
      : editionState === 'finished'
        ? DASHBOARD.statisticsCacheMinutes * 60_000
        : DASHBOARD.countsCacheSeconds * 1_000;
  const standingsFor = async (editions: readonly ShownEdition[]): Promise<EditionStatus[]> => {
    const at = clock.now().getTime();
    const counted = editions.filter((edition) => {
      const known = kept.get(edition.id);
      return known?.of !== rowOf(edition) || Math.abs(at - known.at) >= forMs(edition);
    });
    const portions = readStateCounts(
      db,
      counted.map(({ id }) => id),
    );
    for (const edition of counted) {
      const rows = portions.then((all) => all.filter(({ id }) => id === edition.id));
      const mine = { of: rowOf(edition), at, rows };
      kept.set(edition.id, mine);
      rows.catch(() => {
        if (kept.get(edition.id) === mine) kept.delete(edition.id);
      });
    }
    const found = await Promise.all(
      editions.map(async (edition) => rowsFor(edition, await kept.get(edition.id)?.rows)),
    );
    // What is not shown any more is not kept for ever.
    for (const id of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(id);
    return editionStatusesOf(found.flat());
  };
  return {
    present: async (most) => standingsFor(await readPresentEditions(db, most)),
    newest: async (days) => standingsFor(await readNewestEditions(db, days)),
  };
}

const MOST_KEPT = 100;

const rowOf = ({ editionState, audience, plannedAt, finishedAt }: ShownEdition): string =>
  JSON.stringify([editionState, audience, plannedAt, finishedAt]);

/** The counted rows under the edition's present state; its audience stays the one that was counted with them, or the books would not balance. */
function rowsFor(
  { editionState, editionReason }: ShownEdition,
  rows: readonly EditionStatusRow[] = [],
): EditionStatusRow[] {
  return rows.map((row) => ({ ...row, editionState, editionReason }));
}
