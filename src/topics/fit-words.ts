import { countWords, type LearnedWords, type WordedPaper, wordShares } from './learned-words.ts';

/** A paper, and what is known of each topic, in the order of the topics. */
export interface LabeledPaper extends WordedPaper {
  /** 1 for a paper of the topic, 0 for any other. */
  labels: readonly number[];
  /** How much each label counts. */
  trust: readonly number[];
}

/** A rarer word is learned by heart rather than understood. */
const LEAST_PAPERS = 20;
/** A word of more papers than this share tells no topic. */
const COMMON = 0.3;
const EPOCHS = 6;
const RATE = 0.5;
const DECAY = 1e-5;
/** Logit before anything is learned: a topic has 8% of the papers. */
const START = -2.5;

/**
 * Fits one logistic regression for each topic against all others, by AdaGrad over papers in a fixed shuffle.
 * The same papers give the same model.
 */
export function fitWords(topics: readonly string[], papers: readonly LabeledPaper[]): LearnedWords {
  const words = vocabulary(papers);
  const rows = papers.map((paper) => {
    const shares = wordShares(paper, (word) => words.has(word));
    return {
      words: Int32Array.from(shares.keys(), (word) => words.get(word) ?? 0),
      shares: Float64Array.from(shares.values()),
      labels: paper.labels,
      trust: paper.trust,
    };
  });
  const model = descend(rows, words.size, topics.length);
  const weights = new Map<string, Float64Array>();
  for (const [word, place] of words)
    weights.set(word, model.weights.slice(place * topics.length, (place + 1) * topics.length));
  return { topics, bias: model.bias, weights };
}

function vocabulary(papers: readonly LabeledPaper[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const paper of papers)
    for (const word of countWords(paper).keys()) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts]
    .filter(
      ([word, count]) => count >= LEAST_PAPERS && count < COMMON * papers.length && /^\p{L}./u.test(word),
    )
    .map(([word]) => word)
    .sort();
  return new Map(known.map((word, place) => [word, place]));
}

interface Row {
  words: Int32Array;
  shares: Float64Array;
  labels: readonly number[];
  trust: readonly number[];
}

// Weights of a word lie side by side, so that one pass over the words serves all topics.
function descend(rows: readonly Row[], words: number, topics: number) {
  const weights = new Float64Array(words * topics);
  const squares = new Float64Array(words * topics).fill(0.01);
  const bias = new Float64Array(topics).fill(START);
  const biasSquares = new Float64Array(topics).fill(1);
  const slopes = new Float64Array(topics);
  for (const row of shuffledEpochs(rows)) {
    addLogits(slopes, row, weights, bias);
    for (let topic = 0; topic < topics; topic++) {
      const chance = 1 / (1 + Math.exp(-(slopes[topic] ?? 0)));
      const slope = (chance - (row.labels[topic] ?? 0)) * (row.trust[topic] ?? 0);
      slopes[topic] = slope;
      biasSquares[topic] = (biasSquares[topic] ?? 0) + slope * slope;
      bias[topic] = (bias[topic] ?? 0) - (0.2 * RATE * slope) / Math.sqrt(biasSquares[topic] ?? 1);
    }
    for (let place = 0; place < row.words.length; place++) {
      const start = (row.words[place] ?? 0) * topics;
      const share = row.shares[place] ?? 0;
      for (let topic = 0; topic < topics; topic++) {
        const at = start + topic;
        const weight = weights[at] ?? 0;
        const slope = (slopes[topic] ?? 0) * share + DECAY * weight;
        const sum = (squares[at] ?? 0) + slope * slope;
        squares[at] = sum;
        weights[at] = weight - (RATE * slope) / Math.sqrt(sum);
      }
    }
  }
  return { weights, bias };
}

function addLogits(logits: Float64Array, row: Row, weights: Float64Array, bias: Float64Array): void {
  logits.set(bias);
  for (let place = 0; place < row.words.length; place++) {
    const start = (row.words[place] ?? 0) * logits.length;
    const share = row.shares[place] ?? 0;
    for (let topic = 0; topic < logits.length; topic++)
      logits[topic] = (logits[topic] ?? 0) + (weights[start + topic] ?? 0) * share;
  }
}

/** Rows of all epochs, each epoch in another order of a linear congruential generator. */
function* shuffledEpochs(rows: readonly Row[]): Generator<Row> {
  let state = 7;
  const order = [...rows];
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let last = order.length - 1; last > 0; last--) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const other = state % (last + 1);
      [order[last], order[other]] = [order[other] as Row, order[last] as Row];
    }
    yield* order;
  }
}
