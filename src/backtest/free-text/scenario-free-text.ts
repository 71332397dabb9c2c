import { z } from 'zod';
import { TITLE_STOP_WORDS } from '../../../config/scoring.ts';
import { keywordMatcher } from '../../editions/keywords/keyword-matcher.ts';
import { foldPhrase, type Phrase } from '../../editions/keywords/match-phrase.ts';
import { foldedWords } from '../../papers/text/fold-words.ts';
import { readableText } from '../../papers/text/readable-text.ts';
import { meanFigure } from '../confidence-interval.ts';
import { readJsonLines } from '../read-json-lines.ts';
import type { Figure, Scenario } from '../scenario.ts';

const HISTORY = 'hf/daily_history*.jsonl.gz';

const rowSchema = z.object({
  id: z.string().min(1),
  list_date: z.string().nullish(),
  title: z.string(),
  summary: z.string(),
});

/** A phrase is one that authors put into at least this many titles. */
const TITLES_PER_PHRASE = 15;

/** A paper in the forms in which systems and the measure read it. */
interface Paper {
  folded: { title: Phrase; abstract: Phrase };
  words: ReadonlySet<string>;
  /** Title and abstract without accents. */
  plain: readonly string[];
}

type Matcher = (paper: Paper) => boolean;

const SYSTEMS: Readonly<Record<string, (phrase: string) => Matcher>> = {
  paperboy: (phrase) => {
    const match = keywordMatcher(phrase);
    return ({ folded }) => match(folded) !== null;
  },
  'every word anywhere': (phrase) => {
    const wanted = foldedWords(phrase);
    return ({ words }) => wanted.every((word) => words.has(word));
  },
};

/** Keywords against the papers that contain their phrase, in any number and with or without hyphens. */
export const freeText: Scenario = {
  name: 'free-text',
  describe: 'keywords: matches that contain the phrase, and papers with it that are missed',
  needs: [HISTORY],
  async run(files, { from }) {
    const paths = files.get(HISTORY) ?? [];
    const { rows, ...read } = await readJsonLines(paths, rowSchema);
    const isLater = (row: (typeof rows)[number]) => from === null || (row.list_date ?? '') >= from;
    const distinct = new Map(rows.filter(isLater).map((row) => [row.id, row]));
    const papers = [...distinct.values()].map(({ title, summary }) =>
      readPaper(readableText(title), readableText(summary)),
    );
    const phrases = commonPhrases(rows.map(({ title }) => readableText(title)));
    return {
      legend:
        `Phrases of two or three words from at least ${TITLES_PER_PHRASE} titles, each as a keyword. ` +
        'matches with the phrase: share of the papers matched that contain it; missed: share of the papers ' +
        'that contain it and are not matched. Means over the phrases. Nothing is fitted; from limits the papers.',
      figures: Object.entries(SYSTEMS).flatMap(([system, make]) => figuresOf(system, make, phrases, papers)),
      data: { files: paths, lines: read.lines, used: papers.length, bad: read.bad, badLines: read.badLines },
    };
  },
};

function figuresOf(
  system: string,
  make: (phrase: string) => Matcher,
  phrases: readonly string[],
  papers: readonly Paper[],
): Figure[] {
  const matched: number[] = [];
  const missed: number[] = [];
  for (const phrase of phrases) {
    const pattern = patternOf(phrase);
    const matches = make(phrase);
    let [firings, hits, withPhrase] = [0, 0, 0];
    for (const paper of papers) {
      const contains = paper.plain.some((text) => pattern.test(text));
      const fires = matches(paper);
      if (fires) firings++;
      if (contains) withPhrase++;
      if (fires && contains) hits++;
    }
    if (firings > 0) matched.push(hits / firings);
    if (withPhrase > 0) missed.push(1 - hits / withPhrase);
  }
  return [meanFigure('matches with the phrase', system, matched), meanFigure('missed', system, missed)];
}

/** Phrases of two or three words, as written most often, that do not begin or end with a stop word. */
function commonPhrases(titles: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const title of titles) {
    const found = new Set<string>();
    for (const part of title.toLowerCase().split(/[:;,.?!()]/)) {
      const words = part.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
      for (const length of [2, 3]) {
        for (let start = 0; start + length <= words.length; start++)
          found.add(words.slice(start, start + length).join(' '));
      }
    }
    for (const phrase of found) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  const isPhrase = (phrase: string) => {
    const words = phrase.split(' ');
    const ends = [words.at(0), words.at(-1)];
    return ends.every((word) => word !== undefined && !TITLE_STOP_WORDS.has(word) && !/^\d+$/.test(word));
  };
  return [...counts]
    .filter(([phrase, count]) => count >= TITLES_PER_PHRASE && isPhrase(phrase))
    .map(([phrase]) => phrase)
    .sort();
}

/** Pattern of a phrase, written independently of the matcher: number and hyphens make no difference. */
function patternOf(phrase: string): RegExp {
  const words = phrase.split(/[\s-]+/).map((word) => {
    const stem = /^(.{2,}?)(?:ies|y)$/.exec(word)?.[1];
    return stem === undefined ? `${word.replace(/(?<=.{3}[^s])s$/, '')}(?:e?s)?` : `${stem}(?:y|ies)`;
  });
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[\\s\\-‐-―]*')}(?![\\p{L}\\p{N}])`, 'iu');
}

function readPaper(title: string, abstract: string): Paper {
  return {
    folded: { title: foldPhrase(title), abstract: foldPhrase(abstract) },
    words: new Set([...foldedWords(title), ...foldedWords(abstract)]),
    plain: [title, abstract].map((text) => text.normalize('NFKD').replace(/\p{M}/gu, '')),
  };
}
