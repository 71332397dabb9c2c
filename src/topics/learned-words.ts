import { textWords } from './phrases.ts';

/** Linear model with one logit for each topic: bias plus the sum of word weight × share of the word. */
export interface LearnedWords {
  topics: readonly string[];
  bias: Float64Array;
  /** Weights of a word, one for each topic. */
  weights: ReadonlyMap<string, Float64Array>;
}

/** Title and abstract, as a paper is read by the model. */
export interface WordedPaper {
  title: string;
  abstract: string | null;
}

/** Fewer known words say too little: a title alone, or an abstract in another language. */
const LEAST_WORDS = 25;

/** Logit of each topic, or null if the text has too few known words. */
export function learnedLogits(model: LearnedWords, paper: WordedPaper): Map<string, number> | null {
  const shares = wordShares(paper, (word) => model.weights.has(word));
  if (shares.size < LEAST_WORDS) return null;
  const logits = Float64Array.from(model.bias);
  for (const [word, share] of shares)
    model.weights.get(word)?.forEach((weight, topic) => {
      logits[topic] = (logits[topic] ?? 0) + weight * share;
    });
  return new Map(model.topics.map((topic, place) => [topic, logits[place] ?? 0]));
}

/**
 * Share of each known word: log(1 + count), with the title counted twice, in a vector of length one, so that
 * long abstracts are no surer than short ones.
 */
export function wordShares(paper: WordedPaper, isKnown: (word: string) => boolean): Map<string, number> {
  const counts = countWords(paper);
  const shares = new Map<string, number>();
  let squares = 0;
  for (const [word, count] of counts) {
    if (!isKnown(word)) continue;
    const share = Math.log1p(count);
    shares.set(word, share);
    squares += share * share;
  }
  for (const [word, share] of shares) shares.set(word, share / Math.sqrt(squares));
  return shares;
}

/** Words of a paper, those of the title twice. */
export function countWords({ title, abstract }: WordedPaper): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (word: string, count: number) => counts.set(word, (counts.get(word) ?? 0) + count);
  for (const word of textWords(title)) add(word, 2);
  for (const word of textWords(abstract ?? '')) add(word, 1);
  return counts;
}

// One printable character is one weight in steps of .25: `O` is 0, `P` .25, up to ±11.5.
const ZERO = 79;
const STEP = 4;
const LIMIT = 46;

/** Text form, 120 KB instead of 900: slugs and biases in two lines, then a word and its weights per line. */
export function formatLearnedWords({ topics, bias, weights }: LearnedWords): string {
  const character = (weight: number) =>
    String.fromCharCode(ZERO + Math.max(-LIMIT, Math.min(LIMIT, Math.round(weight * STEP))));
  const lines = [...weights]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([word, own]) => `${word} ${Array.from(own, character).join('')}`);
  return `${topics.join(' ')}\n${Array.from(bias, (value) => value.toFixed(3)).join(' ')}\n${lines.join('\n')}\n`;
}

/** Reads what `formatLearnedWords` wrote. */
export function parseLearnedWords(text: string): LearnedWords {
  const [topics = '', bias = '', ...lines] = text.trimEnd().split('\n');
  const weights = new Map<string, Float64Array>();
  for (const line of lines) {
    const space = line.indexOf(' ');
    const own = Float64Array.from(line.slice(space + 1), (each) => (each.charCodeAt(0) - ZERO) / STEP);
    weights.set(line.slice(0, space), own);
  }
  return { topics: topics.split(' '), bias: Float64Array.from(bias.split(' '), Number), weights };
}
