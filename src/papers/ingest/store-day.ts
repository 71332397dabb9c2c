import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { PaperboyError } from '../../errors.ts';
import { pluralize } from '../../plural.ts';
import type { PaperSource, Rejection, SourceDay } from '../../ports.ts';
import { storePapers } from './paper-queries.ts';
import {
  type DayOutcome,
  readDayOutcomes,
  storeDailyList,
  storeDayOutcome,
  storeRejections,
  storeSnapshots,
} from './source-queries.ts';

/** Effect of storing one day of a source. */
export interface IngestedDay {
  day: string;
  outcome: DayOutcome['outcome'];
  papers: number;
  created: number;
  changed: number;
  snapshots: number;
  rejected: number;
}

/**
 * Stores a fetched day: papers, list, readings as snapshots at `observedAt`, rejections and outcome. Throws
 * PaperboyError `SOURCE_GARBLED` if there were entries and none is readable.
 */
export async function storeDay(
  db: Kysely<Database> | Transaction<Database>,
  source: Pick<PaperSource, 'name' | 'label'>,
  fetched: SourceDay,
  observedAt: Date,
): Promise<IngestedDay> {
  const { day, papers, readings } = fetched;
  const lost = await findLoss(db, source, fetched);
  const rejections = [...fetched.rejections, ...lost];
  const stored = await storePapers(db, source.name, papers, observedAt);
  const listed = papers.filter((paper) => paper.listDay !== null);
  const entries = new Map(listed.map(({ id, submitter }) => [id, { paperId: id, submitter }]));
  await storeDailyList(db, source.name, day, [...entries.values()], observedAt);
  const snapshots = await storeSnapshots(db, source.name, readings, observedAt);
  await storeRejections(db, source.name, day, rejections, observedAt);
  const outcome = lost.length > 0 ? 'partial' : outcomeOf(fetched);
  const rejected = rejections.length;
  const unreadable = outcome === 'failed';
  await storeDayOutcome(db, {
    source: source.name,
    day,
    outcome,
    papers: papers.length,
    rejected,
    reason: unreadable
      ? `${pluralize(rejected, 'entry', 'entries')} skipped, none stored`
      : outcome === 'partial'
        ? reasonToFetchAgain(rejections)
        : null,
    fetchedAt: observedAt,
  });
  if (unreadable) {
    throw new PaperboyError({
      code: 'SOURCE_GARBLED',
      message:
        `${source.label} sent ${pluralize(rejected, 'entry', 'entries')} for ${day}, and none of them can ` +
        'be read.',
      remedy:
        'Paperboy retries automatically. If this persists, the source has changed its format: update ' +
        'Paperboy. The table source_rejections lists the reasons, for example ' +
        `${rejections[0]?.reason ?? ''}.`,
      retry: 'later',
    });
  }
  return { day, outcome, papers: papers.length, ...stored, snapshots, rejected };
}

function reasonToFetchAgain(rejections: readonly Rejection[]): string | null {
  const last = rejections.at(-1);
  return last ? `${last.entry}: ${last.reason}` : null;
}

/**
 * Rejection for an empty answer about a day that had papers before, as a busy source gives for a while. The
 * papers stay stored, and the day is fetched again.
 */
async function findLoss(
  db: Kysely<Database> | Transaction<Database>,
  source: Pick<PaperSource, 'name'>,
  { day, open, papers, rejections }: SourceDay,
): Promise<Rejection[]> {
  if (!open || papers.length > 0 || rejections.length > 0) return [];
  const before = (await readDayOutcomes(db, source.name, day)).get(day)?.papers ?? 0;
  if (before === 0) return [];
  const reason = `the day is empty now; it had ${pluralize(before, 'paper', 'papers')} before`;
  return [{ entry: `results of ${day}`, reason }];
}

function outcomeOf({ open, partial, papers, rejections }: SourceDay): DayOutcome['outcome'] {
  if (!open) return 'not-open';
  if (papers.length > 0) return partial ? 'partial' : 'complete';
  return rejections.length > 0 ? 'failed' : 'empty';
}
