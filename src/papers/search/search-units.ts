/** From words to what PostgreSQL is asked: pure, and quoted so that nothing typed is ever an operator. */

/** One word of a query that papers can have or lack. */
export interface SearchUnit {
  typed: string;
  /** A tsquery. */
  query: string;
  /** (0, 1]: a word that few papers have says more. */
  weight: number;
}

/** How many units a relaxed query looks at: with more, the ways to leave some out run into the thousands. */
const MOST_RELAXED = 10;
/** The same where half may be missing: 20 ways instead of 252, each of which every candidate is held against. */
const MOST_HALVED = 6;

/** A tsquery of these lexemes, all of them. The lexemes are letters and digits; quoting is for what PostgreSQL may add. */
export function allLexemes(lexemes: readonly string[]): string {
  return lexemes.map((lexeme) => `'${lexeme.replace(/['\\]/g, '$&$&')}'`).join(' & ');
}

/** A tsquery for papers that have every unit. */
export function everyUnit(units: readonly SearchUnit[]): string {
  return units.map(({ query }) => `(${query})`).join(' & ');
}

/**
 * A tsquery for papers that have at least so many of the units: the first and fewer of the others, or as many without it. Not
 * every way to choose them side by side, of which each asks anew for what a paper lacks.
 */
export function mostUnits(units: readonly SearchUnit[], least: number): string {
  const [first, ...others] = units;
  if (first === undefined || least >= units.length) return everyUnit(units);
  if (least <= 1) return units.map(({ query }) => `(${query})`).join(' | ');
  return `(${first.query}) & (${mostUnits(others, least - 1)}) | ${mostUnits(others, least)}`;
}

/** A query for papers that have so many of some units. */
export interface Relaxation {
  units: readonly SearchUnit[];
  least: number;
}

/**
 * Step by step what papers must still have when none has all: all telling words but one, all but two, half of the most
 * telling, any of them.
 */
export function relaxations(units: readonly SearchUnit[]): Relaxation[] {
  const telling = mostTelling(units, MOST_RELAXED);
  const few = mostTelling(units, MOST_HALVED);
  const steps: Relaxation[] = [
    ...(units.length > telling.length ? [{ units: telling, least: telling.length }] : []),
    { units: telling, least: telling.length - 1 },
    { units: telling, least: telling.length - 2 },
    { units: few, least: Math.ceil(few.length / 2) },
    { units: few, least: 1 },
  ];
  return steps.filter(
    ({ units: some, least }, place) =>
      least > 0 &&
      (some.length < units.length || least < some.length) &&
      !steps.slice(0, place).some((step) => step.units.length === some.length && step.least <= least),
  );
}

/** In the order in which they were typed. */
function mostTelling(units: readonly SearchUnit[], most: number): SearchUnit[] {
  const telling = [...units].sort((a, b) => b.weight - a.weight).slice(0, most);
  return units.filter((unit) => telling.includes(unit));
}

/** What a word weighs of which so many papers know: 1 for one that none has, 0.2 at a hundred and forty, 0.09 at fifty thousand. */
export function weightOf(papers: number): number {
  return 1 / Math.log(Math.E + papers);
}
