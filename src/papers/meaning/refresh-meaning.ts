import type { Context } from '../../context.ts';
import { fitMeaning } from './fit-meaning.ts';
import { type MeaningModel, meaningOf } from './meaning-model.ts';
import {
  adoptModel,
  countPapers,
  readModelState,
  readTexts,
  readWithoutMeaning,
  storeMeanings,
  storeModel,
} from './meaning-queries.ts';
import { presentModel } from './present-model.ts';

/** With fewer papers there is nothing to learn from, and words alone find them all. */
const FEWEST_PAPERS = 300;
/** Newest papers that a model is fitted to. More would take memory and change the directions little. */
const MOST_PAPERS = 20_000;
const REFIT_DAYS = 7;
const REFIT_GROWTH = 1.5;
const BATCH = 500;

type MeaningContext = Pick<Context, 'db' | 'clock'>;

/**
 * Fits the model of meaning again if it is a week old or the papers have grown by half, and gives every paper
 * its meaning by it before it is used. Safe to repeat: an interrupted refit is deleted by the next one.
 * Returns the number of papers with a new meaning.
 */
export async function refitMeaning(
  ctx: MeaningContext,
  input: { signal?: AbortSignal } = {},
): Promise<number> {
  const papers = await countPapers(ctx.db);
  const state = await readModelState(ctx.db);
  if (papers < FEWEST_PAPERS || (state && !isOutdated(state, papers, ctx.clock.now()))) return 0;
  const fitted = await fitMeaning(readTexts(ctx.db, MOST_PAPERS, BATCH));
  input.signal?.throwIfAborted();
  const version = await storeModel(ctx.db, fitted, { papers, now: ctx.clock.now() });
  const terms = new Map(fitted.terms.map((term, place) => [term, place]));
  const told = await tellMeanings(ctx, { version, terms, vectors: fitted.vectors }, input);
  await adoptModel(ctx.db, version);
  return told;
}

/** Gives new and changed papers their meaning by the present model. Returns how many. */
export async function addMeanings(
  ctx: MeaningContext,
  input: { signal?: AbortSignal } = {},
): Promise<number> {
  const model = await presentModel(ctx);
  return model === null ? 0 : tellMeanings(ctx, model, input);
}

function isOutdated(
  { fittedAt, papers: before }: { fittedAt: Date; papers: number },
  papers: number,
  now: Date,
) {
  return now.getTime() - fittedAt.getTime() >= REFIT_DAYS * 86_400_000 || papers >= REFIT_GROWTH * before;
}

async function tellMeanings(
  ctx: MeaningContext,
  model: MeaningModel,
  input: { signal?: AbortSignal },
): Promise<number> {
  for (let told = 0; ; ) {
    input.signal?.throwIfAborted();
    const papers = await readWithoutMeaning(ctx.db, model.version, BATCH);
    if (papers.length === 0) return told;
    const meanings = papers.map(({ text, ...paper }) => ({ ...paper, meaning: meaningOf(model, text) }));
    await storeMeanings(ctx.db, model.version, meanings);
    told += papers.length;
  }
}
