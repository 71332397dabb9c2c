/** From words to what PostgreSQL is asked: pure, and quoted so that nothing typed is ever an operator. */

/** One word of a query that papers can have or lack. */
export interface SearchTerm {
  typed: string;
  /** A tsquery. */
  query: string;
  /** (0, 1]: a word that few papers have says more. */
  weight: number;
}

/** How many terms a relaxed query looks at: with more, the ways to leave some out run into the thousands. */
const MOST_RELAXED = 10;
/** The same where half may be missing: 20 ways instead of 252, each of which every candidate is held against. */
const MOST_HALVED = 6;

/** A tsquery of these lexemes, all of them. The lexemes are letters and digits; quoting is for what PostgreSQL may add. */
export function allLexemesQuery(lexemes: readonly string[]): string {
  return lexemes.map((lexeme) => `'${lexeme.replace(/['\\]/g, '$&$&')}'`).join(' & ');
}

/** A tsquery for papers that have every term. */
export function allTermsQuery(terms: readonly SearchTerm[]): string {
  return terms.map(({ query }) => `(${query})`).join(' & ');
}

/**
 * A tsquery for papers that have at least so many of the terms: the first and fewer of the others, or as many without it. Not
 * every way to choose them side by side, of which each asks anew for what a paper lacks.
 */
export function atLeastQuery(terms: readonly SearchTerm[], least: number): string {
  const [first, ...others] = terms;
  if (first === undefined || least >= terms.length) return allTermsQuery(terms);
  if (least <= 1) return terms.map(({ query }) => `(${query})`).join(' | ');
  return `(${first.query}) & (${atLeastQuery(others, least - 1)}) | ${atLeastQuery(others, least)}`;
}

/** A query for papers that have so many of some terms. */
export interface Relaxation {
  terms: readonly SearchTerm[];
  least: number;
}

/**
 * Step by step what papers must still have when none has all: all telling words but one, all but two, half of the most
 * telling, any of them.
 */
export function relaxations(terms: readonly SearchTerm[]): Relaxation[] {
  const telling = mostTelling(terms, MOST_RELAXED);
  const few = mostTelling(terms, MOST_HALVED);
  const steps: Relaxation[] = [
    ...(terms.length > telling.length ? [{ terms: telling, least: telling.length }] : []),
    { terms: telling, least: telling.length - 1 },
    { terms: telling, least: telling.length - 2 },
    { terms: few, least: Math.ceil(few.length / 2) },
    { terms: few, least: 1 },
  ];
  return steps.filter(
    ({ terms: some, least }, place) =>
      least > 0 &&
      (some.length < terms.length || least < some.length) &&
      !steps.slice(0, place).some((step) => step.terms.length === some.length && step.least <= least),
  );
}

/** In the order in which they were typed. */
function mostTelling(terms: readonly SearchTerm[], most: number): SearchTerm[] {
  const telling = [...terms].sort((a, b) => b.weight - a.weight).slice(0, most);
  return terms.filter((term) => telling.includes(term));
}

/** What a word weighs of which so many papers know: 1 for one that none has, 0.2 at a hundred and forty, 0.09 at fifty thousand. */
export function termWeight(papers: number): number {
  return 1 / Math.log(Math.E + papers);
}
