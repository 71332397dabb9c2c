import type { Context } from '../../context.ts';
import { meaningOf, meaningSimilarity } from '../meaning/meaning-model.ts';
import { readMeanings } from '../meaning/meaning-queries.ts';
import { presentModel } from '../meaning/present-model.ts';
import { readRelatedCandidates, readTextOf } from './related-queries.ts';
import { readStems, type SearchContext, type SearchFilters } from './search-queries.ts';
import { allLexemesQuery, type SearchTerm, termWeight } from './search-terms.ts';
import { searchWords } from './search-words.ts';

/** Papers that are compared by meaning. */
const CANDIDATES = 400;
/** Index entries read for the candidates. Words are left out from the commonest on until they fit. */
const MOST_ENTRIES = 6_000;
const MOST_TERMS = 32;
/** Damping of reciprocal rank fusion. 60, the usual value, gives NDCG .008 less for similar papers. */
const RANK_DAMPING = 10;
const SIMILAR = 5;

/** What related papers are sought for. */
export interface RelatedInput {
  terms: readonly SearchTerm[];
  /** Text whose meaning is compared. */
  text: string;
  filters: SearchFilters;
  /** Paper to leave out. */
  except: string | null;
  limit: number;
}

/**
 * Papers about what a text is about, best first: candidates by their words, fused by reciprocal rank with
 * their order by meaning. Without a model of meaning, by words alone.
 */
export async function findRelated(ctx: SearchContext, input: RelatedInput): Promise<string[]> {
  const terms = informativeTerms(input.terms);
  if (terms.length === 0) return [];
  const [candidates, model] = await Promise.all([
    readRelatedCandidates(ctx, terms, { ...input, limit: CANDIDATES }),
    presentModel(ctx),
  ]);
  if (model === null) return candidates.slice(0, input.limit);
  const meaning = meaningOf(model, input.text);
  const meanings = await readMeanings(ctx.db, model.version, candidates);
  const near = new Map(candidates.map((id) => [id, similarityTo(meanings.get(id))]));
  function similarityTo(other: Int8Array | undefined): number {
    return other === undefined ? -1 : meaningSimilarity(meaning, other);
  }
  const byMeaning = candidates.toSorted((a, b) => (near.get(b) ?? -1) - (near.get(a) ?? -1));
  return fuseRanks([candidates, byMeaning]).slice(0, input.limit);
}

/** Ids of at most five papers about what a paper is about. */
export async function findSimilarPapers(ctx: SearchContext, id: string): Promise<string[]> {
  const paper = await readTextOf(ctx.db, id);
  if (paper === null) return [];
  const text = `${paper.title} ${paper.title} ${paper.abstract}`;
  const terms = await termsOf(ctx, text);
  const filters = { topic: null, from: null, to: null };
  return findRelated(ctx, { terms, text, filters, except: id, limit: SIMILAR });
}

/** Terms of a text that papers have, stop words left out. Words that no paper has are not corrected. */
export async function termsOf(ctx: Pick<Context, 'db'>, text: string): Promise<SearchTerm[]> {
  const stems = await readStems(ctx.db, [...new Set(searchWords(text).flatMap(({ parts }) => parts))]);
  const papers = new Map<string, number>();
  for (const word of stems.values())
    if (word.stem !== null && word.papers > 0) papers.set(word.stem, word.papers);
  return [...papers].map(
    ([stem, count]): SearchTerm => ({
      typed: stem,
      query: allLexemesQuery([stem]),
      name: '',
      papers: count,
      weight: termWeight(count),
    }),
  );
}

/** The rarest terms with not too many papers in all. */
function informativeTerms(terms: readonly SearchTerm[]): SearchTerm[] {
  let entries = 0;
  return [...terms]
    .sort((a, b) => a.papers - b.papers)
    .slice(0, MOST_TERMS)
    .filter(({ papers }, place) => {
      entries += papers;
      return place === 0 || entries <= MOST_ENTRIES;
    });
}

/** Reciprocal rank fusion of orders of the same papers. */
function fuseRanks(orders: readonly (readonly string[])[]): string[] {
  const scores = new Map<string, number>();
  for (const order of orders)
    for (const [rank, id] of order.entries())
      scores.set(id, (scores.get(id) ?? 0) + 1 / (RANK_DAMPING + rank + 1));
  return [...scores.keys()].sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || (a < b ? -1 : 1));
}
