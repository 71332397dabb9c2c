import type { Context } from '../../context.ts';
import { addDays, dayOf } from '../../day.ts';
import { type ColdHead, type ColdModel, predictStanding } from './cold-model.ts';
import {
  type ColdMeasure,
  type FittedColdModel,
  readColdModelInUse,
  readFittedColdModels,
  storeColdModel,
} from './cold-model-queries.ts';
import { FEWEST_LISTS, fitColdModel, type PastList, SHORTEST_FITTED_LIST } from './fit-cold-model.ts';
import { ndcgAtTen } from './ndcg.ts';
import { countListDays, readOwnLists } from './past-list-queries.ts';
import { shippedModel } from './shipped-model.ts';

/** Own lists needed for a fit: ten to fit on, and ten to hold back at most. */
const FEWEST_OWN_LISTS = 2 * FEWEST_LISTS;
/** A list gains few votes after its third day. */
const SETTLED_DAYS = 3;
/** New lists after which a fit is due: a week, without its weekend. */
const NEW_LISTS = 5;
/** Growth by older lists, as a back-fill brings them, after which a fit is due, too. */
const GROWTH = 1.5;
/** Lists that measure a model: fewer decide by chance, more would be missing from the fit that is measured. */
const MOST_HELD_BACK = 20;
/** Newest papers that are read, which bounds time and memory. */
const MOST_PAPERS = 6_000;

/** Result of a refit; `lists` are the settled own lists. */
export interface RefitReport {
  /** `used` and `recorded`: a new model was stored, which did or did not take the place of the one in use. */
  outcome: 'used' | 'recorded' | 'too-few-lists' | 'not-due';
  lists: number;
  /** Sentence that says what happened and why. */
  reason: string;
  /** Version that rankings use from now on. */
  inUse: string;
  model: FittedColdModel | null;
}

/**
 * Fits the cold model on the installation's own lists, with the shipped one as prior, and stores it. It is used
 * if on the newest lists, held back from a fit on the earlier ones, that fit has an NDCG@10 not below that of
 * the model in use, which has not seen them either. Without `force`, only if five lists are new since the last
 * fit or the lists have grown by half. Safe to repeat: the same lists are not fitted twice. Throws the signal's
 * reason.
 */
export async function refitColdModel(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  input: { force?: boolean; signal?: AbortSignal } = {},
): Promise<RefitReport> {
  const until = addDays(dayOf(ctx.clock.now()), -SETTLED_DAYS);
  const inUse = await readColdModelInUse(ctx);
  const [last] = await readFittedColdModels(ctx.db);
  const days = await countListDays(ctx.db, null, until);
  const keep = (outcome: RefitReport['outcome'], lists: number, reason: string): RefitReport => {
    const report = { outcome, lists, reason, inUse: inUse.version, model: null };
    ctx.log.info(report, 'cold model kept');
    return report;
  };
  if (days < FEWEST_OWN_LISTS) return keep('too-few-lists', days, tooFew(days, inUse));
  const isDue =
    !last || days >= GROWTH * last.lists || (await countListDays(ctx.db, last.until, until)) >= NEW_LISTS;
  if (!isDue && input.force !== true)
    return keep('not-due', days, `fewer than ${NEW_LISTS} lists are new since ${last.version}`);
  const lists = (await readOwnLists(ctx.db, until, MOST_PAPERS))
    .filter(({ papers }) => papers.length >= SHORTEST_FITTED_LIST)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
  if (lists.length < FEWEST_OWN_LISTS)
    return keep('too-few-lists', lists.length, tooFew(lists.length, inUse));
  const heldBack = lists
    .filter(({ day }) => day > inUse.until)
    .slice(-Math.min(MOST_HELD_BACK, Math.floor(lists.length / 2)));
  if (heldBack.length < NEW_LISTS)
    return keep('not-due', lists.length, `${inUse.version} has seen all but ${heldBack.length} of the lists`);
  const papers = lists.reduce((sum, list) => sum + list.papers.length, 0);
  if (last && last.until === lists.at(-1)?.day && last.lists === lists.length && last.papers === papers)
    return keep('not-due', lists.length, `${last.version} was fitted on the same lists`);
  const report = await fitAndStore(ctx, { lists, heldBack, inUse, ...input });
  ctx.log.info(report, 'cold model fitted');
  return report;
}

async function fitAndStore(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { lists: PastList[]; heldBack: PastList[]; inUse: ColdModel; signal?: AbortSignal },
): Promise<RefitReport> {
  const { lists, heldBack, inUse } = input;
  const measured = await fitOwn(lists.filter((list) => !heldBack.includes(list)));
  input.signal?.throwIfAborted();
  const fitted = await fitOwn(lists);
  input.signal?.throwIfAborted();
  const measure: ColdMeasure = {
    comparedWith: inUse.version,
    heldBack: heldBack.length,
    value: meanNdcg(measured, heldBack),
    compared: meanNdcg(inUse, heldBack),
  };
  const used = measure.value >= measure.compared;
  const now = ctx.clock.now();
  const version = await storeColdModel(ctx.db, fitted, { measure, used, now });
  const { until, papers } = fitted;
  return {
    outcome: used ? 'used' : 'recorded',
    lists: lists.length,
    reason: used ? `it is not worse than ${inUse.version}` : `it is worse than ${inUse.version}`,
    inUse: used ? version : inUse.version,
    model: { version, fittedAt: now, until, lists: lists.length, papers, measure, used },
  };
}

/**
 * Papers on no list stay with the shipped coefficients: an installation has months of lists after a back-fill,
 * but unlisted papers only since it runs, and would tell them apart by their season.
 */
async function fitOwn(lists: readonly PastList[]): Promise<ColdModel> {
  const model = await fitColdModel({ lists, unlisted: [], label: 'fitted', prior: shippedModel() });
  if (model === null) throw new RangeError('a fit needs ten lists');
  const { standing, listed, earlier } = model;
  return {
    ...model,
    standing: roundHead(standing),
    listed: listed && roundHead(listed),
    earlier: {
      authors: roundTallies(earlier.authors),
      organizations: roundTallies(earlier.organizations),
      submitters: roundTallies(earlier.submitters),
    },
  };
}

/** Mean NDCG@10 of the orders that a model expects; papers equal to it are in the order of their titles. */
function meanNdcg(model: ColdModel, lists: readonly PastList[]): number {
  const values = lists.flatMap(({ papers }) => {
    const order = papers
      .map(({ paper, upvotes }) => ({
        upvotes,
        title: paper.title,
        expected: predictStanding(model, paper, true),
      }))
      .sort((a, b) => b.expected - a.expected || (a.title < b.title ? -1 : 1));
    return ndcgAtTen(order.map(({ upvotes }) => Math.log1p(upvotes))) ?? [];
  });
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function tooFew(lists: number, inUse: ColdModel): string {
  return `a fit needs ${FEWEST_OWN_LISTS} lists with final votes, and there are ${lists}; ${inUse.version} stays in use`;
}

function roundHead({ mean, spread, coefficients }: ColdHead): ColdHead {
  const rounded = Object.entries(coefficients).map(([name, value]) => [name, fourDigits(value)] as const);
  return { mean, spread, coefficients: Object.fromEntries(rounded.filter(([, value]) => value !== 0)) };
}

type Tallies = ColdModel['earlier']['authors'];

function roundTallies(tallies: Tallies): Tallies {
  return Object.fromEntries(
    Object.entries(tallies).map(([name, [sum, papers]]) => [name, [fourDigits(sum), papers] as const]),
  );
}

/** Enough for any order, and half the bytes. */
function fourDigits(value: number): number {
  return Number(value.toFixed(4));
}
