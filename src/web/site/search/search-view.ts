import type { Language } from '../../../../config/languages.ts';
import type { ListedPaper } from '../../../papers/lists/list-queries.ts';
import { firstHighlight } from '../../../papers/search/search-words.ts';
import { cutAtSentence } from '../../../rendering/clean-text.ts';
import { type PaperView, paperView } from '../papers/paper-view.ts';

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
  paper: ListedPaper,
  language: Language,
  lacks: readonly string[],
  marks: ReadonlySet<string>,
): FoundView {
  const excerpt = marks.size === 0 ? undefined : (abstract: string) => excerptOf(abstract, marks);
  return { paper: paperView(paper, language, excerpt), lacks };
}

function excerptOf(whole: string, marks: ReadonlySet<string>): string {
  const at = firstHighlight(whole, marks) ?? 0;
  if (at <= SEEN) return cutAtSentence(whole, LONGEST_EXCERPT);
  const sentence = Math.max(whole.lastIndexOf('. ', at) + 2, 0);
  const start = at - sentence <= SEEN ? sentence : whole.indexOf(' ', at - SEEN / 2) + 1;
  return `… ${cutAtSentence(whole.slice(start), LONGEST_EXCERPT)}`;
}
