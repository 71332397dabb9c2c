import { markWords } from '../papers/search-text.ts';
import { cleanLine, cutAtSentence } from '../rendering/text.ts';
import type { PaperView } from './paper-view.ts';

/** A paper that was found, ready to be shown. */
export interface FoundView {
  paper: PaperView;
  /** Words of the query that it has not, as typed. */
  lacks: readonly string[];
}

const LONGEST_EXCERPT = 280;
/** How far into a text the first found word may stand and still be seen without unfolding. */
const SEEN = 140;

/** Shows of the abstract the sentence in which the first word was found, where its beginning does not have it. */
export function foundView(
  paper: PaperView,
  abstract: string,
  lacks: readonly string[],
  marks: ReadonlySet<string>,
): FoundView {
  const whole = cleanLine(abstract);
  if (whole === '' || marks.size === 0) return { paper, lacks };
  const summary = excerptOf(whole, marks);
  return { lacks, paper: { ...paper, summary, abstract: summary === whole ? null : whole } };
}

function excerptOf(whole: string, marks: ReadonlySet<string>): string {
  const [before, found] = markWords(whole, marks);
  const at = before?.marked === false && found ? before.text.length : 0;
  if (at <= SEEN) return cutAtSentence(whole, LONGEST_EXCERPT);
  const sentence = Math.max(whole.lastIndexOf('. ', at) + 2, 0);
  const start = at - sentence <= SEEN ? sentence : whole.indexOf(' ', at - SEEN / 2) + 1;
  return `… ${cutAtSentence(whole.slice(start), LONGEST_EXCERPT)}`;
}
