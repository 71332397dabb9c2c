import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { FittedMeaning } from './fit-meaning.ts';
import { decodeVectors, encodeVectors, type Meaning, type MeaningModel } from './meaning-model.ts';

type Db = Kysely<Database>;

/** A paper whose meaning is missing or of an earlier text. */
export interface PaperWithoutMeaning {
  id: string;
  contentHash: string;
  text: string;
}

/** The title counts twice: it is short, and says what the paper is about. */
const TEXT = sql`title || ' ' || title || ' ' || coalesce(abstract, summary, '')`;

/** When the present model was fitted and to how many papers; null without a model. */
export async function readModelState(db: Db): Promise<{ fittedAt: Date; papers: number } | null> {
  const row = await db
    .selectFrom('meaning_models')
    .select(['fitted_at', 'papers'])
    .where('ready', '=', true)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  return row ? { fittedAt: row.fitted_at, papers: row.papers } : null;
}

/** Version of the present model; null without one. */
export async function readModelVersion(db: Db): Promise<number | null> {
  const row = await db
    .selectFrom('meaning_models')
    .select('version')
    .where('ready', '=', true)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  return row?.version ?? null;
}

/** A stored model; null if it was replaced meanwhile. */
export async function readModel(db: Db, version: number): Promise<MeaningModel | null> {
  const row = await db
    .selectFrom('meaning_models')
    .select(['terms', 'vectors'])
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) return null;
  return {
    version,
    terms: new Map(row.terms.map((term, place) => [term, place])),
    vectors: decodeVectors(row.vectors),
  };
}

/** Number of papers that are shown. */
export async function countPapers(db: Db): Promise<number> {
  const { papers } = await db
    .selectFrom('papers')
    .select((eb) => eb.fn.countAll<number>().as('papers'))
    .where('withdrawn', '=', false)
    .executeTakeFirstOrThrow();
  return papers;
}

/** Texts of the newest papers, in batches, so that not all are in memory at once. */
export async function* readTexts(db: Db, most: number, batch: number): AsyncGenerator<string> {
  for (let read = 0; read < most; read += batch) {
    const { rows } = await sql<{ text: string }>`
      select ${TEXT} as text from papers where not withdrawn
      order by first_seen_at desc, id limit ${Math.min(batch, most - read)} offset ${read}`.execute(db);
    for (const { text } of rows) yield text;
    if (rows.length < batch) return;
  }
}

/** Stores a model that is not ready, and deletes what an interrupted refit left. Returns its version. */
export async function storeModel(
  db: Db,
  { terms, vectors }: FittedMeaning,
  of: { papers: number; now: Date },
): Promise<number> {
  await db.deleteFrom('meaning_models').where('ready', '=', false).execute();
  const { version } = await db
    .insertInto('meaning_models')
    .values({ fitted_at: of.now, papers: of.papers, terms, vectors: encodeVectors(vectors) })
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** Puts a model with the meanings of all papers in the place of the earlier ones. */
export async function adoptModel(db: Db, version: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('meaning_models').set({ ready: true }).where('version', '=', version).execute();
    await trx.deleteFrom('meaning_models').where('version', '<', version).execute();
  });
}

/** Papers without a meaning by this model, or with that of an earlier text. */
export async function readWithoutMeaning(
  db: Db,
  version: number,
  limit: number,
): Promise<PaperWithoutMeaning[]> {
  const { rows } = await sql<PaperWithoutMeaning>`
    select papers.id, papers.content_hash as "contentHash", ${TEXT} as text
    from papers left join paper_meanings as known on known.model = ${version} and known.paper_id = papers.id
    where not withdrawn and known.content_hash is distinct from papers.content_hash
    limit ${limit}`.execute(db);
  return rows;
}

/** Stores meanings by this model. */
export async function storeMeanings(
  db: Db,
  version: number,
  meanings: readonly { id: string; contentHash: string; meaning: Meaning }[],
): Promise<void> {
  const rows = [...meanings].sort((a, b) => (a.id < b.id ? -1 : 1));
  await sql`
    insert into paper_meanings (model, paper_id, content_hash, vector)
    select ${version}, id, hash, decode(vector, 'hex')
    from unnest(${rows.map(({ id }) => id)}::text[], ${rows.map((row) => row.contentHash)}::text[],
      ${rows.map(({ meaning }) => Buffer.from(meaning.buffer).toString('hex'))}::text[])
      as given (id, hash, vector)
    on conflict (model, paper_id) do update
      set content_hash = excluded.content_hash, vector = excluded.vector`.execute(db);
}

/** Meanings of these papers by this model. */
export async function readMeanings(
  db: Db,
  version: number,
  ids: readonly string[],
): Promise<Map<string, Meaning>> {
  const { rows } = await sql<{ id: string; vector: Buffer }>`
    select paper_id as id, vector from paper_meanings
    where model = ${version} and paper_id = any(${[...ids]})`.execute(db);
  return new Map(rows.map(({ id, vector }) => [id, new Int8Array(vector)]));
}
