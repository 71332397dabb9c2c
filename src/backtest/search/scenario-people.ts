import type { Kysely } from 'kysely';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import type { Database } from '../../db/schema.ts';
import { search } from '../../papers/search/search.ts';
import { readStems } from '../../papers/search/search-queries.ts';
import { foldedWords } from '../../papers/text/fold-words.ts';
import { meanFigure } from '../confidence-interval.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { createBaseline, readAllWordsByRank } from './baseline-queries.ts';
import { hashOf, inHashOrder, readListedLibrary } from './read-library.ts';
import { type LibraryPaper, withTemporaryLibrary } from './temporary-library.ts';

type Db = Kysely<Database>;

const HISTORY = 'hf/daily_history*.jsonl.gz';
const MOST_PAPERS = 4_000;
const NAMES = 80;
const TITLES = 300;

/** A query with a test for the paper that was meant. */
interface KnownItem {
  measure: string;
  query: string;
  isMeant(paper: LibraryPaper): boolean;
}

/** Searches for people and for papers by their title, on recorded papers in a temporary embedded database. */
export const people: Scenario = {
  name: 'people',
  describe: 'search for authors and titles: whether the paper that was meant is first',
  needs: [HISTORY],
  async run(files) {
    const paths = files.get(HISTORY) ?? [];
    const { papers, read } = await readListedLibrary(paths);
    const library = papers.slice(0, MOST_PAPERS);
    const now = new Date(library[0]?.published ?? 0);
    const figures = await withTemporaryLibrary(library, now, (db) => measure(db, library));
    return {
      legend:
        'first: share of queries with the meant paper in the first place. A name that the English stemmer ' +
        'changes (stemmed) or does not change (plain) is typed as last name, as full name, or as last and ' +
        'first name; meant is a paper with an author of exactly that name, accents aside. A title is typed ' +
        'whole, with one letter missing, or with a word of another title. postgresql: its own search for all ' +
        `words, by ts_rank. The library is the newest ${MOST_PAPERS.toLocaleString('en-US')} papers.`,
      figures,
      data: { files: paths, lines: read.lines, used: library.length, bad: read.bad, badLines: read.badLines },
    };
  },
};

async function measure(db: Db, library: readonly LibraryPaper[]): Promise<Figure[]> {
  await createBaseline(db);
  const papers = new Map(library.map((paper) => [paper.id, paper]));
  const filters = { topic: null, from: null, to: null };
  const systems: Readonly<Record<string, (query: string) => Promise<string | undefined>>> = {
    paperboy: async (query) => {
      const { reference, papers: found } = await search(
        { db, taxonomy: BUILT_IN_TAXONOMY },
        { query, filters },
      );
      return reference?.id ?? found[0]?.paperId;
    },
    postgresql: async (query) => (await readAllWordsByRank(db, query, 1))[0],
  };
  const items = [...(await nameItems(db, library)), ...titleItems(library)];
  const figures: Figure[] = [];
  for (const measured of new Set(items.map((item) => item.measure))) {
    for (const [system, firstId] of Object.entries(systems)) {
      const values: number[] = [];
      for (const { query, isMeant } of items.filter((item) => item.measure === measured)) {
        const first = papers.get((await firstId(query)) ?? '');
        values.push(first && isMeant(first) ? 1 : 0);
      }
      figures.push(meanFigure(`first, ${measured}`, system, values));
    }
  }
  return figures;
}

async function nameItems(db: Db, library: readonly LibraryPaper[]): Promise<KnownItem[]> {
  const all = [...new Set(library.flatMap(({ authors }) => authors))].filter((name) =>
    /^[\p{L}.'-]+(?: [\p{L}.'-]+)+$/u.test(name),
  );
  const lastNames = [...new Map(all.map((name) => [folded(lastNameOf(name)), name])).values()];
  const stems = await readStems(db, all.flatMap(foldedWords));
  const isStemmed = (text: string) => foldedWords(text).some((word) => stems.get(word)?.stem !== word);
  return [true, false].flatMap((stemmed) => {
    const label = stemmed ? 'stemmed' : 'plain';
    const chosen = (names: readonly string[]) =>
      inHashOrder(names, (name) => name)
        .filter((name) => isStemmed(lastNameOf(name)) === stemmed && (stemmed || !isStemmed(name)))
        .slice(0, NAMES);
    const full = chosen(all);
    return [
      ...chosen(lastNames).map((name) => item(`last name, ${label}`, lastNameOf(name), lastNameOf(name))),
      ...full.map((name) => item(`full name, ${label}`, name, name)),
      ...full.map((name) => item(`last name first, ${label}`, lastNameFirst(name), name)),
      ...full.map((name) => item(`last name with comma, ${label}`, lastNameFirst(name, ','), name)),
    ];
  });
}

/** Meant is an author of that name; with only a last name, an author whose name ends with it. */
function item(measure: string, query: string, name: string): KnownItem {
  const wanted = ` ${folded(name)}`;
  const isWhole = name.includes(' ');
  return {
    measure,
    query,
    isMeant: ({ authors }) =>
      authors
        .map(folded)
        .some((author) => (isWhole ? ` ${author}` === wanted : ` ${author}`.endsWith(wanted))),
  };
}

function titleItems(library: readonly LibraryPaper[]): KnownItem[] {
  const chosen = inHashOrder(library, ({ id }) => id).slice(0, TITLES);
  return chosen.flatMap((paper, place) => {
    const other = foldedWords(chosen.at(place - 1)?.title ?? '').sort((a, b) => b.length - a.length)[0] ?? '';
    const isMeant = ({ title }: LibraryPaper) => folded(title) === folded(paper.title);
    return [
      { measure: 'whole title', query: paper.title, isMeant },
      { measure: 'title with a typo', query: withTypo(paper.title), isMeant },
      { measure: 'title with a foreign word', query: withWord(paper.title, other), isMeant },
    ];
  });
}

/** Leaves a letter out of one of the longer words. */
function withTypo(title: string): string {
  const words = [...title.matchAll(/[a-z]{5,}/gi)];
  const word = words[hashOf(title) % Math.max(words.length, 1)];
  if (!word) return title;
  const at = word.index + 1 + (hashOf(word[0]) % (word[0].length - 2));
  return title.slice(0, at) + title.slice(at + 1);
}

function withWord(title: string, word: string): string {
  const words = title.split(' ');
  return words.toSpliced(hashOf(title) % (words.length + 1), 0, word).join(' ');
}

function folded(text: string): string {
  return foldedWords(text).join(' ');
}

function lastNameOf(name: string): string {
  return name.split(' ').at(-1) ?? name;
}

function lastNameFirst(name: string, sign = ''): string {
  const words = name.split(' ');
  return `${lastNameOf(name)}${sign} ${words.slice(0, -1).join(' ')}`;
}
