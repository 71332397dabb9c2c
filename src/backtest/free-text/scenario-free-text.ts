import { z } from 'zod';
import { keywordMatcher } from '../../editions/keywords/keyword-matcher.ts';
import { foldPhrase, type Phrase } from '../../editions/keywords/match-phrase.ts';
import { foldedWords } from '../../papers/text/fold-words.ts';
import { readableText } from '../../papers/text/readable-text.ts';
import { meanFigure } from '../confidence-interval.ts';
import { readJsonLines } from '../read-json-lines.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { commonPhrases, phrasePattern, TITLES_PER_PHRASE, withoutAccents } from './common-phrases.ts';

const HISTORY = 'hf/daily_history*.jsonl.gz';

const rowSchema = z.object({
  id: z.string().min(1),
  list_date: z.string().nullish(),
  title: z.string(),
  summary: z.string(),
});

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
    const pattern = phrasePattern(phrase);
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

function readPaper(title: string, abstract: string): Paper {
  return {
    folded: { title: foldPhrase(title), abstract: foldPhrase(abstract) },
    words: new Set([...foldedWords(title), ...foldedWords(abstract)]),
    plain: [title, abstract].map(withoutAccents),
  };
}
