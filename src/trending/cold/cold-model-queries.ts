import { type Kysely, sql, type Transaction } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { type ColdModel, coldModelSchema } from './cold-model.ts';
import { shippedModel } from './shipped-model.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** How well a new model and the one in use ordered the newest lists, which neither had seen. */
export interface ColdMeasure {
  /** Version of the model in use at that time. */
  comparedWith: string;
  /** Lists held back. */
  heldBack: number;
  /** Mean NDCG@10 of the new model and of the one in use, without any votes. */
  value: number;
  compared: number;
}

/** A model fitted on the own lists, without its coefficients. */
export interface FittedColdModel {
  version: string;
  fittedAt: Date;
  /** Newest list that it was fitted on, YYYY-MM-DD. */
  until: string;
  lists: number;
  papers: number;
  measure: ColdMeasure;
  /** True if it was not worse, and took the place of the one in use. */
  used: boolean;
}

/** Newest models that are kept even if no pool refers to them. */
const KEPT_MODELS = 3;

/**
 * Model that rankings use: the newest fitted one that was not worse, else the shipped one. A stored model that
 * this release cannot read is logged and passed over.
 */
export async function readColdModelInUse(ctx: Pick<Context, 'db' | 'log'>): Promise<ColdModel> {
  const row = await ctx.db
    .selectFrom('cold_models')
    .select(['version', 'model'])
    .where('used', '=', true)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return shippedModel();
  const parsed = coldModelSchema.safeParse(row.model);
  if (parsed.success) return parsed.data;
  ctx.log.warn({ version: row.version }, 'cold model unreadable, shipped one used');
  return shippedModel();
}

/** Model of a version; null if it was deleted or cannot be read. */
export async function findColdModel(db: Db, version: string): Promise<ColdModel | null> {
  const shipped = shippedModel();
  if (version === shipped.version) return shipped;
  const row = await db
    .selectFrom('cold_models')
    .select('model')
    .where('version', '=', version)
    .executeTakeFirst();
  return coldModelSchema.safeParse(row?.model).data ?? null;
}

/** Fitted models, newest first. */
export async function readFittedColdModels(db: Db): Promise<FittedColdModel[]> {
  const rows = await db
    .selectFrom('cold_models')
    .select(['version', 'fitted_at', 'until', 'lists', 'papers', 'used'])
    .select(['compared_with', 'held_back', 'measure', 'compared_measure'])
    .orderBy('number', 'desc')
    .execute();
  return rows.map((row) => ({
    version: row.version,
    fittedAt: row.fitted_at,
    until: row.until,
    lists: row.lists,
    papers: row.papers,
    measure: {
      comparedWith: row.compared_with,
      heldBack: row.held_back,
      value: row.measure,
      compared: row.compared_measure,
    },
    used: row.used,
  }));
}

/**
 * Stores a model under its version, with a number behind it if the version is taken, and deletes old ones. Of
 * two fits on the same lists at once, the first is kept. Returns the version.
 */
export async function storeColdModel(
  db: Db,
  model: ColdModel,
  { measure, used, now }: { measure: ColdMeasure; used: boolean; now: Date },
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const stored = { ...model, version: number === 1 ? model.version : `${model.version}-${number}` };
    const inserted = await db
      .insertInto('cold_models')
      .values({
        version: stored.version,
        fitted_at: now,
        until: stored.until,
        lists: stored.lists,
        papers: stored.papers,
        compared_with: measure.comparedWith,
        held_back: measure.heldBack,
        measure: measure.value,
        compared_measure: measure.compared,
        used,
        model: JSON.stringify(stored),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('version')
      .executeTakeFirst();
    if (inserted) {
      await deleteOldColdModels(db);
      return inserted.version;
    }
    const same = await db
      .selectFrom('cold_models')
      .select('version')
      .where('until', '=', stored.until)
      .where('lists', '=', stored.lists)
      .where('papers', '=', stored.papers)
      .executeTakeFirst();
    if (same) return same.version;
  }
}

/** Deletes models except the newest ones, the one in use, and those that a pool revision refers to. */
export async function deleteOldColdModels(db: Db): Promise<number> {
  const result = await sql`
    delete from cold_models
    where number not in (select number from cold_models order by number desc limit ${KEPT_MODELS})
      and number is distinct from (select max(number) from cold_models where used)
      and version not in (
        select inputs ->> 'coldModel' from pool_revisions where inputs ->> 'coldModel' is not null
      )`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}
