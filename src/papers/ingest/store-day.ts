import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { PaperboyError } from '../../errors.ts';
import { pluralize } from '../../plural.ts';
import type { PaperSource, SourceDay } from '../../ports.ts';
import { storePapers } from './paper-queries.ts';
import {
  type DayOutcome,
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
  const { day, papers, readings, rejections } = fetched;
  const stored = await storePapers(db, source.name, papers, observedAt);
  const listed = papers.filter((paper) => paper.listDay !== null);
  await storeDailyList(db, source.name, day, [...new Set(listed.map((paper) => paper.id))], observedAt);
  const snapshots = await storeSnapshots(db, source.name, readings, observedAt);
  await storeRejections(db, source.name, day, rejections, observedAt);
  const outcome = outcomeOf(fetched);
  const rejected = rejections.length;
  const unreadable = papers.length === 0 && rejected > 0;
  await storeDayOutcome(db, {
    source: source.name,
    day,
    outcome,
    papers: papers.length,
    rejected,
    reason: unreadable ? `${pluralize(rejected, 'entry', 'entries')} skipped, none stored` : null,
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

function outcomeOf({ open, papers, rejections }: SourceDay): DayOutcome['outcome'] {
  if (!open) return 'not-open';
  if (papers.length > 0) return 'complete';
  return rejections.length > 0 ? 'failed' : 'empty';
}
