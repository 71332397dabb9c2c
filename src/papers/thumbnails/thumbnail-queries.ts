import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Image } from './fetch-image.ts';
import { IMAGE_TYPES } from './thumbnail.ts';

type Db = Kysely<Database>;

/** A paper without its image, and the address that its source gave. */
export interface WantedThumbnail {
  paperId: string;
  address: string;
}

/**
 * Papers of lists since `from` (YYYY-MM-DD) with a missing image or a changed address; newest lists first.
 * Failed ones last tried before `retryBefore` are included, up to `tries` times.
 */
export async function readWantedThumbnails(
  db: Db,
  { from, retryBefore, tries, limit }: { from: string; retryBefore: Date; tries: number; limit: number },
): Promise<WantedThumbnail[]> {
  const { rows } = await sql<WantedThumbnail>`
    select papers.id as "paperId", papers.links ->> 'thumbnail' as address
    from (select paper_id, max(day) as day from daily_lists where day >= ${from}::date group by paper_id)
      as listed
    join papers on papers.id = listed.paper_id
    left join thumbnails on thumbnails.paper_id = papers.id
    where papers.links ->> 'thumbnail' is not null and not papers.withdrawn
      and (thumbnails.paper_id is null
        or thumbnails.address <> papers.links ->> 'thumbnail'
        or (thumbnails.image is null and thumbnails.tries < ${tries}
          and thumbnails.checked_at < ${retryBefore}))
    order by listed.day desc, papers.id
    limit ${limit}`.execute(db);
  return rows;
}

/** Stores an image, or counts a failed try (`image` null). A new address starts the count again. */
export async function storeThumbnail(
  db: Db,
  { paperId, address }: WantedThumbnail,
  image: (Image & { version: string }) | null,
  now: Date,
): Promise<void> {
  await sql`
    insert into thumbnails (paper_id, address, type, image, version, tries, checked_at)
    values (${paperId}, ${address}, ${image?.type ?? null}, ${image?.bytes ?? null}, ${image?.version ?? null},
      1, ${now})
    on conflict (paper_id) do update set
      tries = case when thumbnails.address = excluded.address then thumbnails.tries + 1 else 1 end,
      address = excluded.address, type = excluded.type, image = excluded.image,
      version = excluded.version, checked_at = excluded.checked_at`.execute(db);
}

/** Versions of the stored images of these papers. */
export async function readThumbnailVersions(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('thumbnails')
    .select(['paper_id', 'version'])
    .where('paper_id', 'in', [...ids])
    .where('version', 'is not', null)
    .execute();
  return new Map(rows.map(({ paper_id, version }) => [paper_id, version ?? '']));
}

/** The stored image of a paper; null without one. */
export async function findThumbnail(db: Db, paperId: string): Promise<(Image & { version: string }) | null> {
  const row = await db
    .selectFrom('thumbnails')
    .select(['type', 'image', 'version'])
    .where('paper_id', '=', paperId)
    .executeTakeFirst();
  if (!row || row.image === null || row.version === null) return null;
  const type = IMAGE_TYPES.find((each) => each === row.type);
  return type === undefined ? null : { type, bytes: Buffer.from(row.image), version: row.version };
}

/** Deletes rows last written before `before`, and returns their number. */
export async function deleteOldThumbnails(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('thumbnails')
    .where('checked_at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/**
 * Empties the oldest rows until the images have at most `totalBytes`. The rows stay, with all tries used, so
 * that the next run does not fetch the same images again.
 */
export async function dropThumbnailsBeyond(db: Db, totalBytes: number, tries: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update thumbnails set image = null, type = null, version = null, tries = ${tries}
    where paper_id in (
      select paper_id from (
        select paper_id, sum(octet_length(image)) over (order by checked_at desc, paper_id) as total
        from thumbnails where image is not null) as sizes
      where total > ${totalBytes})`.execute(db);
  return Number(numAffectedRows ?? 0);
}
