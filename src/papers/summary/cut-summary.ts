import { cutAtWord } from '../text/clean-text.ts';
import { closeSentence, partsOfSentence } from './shorten-sentence.ts';
import { splitSentences } from './split-sentences.ts';

/**
 * The beginning of a clean line that takes `longest` characters, or up to a quarter more: whole sentences,
 * else the clauses of a sentence that do not need its rest. A word with `…` after it ends only a text that
 * has no such place.
 */
export function cutSummary(line: string, longest: number): string {
  const reach = Math.floor(longest * 1.25);
  if (line.length <= reach) return line;
  const ends = sentenceEnds(line);
  const least = longest / 2;
  const usable = ends.filter((end) => end >= least && end <= reach);
  const end = usable.filter((each) => each <= longest).at(-1) ?? usable[0];
  if (end !== undefined) return line.slice(0, end);
  const whole = ends.filter((each) => each < least).at(-1) ?? 0;
  const next = line.slice(
    whole,
    ends.find((each) => each > whole),
  );
  const sentence = next.trimStart();
  const start = whole + next.length - sentence.length;
  const clause = longestPart(sentence, reach - 1 - start, least - start);
  if (clause !== null) return closeSentence(line.slice(0, start + clause));
  // A quarter of the space says more than half a sentence.
  return whole >= longest / 4 ? line.slice(0, whole) : cutAtWord(line, longest);
}

function sentenceEnds(line: string): number[] {
  const ends: number[] = [];
  let from = 0;
  for (const sentence of splitSentences(line)) {
    from = line.indexOf(sentence, from) + sentence.length;
    ends.push(from);
  }
  return ends;
}

/** Length of the longest beginning of a sentence that loses least, if any is long enough. */
function longestPart(sentence: string, longest: number, least: number): number | null {
  const parts = partsOfSentence(sentence, longest, true).filter(
    ({ start, end }) => start === 0 && end >= least,
  );
  const loss = Math.min(...parts.map((part) => part.loss));
  return parts.filter((part) => part.loss === loss).at(-1)?.end ?? null;
}
