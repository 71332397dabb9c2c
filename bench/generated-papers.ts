import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import { addDays, weekday } from '../src/day.ts';
import type { SignalReading, SourcePaper } from '../src/ports.ts';

/** A generated paper. All text consists of generated words with frequencies like those of a language. */
export interface GeneratedPaper {
  paper: SourcePaper;
  /** Day of the list that contains it, or null. */
  listDay: string | null;
  topics: { topic: string; score: number }[];
  readings: (SignalReading & { at: Date })[];
}

/** Newest day of the library. */
export const NEWEST_DAY = '2026-11-23';

const WORDS = 40_000;
const PAPERS_PER_LIST = 40;
const LIST_DAYS = 400;
const STOP_WORDS = 'the of and to in a is that for we with as on are by this be from which can'.split(' ');
const ONSETS = 'b br c ch d dr f fl g gr h j k l m n p pl qu r s sh st t tr v w z'.split(' ');
const VOWELS = 'a e i o u ea ou io'.split(' ');
const CODAS = ['', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'x'];
const ENDINGS = ['', '', '', 'ing', 'ed', 's', 'ation', 'al', 'ive', 'er'];

/** Generates papers, the same ones for the same seed. The last ones are the newest. */
export function generateLibrary(seed: number): {
  words: readonly string[];
  paper(number: number, of: number): GeneratedPaper;
} {
  const random = seededNumbers(seed);
  const words = generateWords(random);
  const common = cumulativeFrequencies(words.length);
  const word = () => words[indexOfShare(common, random())] ?? '';
  const text = (length: number) =>
    Array.from({ length }, () => (random() < 0.35 ? pick(STOP_WORDS, random) : word())).join(' ');
  const wordBetween = (from: number, to: number) => capital(pick(words.slice(from, to), random));
  const name = () => `${wordBetween(2_000, 4_000)} ${wordBetween(4_000, 14_000)}`;
  const days = listDays();
  return {
    words,
    paper(number, of) {
      const age = of - 1 - number;
      const day = addDays(NEWEST_DAY, -Math.floor((age * 1_400) / of));
      const listDay =
        age < PAPERS_PER_LIST * days.length ? (days[Math.floor(age / PAPERS_PER_LIST)] ?? null) : null;
      const authors = Array.from({ length: 1 + Math.floor(random() * 9) }, name);
      const id = `${day.slice(2, 4)}${day.slice(5, 7)}.${String((number % 99_999) + 1).padStart(5, '0')}`;
      return {
        listDay,
        paper: {
          id,
          version: 1,
          title: capital(text(5 + Math.floor(random() * 9))),
          abstract: `${capital(text(110 + Math.floor(random() * 90)))}.`,
          summary: null,
          authors,
          authorCount: authors.length,
          organisation: random() < 0.4 ? `${wordBetween(500, 800)} University` : null,
          categories: [],
          primaryCategory: null,
          publishedAt: `${day}T09:00:00.000Z`,
          updatedAt: null,
          comment: null,
          withdrawn: false,
          links: random() < 0.5 ? { code: `https://example.org/${number}` } : {},
          listDay,
        },
        topics: generateTopics(random),
        readings: listDay === null ? [] : generateReadings(id, listDay, random),
      };
    },
  };
}

/** Random numbers from 0 to 1 that depend on the seed only (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Random element, each as likely. */
export function pick<T>(from: readonly T[], random: () => number): T {
  const [first] = from;
  const chosen = from[Math.floor(random() * from.length)] ?? first;
  if (chosen === undefined) throw new TypeError('pick needs something to pick from');
  return chosen;
}

function generateWords(random: () => number): string[] {
  const words = new Set<string>();
  while (words.size < WORDS) {
    const syllables = 1 + Math.floor(random() * 3);
    const stem = Array.from(
      { length: syllables },
      () => pick(ONSETS, random) + pick(VOWELS, random) + pick(CODAS, random),
    );
    words.add(stem.join('') + pick(ENDINGS, random));
  }
  return [...words];
}

function generateTopics(random: () => number): GeneratedPaper['topics'] {
  const slugs = new Set(
    Array.from({ length: 1 + Math.floor(random() * 2) }, () => pick(BUILT_IN_TAXONOMY.topics, random).slug),
  );
  return [...slugs].map((topic, place) => ({ topic, score: 0.9 - place / 10 }));
}

/** Four mornings after the list opened, each with higher values. */
function generateReadings(
  paperId: string,
  listDay: string,
  random: () => number,
): GeneratedPaper['readings'] {
  const upvotes = Math.floor(3 * random() ** -0.8);
  return [0, 1, 2, 4].flatMap((days) => {
    const at = new Date(`${addDays(listDay, days)}T08:00:00Z`);
    const share = 1 - 0.6 ** (days + 1);
    return [
      { paperId, signal: 'hf_upvotes' as const, value: Math.floor(upvotes * share), at },
      { paperId, signal: 'hf_comments' as const, value: Math.floor((upvotes * share) / 8), at },
      { paperId, signal: 'github_stars' as const, value: Math.floor(upvotes * share * 3), at },
    ];
  });
}

/** Newest first, without Saturdays and Sundays. */
function listDays(): string[] {
  const days: string[] = [];
  for (let day = NEWEST_DAY; days.length < LIST_DAYS; day = addDays(day, -1))
    if (weekday(day) < 6) days.push(day);
  return days;
}

/** Zipf: the word at place n is as common as 1 / (n + 3). */
function cumulativeFrequencies(length: number): Float64Array {
  const sums = new Float64Array(length);
  let sum = 0;
  for (let place = 0; place < length; place += 1) {
    sum += 1 / (place + 3);
    sums[place] = sum;
  }
  return sums.map((each) => each / sum);
}

function indexOfShare(sums: Float64Array, value: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 1) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
