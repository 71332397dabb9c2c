import type { Context } from '../context.ts';
import type { ArxivReference } from './arxiv-id.ts';
import {
  readAlike,
  readForms,
  readKnown,
  readLooseMatches,
  readMatches,
  readStems,
  type SearchFilters,
  type SearchMatch,
  type WordStem,
} from './search-queries.ts';
import { readRequest, type SearchRequest } from './search-request.ts';
import type { SearchWord } from './search-text.ts';
import { allLexemes, everyUnit, mostUnits, relaxations, type SearchUnit, weightOf } from './search-units.ts';
import { bestSplit, nearest, slipsOf, splitsOf } from './spelling.ts';

/** As many are looked at and can be leafed through; who needs more needs other words. */
const MOST_RESULTS = 200;
/** Loose matches are weighed one by one, which costs more. */
const MOST_LOOSE = 100;
/** Fewer results than this with all words, and those with most of them follow. */
const FEW_RESULTS = 10;
const FEWEST_WORDS_TO_FILL_UP = 3;
/** Each costs some milliseconds; whoever types more nonsense gets what the other words find. */
const MOST_CORRECTED = 4;

/** A paper that was found. */
export interface FoundPaper {
  paperId: string;
  /** Words of the query that it has not, as typed; empty where it has all. */
  lacks: readonly string[];
}

export interface SearchResult {
  request: SearchRequest;
  /** The paper that an id or address in the query names; `papers` does not hold it. */
  reference: ArxivReference | null;
  /** The best first; at most 200. */
  papers: readonly FoundPaper[];
  /** Whether there may be more than these. */
  cut: boolean;
  /** Words that no paper has, each with the known one that was looked for instead. */
  corrected: readonly { typed: string; taken: string }[];
  /** Words that no paper has and that resemble none. */
  unknown: readonly string[];
  /** Whether at least one paper has all words that are known. */
  hasAll: boolean;
  /** Folded words to mark in what is shown. */
  marks: ReadonlySet<string>;
}

/** A word of the query with what is known of it. */
interface ReadWord extends SearchWord {
  taken: string | null;
  lexemes: readonly string[];
  unit: SearchUnit | null;
}

/**
 * Finds papers by whatever was typed: id or address, title, words, names. A word that no paper has is taken for its nearest
 * neighbour, or left out; when no paper has all words, those with most of them are found. Changes nothing.
 */
export async function search(
  ctx: Pick<Context, 'db'>,
  input: { query: string; filters: SearchFilters },
): Promise<SearchResult> {
  const request = readRequest(input.query);
  const words = request.reference ? [] : await readWords(ctx, request.words);
  const units = words.flatMap(({ unit }) => unit ?? []);
  const { papers, hasAll } =
    units.length > 0
      ? await findByUnits(ctx, request, units, input.filters)
      : await findByStopWords(ctx, request, words, input.filters);
  const lexemes = words.flatMap((word) => word.lexemes);
  const marks = lexemes.length > 0 ? await readForms(ctx.db, lexemes) : words.flatMap((word) => word.parts);
  return {
    request,
    reference: request.reference,
    papers,
    cut: papers.length >= MOST_RESULTS,
    hasAll,
    corrected: words.flatMap(({ typed, taken }) => (taken === null ? [] : [{ typed, taken }])),
    unknown: words.filter(isUnknown).map(({ typed }) => typed),
    marks: new Set(telling(marks)),
  };
}

/** What is worth marking: a digit or two stand in every other abstract and say nothing there, unless nothing else was asked for. */
function telling(forms: readonly string[]): readonly string[] {
  const words = forms.filter((form) => !/^\p{N}{1,2}$/u.test(form));
  return words.length > 0 ? words : forms;
}

async function findByUnits(
  ctx: Pick<Context, 'db'>,
  request: SearchRequest,
  units: readonly SearchUnit[],
  filters: SearchFilters,
): Promise<{ papers: FoundPaper[]; hasAll: boolean }> {
  const all = await readMatches(
    ctx.db,
    {
      units,
      query: everyUnit(units),
      titleKey: request.titleKey,
      name: request.nameKey === null ? null : allLexemes([request.nameKey]),
      limit: MOST_RESULTS,
    },
    filters,
  );
  const papers: FoundPaper[] = all.map(({ paperId }) => ({ paperId, lacks: [] }));
  const hasAll = papers.length > 0;
  // Whoever typed a whole title has found what they look for; so has, with few words, whoever found anything.
  const isEnough = hasAll && (units.length < FEWEST_WORDS_TO_FILL_UP || all.some(({ titled }) => titled));
  if (papers.length >= FEW_RESULTS || isEnough) return { papers, hasAll };
  for (const step of relaxations(units)) {
    const matches = await readLooseMatches(
      ctx.db,
      { units, query: mostUnits(step.units, step.least), limit: MOST_LOOSE },
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

function looseMatch({ paperId, has }: SearchMatch, units: readonly SearchUnit[]): FoundPaper {
  return { paperId, lacks: units.filter((_, place) => !has.includes(place)).map(({ typed }) => typed) };
}

/** "It is what it is": nothing to look for in texts, but titles keep such words. */
async function findByStopWords(
  ctx: Pick<Context, 'db'>,
  request: SearchRequest,
  words: readonly ReadWord[],
  filters: SearchFilters,
): Promise<{ papers: FoundPaper[]; hasAll: boolean }> {
  if (words.length === 0 || words.some(isUnknown)) return { papers: [], hasAll: false };
  const query = allLexemes(words.flatMap(({ parts }) => parts));
  const units = [{ typed: request.text, query, weight: 1 }];
  const found = await readMatches(
    ctx.db,
    { units, query, titleKey: request.titleKey, name: null, limit: MOST_RESULTS },
    filters,
  );
  return { papers: found.map(({ paperId }) => ({ paperId, lacks: [] })), hasAll: found.length > 0 };
}

async function readWords(ctx: Pick<Context, 'db'>, words: readonly SearchWord[]): Promise<ReadWord[]> {
  const stems = await readStems(ctx.db, words.flatMap(formsOf));
  const unknown = words
    .filter((word) => estimate(word, stems) === 0)
    .flatMap((word) => unknownParts(word, stems));
  const corrections = await correct(ctx, unknown);
  const corrected = await readStems(
    ctx.db,
    [...corrections.values()].flatMap((taken) => taken.split(' ')),
  );
  const known = new Map([...stems, ...corrected]);
  return words.map((word) => {
    if (!word.parts.some((part) => corrections.has(part))) return readWord(word, null, known);
    const taken = word.parts.map((part) => corrections.get(part) ?? part).join(' ');
    return readWord({ typed: word.typed, parts: taken.split(' '), joined: null }, taken, known);
  });
}

/** The nearest known word, or two, of each unknown one that has any near enough. */
async function correct(ctx: Pick<Context, 'db'>, unknown: readonly string[]): Promise<Map<string, string>> {
  const corrections = new Map<string, string>();
  const words = [...new Set(unknown)].slice(0, MOST_CORRECTED);
  const known = await readKnown(
    ctx.db,
    words.flatMap((word) => [...slipsOf(word), ...splitsOf(word).flat()]),
  );
  for (const word of words) {
    const slips = new Set(slipsOf(word));
    const taken =
      nearest(
        word,
        known.filter((each) => slips.has(each.word)),
      ) ?? bestSplit(word, known);
    if (taken !== null) corrections.set(word, taken);
  }
  const alike = await readAlike(
    ctx.db,
    words.filter((word) => !corrections.has(word)),
  );
  for (const { typed } of alike) {
    const taken = nearest(
      typed,
      alike.filter((each) => each.typed === typed),
    );
    if (taken !== null) corrections.set(typed, taken);
  }
  return corrections;
}

function readWord(word: SearchWord, taken: string | null, stems: ReadonlyMap<string, WordStem>): ReadWord {
  const parts = word.parts.flatMap((part) => stems.get(part)?.stem ?? []);
  const joined = word.joined === null ? undefined : stems.get(word.joined);
  const ways = [
    ...(parts.length > 0 ? [allLexemes(parts)] : []),
    ...(joined?.stem && joined.papers > 0 ? [allLexemes([joined.stem])] : []),
  ];
  const papers = estimate(word, stems);
  const unit =
    ways.length === 0 || papers === 0
      ? null
      : { typed: word.typed, query: ways.map((way) => `(${way})`).join(' | '), weight: weightOf(papers) };
  return { ...word, taken, lexemes: joined?.stem ? [...parts, joined.stem] : parts, unit };
}

function formsOf({ parts, joined }: SearchWord): string[] {
  return joined === null ? [...parts] : [...parts, joined];
}

/** About how many papers have the word, its parts together or joined. Stop words are in all of them. */
function estimate({ parts, joined }: SearchWord, stems: ReadonlyMap<string, WordStem>): number {
  const telling = parts.flatMap((part) => stems.get(part) ?? []).filter(({ stem }) => stem !== null);
  const together = Math.min(...telling.map(({ papers }) => papers));
  const asOne = joined === null ? 0 : (stems.get(joined)?.papers ?? 0);
  return Math.max(telling.length === 0 ? 0 : together, asOne);
}

function unknownParts({ parts }: SearchWord, stems: ReadonlyMap<string, WordStem>): string[] {
  return parts.filter((part) => {
    const known = stems.get(part);
    return known !== undefined && known.stem !== null && known.papers === 0;
  });
}

/** Without a unit although it is not made of stop words alone. */
function isUnknown({ unit, lexemes }: ReadWord): boolean {
  return unit === null && lexemes.length > 0;
}
