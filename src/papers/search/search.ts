import type { ArxivReference } from '../arxiv-id.ts';
import { findRelated, termsOf } from './find-related.ts';
import { type NameForms, nameForms } from './name-lexemes.ts';
import { type ParsedQuery, parseQuery } from './parse-query.ts';
import { readTermsOf } from './related-queries.ts';
import { isUnknownWord, type ResolvedWord, resolveWords } from './resolve-words.ts';
import {
  type LooseMatch,
  readFullMatches,
  readNearTitles,
  readNewestPaperIds,
  readWordForms,
  type SearchContext,
  type SearchFilters,
} from './search-queries.ts';
import { allLexemesQuery, allTermsQuery, nearTitleQuery, type SearchTerm } from './search-terms.ts';

/** Maximum results, over all pages. */
const MOST_RESULTS = 200;
/** Maximum papers that lack some of the words. */
const MOST_RELATED = 100;
/** With fewer full matches than this, papers about the same follow. */
const FEW_RESULTS = 20;
const FEWEST_WORDS_TO_FILL_UP = 3;

/** One result. */
export interface FoundPaper {
  paperId: string;
  /** Words of the query that the paper lacks, as typed; empty for a full match. */
  missing: readonly string[];
}

export interface SearchResult {
  query: ParsedQuery;
  /** Paper named by an id or address in the query. It is not in `papers`. */
  reference: ArxivReference | null;
  /** Best first, at most 200. */
  papers: readonly FoundPaper[];
  /** True if there may be more results. */
  truncated: boolean;
  /** Words that no paper has, with the known word searched for instead. */
  corrected: readonly { typed: string; replacement: string }[];
  /** Words that no paper has and that resemble none. */
  unknown: readonly string[];
  /** True if at least one paper has all known words. */
  hasFullMatch: boolean;
  /** Folded words to highlight. */
  highlights: ReadonlySet<string>;
}

/**
 * Finds papers by id, address, title, words or names. An unknown word is replaced by its nearest neighbor or
 * ignored. If few papers have all words, papers about the same follow. Reads only.
 */
export async function search(
  ctx: SearchContext,
  input: { query: string; filters: SearchFilters },
): Promise<SearchResult> {
  const request = parseQuery(input.query);
  const words = request.reference ? [] : await resolveWords(ctx, request.words);
  const units = words.flatMap(({ term: unit }) => unit ?? []);
  const lexemes = words.flatMap((word) => word.lexemes);
  const [{ papers, hasAll }, marks] = await Promise.all([
    units.length > 0
      ? findByUnits(ctx, { request, words, units }, input.filters)
      : findByStopWords(ctx, request, words, input.filters),
    lexemes.length > 0 ? readWordForms(ctx.db, lexemes) : words.flatMap((word) => word.parts),
  ]);
  return {
    query: request,
    reference: request.reference,
    papers,
    truncated: papers.length >= MOST_RESULTS,
    hasFullMatch: hasAll,
    corrected: words.flatMap(({ typed, replacement }) =>
      replacement === null ? [] : [{ typed, replacement }],
    ),
    unknown: words.filter(isUnknownWord).map(({ typed }) => typed),
    highlights: new Set(withoutShortNumbers(marks)),
  };
}

/**
 * Drops one- and two-digit numbers, which occur in every other abstract, unless the query has nothing else.
 */
function withoutShortNumbers(forms: readonly string[]): readonly string[] {
  const words = forms.filter((form) => !/^\p{N}{1,2}$/u.test(form));
  return words.length > 0 ? words : forms;
}

async function findByUnits(
  ctx: SearchContext,
  {
    request,
    words,
    units,
  }: { request: ParsedQuery; words: readonly ResolvedWord[]; units: readonly SearchTerm[] },
  filters: SearchFilters,
): Promise<{ papers: FoundPaper[]; hasAll: boolean }> {
  const { titleKey } = request;
  const nearTitle = nearTitleQuery(units);
  const [all, near] = await Promise.all([
    readFullMatches(
      ctx,
      { units, query: allTermsQuery(units), titleKey, name: nameOf(request, words), limit: MOST_RESULTS },
      filters,
    ),
    nearTitle === null ? [] : readNearTitles(ctx, { units, query: nearTitle, titleKey }, filters),
  ]);
  const full: FoundPaper[] = all.map(({ paperId }) => ({ paperId, missing: [] }));
  const titled = full.slice(0, all.filter(({ titled }) => titled).length);
  const papers = distinctPapers([...titled, ...near.map((match) => looseMatch(match, units)), ...full]);
  const hasAll = full.length > 0;
  // With few words, full matches need no further results. A title does: who looks for one reads related ones.
  const isEnough = hasAll && units.length < FEWEST_WORDS_TO_FILL_UP;
  if (papers.length >= FEW_RESULTS || isEnough) return { papers, hasAll };
  const related = await relatedTo(ctx, request, units, filters);
  return { papers: distinctPapers([...papers, ...related]), hasAll };
}

/** Papers about what the query is about. Of a text, the words that a paper lacks are not counted. */
async function relatedTo(
  ctx: SearchContext,
  { text, isText }: ParsedQuery,
  units: readonly SearchTerm[],
  filters: SearchFilters,
): Promise<FoundPaper[]> {
  const terms = isText ? await termsOf(ctx, text) : units;
  const ids = await findRelated(ctx, { terms, text, filters, except: null, limit: MOST_RELATED });
  if (isText) return ids.map((paperId) => ({ paperId, missing: [] }));
  return (await readTermsOf(ctx.db, ids, units)).map((match) => looseMatch(match, units));
}

/** Each paper once, in its first place. */
function distinctPapers(papers: readonly FoundPaper[]): FoundPaper[] {
  const places = new Map<string, FoundPaper>();
  for (const paper of papers) if (!places.has(paper.paperId)) places.set(paper.paperId, paper);
  return [...places.values()];
}

/** The query as a name, with its misspelled words corrected. */
function nameOf({ name }: ParsedQuery, words: readonly ResolvedWord[]): NameForms | null {
  if (words.every(({ replacement }) => replacement === null)) return name;
  return nameForms(words.map(({ typed, replacement }) => replacement ?? typed).join(' '));
}

function looseMatch({ paperId, has }: LooseMatch, units: readonly SearchTerm[]): FoundPaper {
  return { paperId, missing: units.filter((_, place) => !has.includes(place)).map(({ typed }) => typed) };
}

/**
 * Query of stop words only, for example "It is what it is": titles keep them. An empty query lists the newest
 * papers that pass the filters.
 */
async function findByStopWords(
  ctx: SearchContext,
  request: ParsedQuery,
  words: readonly ResolvedWord[],
  filters: SearchFilters,
): Promise<{ papers: FoundPaper[]; hasAll: boolean }> {
  if (request.text === '') {
    const newest = await readNewestPaperIds(ctx, filters, MOST_RESULTS);
    return { papers: newest.map((paperId) => ({ paperId, missing: [] })), hasAll: true };
  }
  if (words.length === 0 || words.some(isUnknownWord)) return { papers: [], hasAll: false };
  const query = allLexemesQuery(words.flatMap(({ parts }) => parts));
  const units = [{ typed: request.text, query, name: '', papers: 0, weight: 1 }];
  // As a name at once: "He" and "An" are no words to search for.
  const name = request.name && { ...request.name, lastName: null };
  const found = await readFullMatches(
    ctx,
    { units, query, titleKey: request.titleKey, name, limit: MOST_RESULTS },
    filters,
  );
  return { papers: found.map(({ paperId }) => ({ paperId, missing: [] })), hasAll: found.length > 0 };
}
