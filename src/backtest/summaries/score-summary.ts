const WORD = /[\p{L}\p{N}]+(?:[-'.][\p{L}\p{N}]+)*/gu;

/**
 * ROUGE-1 of a text: F1 of its words with those of a reference, each counted as often as it occurs in both.
 * Words are runs of letters and digits, lower-cased, joined by inner hyphens, apostrophes and periods
 * (`state-of-the-art`, `3.5`); no stemming, no stop words. With it the first sentences of 4,151 abstracts,
 * cut at 195 characters, reach .236.
 */
export function rougeOne(text: string, reference: string): number {
  const words = wordsOf(text);
  const expected = wordsOf(reference);
  if (words.length + expected.length === 0) return 0;
  const left = new Map<string, number>();
  for (const word of expected) left.set(word, (left.get(word) ?? 0) + 1);
  let hits = 0;
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    hits++;
    left.set(word, count - 1);
  }
  return (2 * hits) / (words.length + expected.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

const VERB =
  '(?:introduce|propose|present|release|show|develop|demonstrate|design|build|construct|describe|study|investigate|' +
  'explore|find|provide|reveal|identify|conduct|examine|analyze|address|establish|argue|evaluate|create|formulate|' +
  'offer|report)';
const CONTRIBUTION = new RegExp(
  `\\bwe (?:\\w+ly |also |first |then |further |therefore |thus |here )?${VERB}\\b|` +
    `\\b(?:this|our) (?:paper|work|study|report|article|technical report|survey) (?:\\w+ly )?${VERB}s?\\b`,
  'i',
);

/**
 * Tells whether a text says what its authors did: `we` or `this paper` with one of 27 verbs. A fixed list
 * that knows nothing of the way sentences are chosen. 97% of 4,151 abstracts have such a place, and 12% of
 * their first sentences.
 */
export function saysContribution(text: string): boolean {
  return CONTRIBUTION.test(text);
}

// Simple on purpose, and not the splitter that is tested.
const BETWEEN_SENTENCES = /(?<=(?:\p{L}{3}|[\p{N})%])[.!?])\s+(?=\p{Lu})/u;

/** Rests of a text, each from the beginning of one of its sentences. */
export function restsOf(text: string): string[] {
  const sentences = text.split(BETWEEN_SENTENCES);
  return sentences.map((_, index) => sentences.slice(index).join(' '));
}
