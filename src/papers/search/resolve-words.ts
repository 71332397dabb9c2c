import type { Context } from '../../context.ts';
import { wordLexemes } from './name-lexemes.ts';
import { readKnownWords, readSimilarWords, readStems, type WordStem } from './search-queries.ts';
import { allLexemesQuery, type SearchTerm, termWeight } from './search-terms.ts';
import type { SearchWord } from './search-words.ts';
import { bestSplit, nearestWord, singleEdits, wordSplits } from './spelling.ts';

/** Each correction costs some milliseconds. Further unknown words are ignored. */
const MOST_CORRECTED = 4;

/** A word with the compounds it may be part of: "deep seek" may be written `deepseek`. */
interface PlacedWord extends SearchWord {
  within: readonly string[];
}

/** A query word with what the index knows of it. */
export interface ResolvedWord extends SearchWord {
  replacement: string | null;
  lexemes: readonly string[];
  term: SearchTerm | null;
}

/**
 * Resolves the words of a query against the index. Misspelled words are replaced by their nearest neighbor.
 */
export async function resolveWords(
  ctx: Pick<Context, 'db'>,
  typed: readonly SearchWord[],
): Promise<ResolvedWord[]> {
  const placed = typed.map((word, place) => ({ ...word, within: withinOf(typed, place) }));
  const stems = await readStems(ctx.db, placed.flatMap(formsOf));
  const words = placed.map((word) => ({
    ...word,
    within: word.within.filter((each) => isKnown(each, stems)),
  }));
  const unknown = words
    .filter((word) => estimate(word, stems) === 0)
    .flatMap((word) => unknownParts(word, stems));
  const corrections = await correct(ctx, unknown);
  const corrected = await readStems(
    ctx.db,
    [...corrections.values()].flatMap((replacement) => replacement.split(' ')),
  );
  const known = new Map([...stems, ...corrected]);
  return words.map((word) => {
    if (!word.parts.some((part) => corrections.has(part))) return readWord(word, null, known);
    const replacement = word.parts.map((part) => corrections.get(part) ?? part).join(' ');
    return readWord(
      { typed: word.typed, parts: replacement.split(' '), joined: null, within: [] },
      replacement,
      known,
    );
  });
}

/** The word joined with the one before it and with the one after it. */
function withinOf(words: readonly SearchWord[], place: number): string[] {
  return [place - 1, place].flatMap((first) => {
    const pair = [words[first], words[first + 1]].flatMap((word) => word?.parts ?? []);
    return words[first] && words[first + 1] && pair.length === 2 && pair.every((part) => part.length > 2)
      ? [pair.join('')]
      : [];
  });
}

/** Replaces unknown words by the nearest known word, or by two, where one is near enough. */
async function correct(ctx: Pick<Context, 'db'>, unknown: readonly string[]): Promise<Map<string, string>> {
  const corrections = new Map<string, string>();
  const words = [...new Set(unknown)].slice(0, MOST_CORRECTED);
  const known = await readKnownWords(
    ctx.db,
    words.flatMap((word) => [...singleEdits(word), ...wordSplits(word).flat()]),
  );
  for (const word of words) {
    const slips = new Set(singleEdits(word));
    const replacement =
      nearestWord(
        word,
        known.filter((each) => slips.has(each.word)),
      ) ?? bestSplit(word, known);
    if (replacement !== null) corrections.set(word, replacement);
  }
  const alike = await readSimilarWords(
    ctx.db,
    words.filter((word) => !corrections.has(word)),
  );
  for (const { typed } of alike) {
    const replacement = nearestWord(
      typed,
      alike.filter((each) => each.typed === typed),
    );
    if (replacement !== null) corrections.set(typed, replacement);
  }
  return corrections;
}

function readWord(
  word: PlacedWord,
  replacement: string | null,
  stems: ReadonlyMap<string, WordStem>,
): ResolvedWord {
  const parts = word.parts.flatMap((part) => stems.get(part)?.stem ?? []);
  const joined = word.joined === null ? undefined : stems.get(word.joined);
  const within = word.within.flatMap((each) => stems.get(each)?.stem ?? []);
  const ways = [
    ...(parts.length > 0 ? [allLexemesQuery(parts)] : []),
    ...(joined?.stem && joined.papers > 0 ? [allLexemesQuery([joined.stem])] : []),
    // Only as an alternative to the word itself: "in" is a stop word, and `incontext` must not be required in
    // its place.
    ...(parts.length > 0 ? within.map((stem) => allLexemesQuery([stem])) : []),
  ];
  const papers = estimate(word, stems);
  const unit =
    ways.length === 0 || papers === 0
      ? null
      : {
          typed: word.typed,
          query: ways.map((way) => `(${way})`).join(' | '),
          name: allLexemesQuery(word.parts.flatMap(wordLexemes)),
          papers,
          weight: termWeight(papers),
        };
  return {
    ...word,
    replacement,
    lexemes: [...parts, ...(joined?.stem ? [joined.stem] : []), ...(parts.length > 0 ? within : [])],
    term: unit,
  };
}

function formsOf({ parts, joined, within }: PlacedWord): string[] {
  return [...parts, ...(joined === null ? [] : [joined]), ...within];
}

function isKnown(word: string, stems: ReadonlyMap<string, WordStem>): boolean {
  const known = stems.get(word);
  return known !== undefined && known.stem !== null && known.papers > 0;
}

/**
 * Approximate number of papers with the word, its parts together or joined. Stop words count for all papers.
 */
function estimate({ parts, joined, within }: PlacedWord, stems: ReadonlyMap<string, WordStem>): number {
  const specific = parts.flatMap((part) => stems.get(part) ?? []).filter(({ stem }) => stem !== null);
  const together = Math.min(...specific.map(({ papers }) => papers));
  const asOne = joined === null ? 0 : (stems.get(joined)?.papers ?? 0);
  if (specific.length === 0) return asOne;
  return Math.max(together, asOne, ...within.map((each) => stems.get(each)?.papers ?? 0));
}

function unknownParts({ parts }: SearchWord, stems: ReadonlyMap<string, WordStem>): string[] {
  return parts.filter((part) => {
    const known = stems.get(part);
    return known !== undefined && known.stem !== null && known.papers === 0;
  });
}

/** True if no paper has the word and it is more than stop words. */
export function isUnknownWord({ term: unit, lexemes }: ResolvedWord): boolean {
  return unit === null && lexemes.length > 0;
}
