import type { Context } from '../../context.ts';
import type { MeaningModel } from './meaning-model.ts';
import { readModel, readModelVersion } from './meaning-queries.ts';

/** Models in memory, one for each database: 30,000 terms take 8 MB. */
const MODELS = new WeakMap<object, MeaningModel>();

/** The present model, read again only when a refit has replaced it; null before the first fit. */
export async function presentModel(ctx: Pick<Context, 'db'>): Promise<MeaningModel | null> {
  const version = await readModelVersion(ctx.db);
  if (version === null) return null;
  const known = MODELS.get(ctx.db);
  if (known?.version === version) return known;
  const model = await readModel(ctx.db, version);
  if (model) MODELS.set(ctx.db, model);
  return model;
}
