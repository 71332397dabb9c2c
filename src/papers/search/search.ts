import type { Context } from '../../context.ts';
import type { ArxivReference } from '../arxiv-id.ts';
import { type ParsedQuery, parseQuery } from './parse-query.ts';
import { isUnknownWord, type ResolvedWord, resolveWords } from './resolve-words.ts';
import {
  type LooseMatch,
  readFullMatches,
  readLooseMatches,
  readNewestPaperIds,
  readWordForms,
  type SearchFilters,
} from './search-queries.ts';
import {
  allLexemesQuery,
  allTermsQuery,
  atLeastQuery,
  relaxations,
  type SearchTerm,
} from './search-terms.ts';

/** As many are looked at and can be leafed through; who needs more needs other words. */
const MOST_RESULTS = 200;
/** Loose matches are weighed one by one, which costs more. */
const MOST_LOOSE = 100;
/** Fewer results than this with all words, and those with most of them follow. */
const FEW_RESULTS = 10;
const FEWEST_WORDS_TO_FILL_UP = 3;
/** A paper that was found. */
export interface FoundPaper {
  paperId: string;
  /** Words of the query that it has not, as typed; empty where it has all. */
  missing: readonly string[];
}

export interface SearchResult {
  query: ParsedQuery;
  /** The paper that an id or address in the query names; `papers` does not hold it. */
  reference: ArxivReference | null;
  /** The best first; at most 200. */
  papers: readonly FoundPaper[];
  /** Whether there may be more than these. */
  truncated: boolean;
  /** Words that no paper has, each with the known one that was looked for instead. */
  corrected: readonly { typed: string; taken: string }[];
  /** Words that no paper has and that resemble none. */
  unknown: readonly string[];
  /** Whether at least one paper has all words that are known. */
  hasFullMatch: boolean;
  /** Folded words to mark in what is shown. */
  highlights: ReadonlySet<string>;
}

/**
 * Finds papers by whatever was typed: id or address, title, words, names. A word that no paper has is taken for its nearest
 * neighbour, or left out; when no paper has all words, those with most of them are found. Changes nothing.
 */
export async function search(
  ctx: Pick<Context, 'db'>,
  input: { query: string; filters: SearchFilters },
): Promise<SearchResult> {
  const request = parseQuery(input.query);
  const words = request.reference ? [] : await resolveWords(ctx, request.words);
  const units = words.flatMap(({ term: unit }) => unit ?? []);
  const lexemes = words.flatMap((word) => word.lexemes);
  const [{ papers, hasAll }, marks] = await Promise.all([
    units.length > 0
      ? findByUnits(ctx, request, units, input.filters)
      : findByStopWords(ctx, request, words, input.filters),
    lexemes.length > 0 ? readWordForms(ctx.db, lexemes) : words.flatMap((word) => word.parts),
  ]);
  return {
    query: request,
    reference: request.reference,
    papers,
    truncated: papers.length >= MOST_RESULTS,
    hasFullMatch: hasAll,
    corrected: words.flatMap(({ typed, replacement: taken }) => (taken === null ? [] : [{ typed, taken }])),
    unknown: words.filter(isUnknownWord).map(({ typed }) => typed),
    highlights: new Set(telling(marks)),
  };
}

/** What is worth marking: a digit or two stand in every other abstract and say nothing there, unless nothing else was asked for. */
function telling(forms: readonly string[]): readonly string[] {
  const words = forms.filter((form) => !/^\p{N}{1,2}$/u.test(form));
  return words.length > 0 ? words : forms;
}

async function findByUnits(
  ctx: Pick<Context, 'db'>,
  request: ParsedQuery,
  units: readonly SearchTerm[],
  filters: SearchFilters,
): Promise<{ papers: FoundPaper[]; hasAll: boolean }> {
  const all = await readFullMatches(
    ctx.db,
    {
      units,
      query: allTermsQuery(units),
      titleKey: request.titleKey,
      name: request.fullNameKey === null ? null : allLexemesQuery([request.fullNameKey]),
      limit: MOST_RESULTS,
    },
    filters,
  );
  const papers: FoundPaper[] = all.map(({ paperId }) => ({ paperId, missing: [] }));
  const hasAll = papers.length > 0;
  // Whoever typed a whole title has found what they look for; so has, with few words, whoever found anything.
  const isEnough = hasAll && (units.length < FEWEST_WORDS_TO_FILL_UP || all.some(({ titled }) => titled));
  if (papers.length >= FEW_RESULTS || isEnough) return { papers, hasAll };
  for (const step of relaxations(units)) {
    const matches = await readLooseMatches(
      ctx.db,
      { units, query: atLeastQuery(step.terms, step.least), limit: MOST_LOOSE },
      filters,
    );
    const known = new Set(all.map(({ paperId }) => paperId));
    papers.push(
      ...matches.filter(({ paperId }) => !known.has(paperId)).map((match) => looseMatch(match, units)),
    );
    // With all words somewhere, one step is enough; without, the first step that finds anything.
    if (hasAll || papers.length > 0) break;
  }
  return { papers, hasAll };
}

function looseMatch({ paperId, has }: LooseMatch, units: readonly SearchTerm[]): FoundPaper {
  return { paperId, missing: units.filter((_, place) => !has.includes(place)).map(({ typed }) => typed) };
}

/** "It is what it is": nothing to look for in texts, but titles keep such words. Without any word, the newest of a topic or time. */
async function findByStopWords(
  ctx: Pick<Context, 'db'>,
  request: ParsedQuery,
  words: readonly ResolvedWord[],
  filters: SearchFilters,
): Promise<{ papers: FoundPaper[]; hasAll: boolean }> {
  if (request.text === '') {
    const newest = await readNewestPaperIds(ctx.db, filters, MOST_RESULTS);
    return { papers: newest.map((paperId) => ({ paperId, missing: [] })), hasAll: true };
  }
  if (words.length === 0 || words.some(isUnknownWord)) return { papers: [], hasAll: false };
  const query = allLexemesQuery(words.flatMap(({ parts }) => parts));
  const units = [{ typed: request.text, query, weight: 1 }];
  const found = await readFullMatches(
    ctx.db,
    { units, query, titleKey: request.titleKey, name: null, limit: MOST_RESULTS },
    filters,
  );
  return { papers: found.map(({ paperId }) => ({ paperId, missing: [] })), hasAll: found.length > 0 };
}
