import { type Kysely, sql } from 'kysely';
import type { SignalName } from '../../../config/signals.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { type ListedPaper, readListedPapers } from './list-queries.ts';

type Db = Kysely<Database>;

/** Everything a paper's page shows. */
export interface PaperDetail extends ListedPaper {
  withdrawn: boolean;
  comment: string | null;
  categories: string[];
  /** Newest version named by any source, or null. */
  latestVersion: number | null;
  /** Date of each version, by number, where a source gives it. */
  versionDates: Record<number, string>;
  /** Days with the paper on a list, oldest first. */
  listDays: string[];
}

/** One reading of one signal. */
export interface SignalPoint {
  signal: SignalName;
  at: Date;
  value: number;
}

/** Reads a paper by its base id; null if it is not stored. */
export async function readPaperDetail(
  ctx: Pick<Context, 'db' | 'taxonomy'>,
  id: string,
): Promise<PaperDetail | null> {
  const [[listed], { rows }] = await Promise.all([
    readListedPapers(ctx, [id]),
    sql<Omit<PaperDetail, keyof ListedPaper>>`
    select withdrawn, comment, categories, latest_version as "latestVersion",
      coalesce((select jsonb_object_agg(version, dated) from (
        select version, max(coalesce(
          record ->> 'updatedAt', case when version = 1 then record ->> 'publishedAt' end)) as dated
        from paper_records where paper_id = papers.id and version > 0 group by version
      ) as known where dated is not null), '{}') as "versionDates",
      coalesce((
        select jsonb_agg(distinct day order by day) from daily_lists where paper_id = papers.id
      ), '[]') as "listDays"
    from papers where id = ${id}`.execute(ctx.db),
  ]);
  const [rest] = rows;
  return listed && rest ? { ...listed, ...rest } : null;
}

/** All readings of a paper, oldest first. Of several sources at one moment the largest counts. */
export async function readSignalPoints(db: Db, id: string): Promise<SignalPoint[]> {
  const { rows } = await sql<SignalPoint>`
    select signal, observed_at as at, max(value) as value from signal_snapshots
    where paper_id = ${id} group by signal, observed_at order by observed_at, signal limit 5000`.execute(db);
  return rows;
}
