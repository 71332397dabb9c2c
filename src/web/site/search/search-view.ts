import type { ListedPaper } from '../../../papers/lists/list-queries.ts';
import { firstHighlight } from '../../../papers/search/search-words.ts';
import { cutAtSentence } from '../../../papers/text/clean-text.ts';
import type { Site } from '../frame/site.ts';
import { type PaperView, paperView } from '../papers/paper-view.ts';

/** A paper in the search results. */
export interface FoundView {
  paper: PaperView;
  /** Words of the query that the paper does not contain, as typed. */
  missing: readonly string[];
}

const MAX_EXCERPT_LENGTH = 280;
/** A match within this many characters is visible without unfolding the abstract. */
const VISIBLE_LENGTH = 140;

/**
 * Shapes a search result. If the first match lies further into the abstract, its sentence replaces the
 * summary.
 */
export function foundView(
  site: Pick<Site, 'taxonomy' | 'language'>,
  paper: ListedPaper,
  missing: readonly string[],
  highlights: ReadonlySet<string>,
): FoundView {
  const excerpt = highlights.size === 0 ? undefined : (abstract: string) => excerptOf(abstract, highlights);
  return { paper: paperView(site, paper, excerpt), missing };
}

function excerptOf(abstract: string, highlights: ReadonlySet<string>): string {
  const at = firstHighlight(abstract, highlights) ?? 0;
  if (at <= VISIBLE_LENGTH) return cutAtSentence(abstract, MAX_EXCERPT_LENGTH);
  const sentence = Math.max(abstract.lastIndexOf('. ', at) + 2, 0);
  const start =
    at - sentence <= VISIBLE_LENGTH ? sentence : abstract.indexOf(' ', at - VISIBLE_LENGTH / 2) + 1;
  return `… ${cutAtSentence(abstract.slice(start), MAX_EXCERPT_LENGTH)}`;
}
