/** Builds tsqueries from words. Pure, and quoted so that nothing typed becomes an operator. */

/** One word of a query that a paper has or lacks. */
export interface SearchTerm {
  typed: string;
  /** A tsquery. */
  query: string;
  /** A tsquery for authors and organizations with exactly this word in their name. */
  name: string;
  /** Approximate number of papers that have it. */
  papers: number;
  /** In (0, 1]. Rare words weigh more. */
  weight: number;
}

/** Terms of a title that are looked for. With more, the ways to omit some run into the thousands. */
const MOST_RELAXED = 10;

/** Fewer words are the beginning or the subject of too many titles. */
const FEWEST_OF_TITLE = 3;

/**
 * A tsquery for all of these lexemes. They are letters and digits; quoting guards against what PostgreSQL may
 * add.
 */
export function allLexemesQuery(lexemes: readonly string[]): string {
  return lexemes.map((lexeme) => `'${lexeme.replace(/['\\]/g, '$&$&')}'`).join(' & ');
}

/** A tsquery for papers that have every term. */
export function allTermsQuery(terms: readonly SearchTerm[]): string {
  return terms.map(({ query }) => `(${query})`).join(' & ');
}

/**
 * A tsquery for papers that have at least `least` of the terms: the first and fewer of the others, or as many
 * without it. Nested instead of listing all combinations, each of which would test again for terms a paper
 * lacks.
 */
export function atLeastQuery(terms: readonly SearchTerm[], least: number): string {
  const [first, ...others] = terms;
  if (first === undefined || least >= terms.length) return allTermsQuery(terms);
  if (least <= 1) return terms.map(({ query }) => `(${query})`).join(' | ');
  return `(${first.query}) & (${atLeastQuery(others, least - 1)}) | ${atLeastQuery(others, least)}`;
}

/**
 * A query for titles with nearly all of the words, or null with fewer than three: all but one, and from seven
 * on all but two.
 */
export function nearTitleQuery(terms: readonly SearchTerm[]): string | null {
  const specific = mostSpecific(terms, MOST_RELAXED);
  if (specific.length < FEWEST_OF_TITLE) return null;
  return atLeastQuery(specific, specific.length - (specific.length < 7 ? 1 : 2));
}

/** Most informative terms, in the order typed. */
function mostSpecific(terms: readonly SearchTerm[], most: number): SearchTerm[] {
  const specific = [...terms].sort((a, b) => b.weight - a.weight).slice(0, most);
  return terms.filter((term) => specific.includes(term));
}

/** Weight of a term that occurs in so many papers: 1 / ln(e + n). 1 for none, 0.2 at 140, 0.09 at 50,000. */
export function termWeight(papers: number): number {
  return 1 / Math.log(Math.E + papers);
}
