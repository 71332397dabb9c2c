import { PICKING, TITLE_STOP_WORDS } from '../../config/scoring.ts';
import { foldedLine, foldedWords } from '../papers/text/fold-words.ts';
import { tieBreakKey } from '../trending/rank-fusion.ts';
import type { ScoredPaper } from '../trending/score.ts';

/** A paper of a frozen pool: its ranks, and what preferences are matched against. It never changes. */
export interface PoolPaper extends ScoredPaper {
  title: string;
  abstract: string | null;
  authors: readonly string[];
  organisation: string | null;
  publicAt: Date;
}

/** A paper's texts as interests are matched against them: see foldedLine. */
export interface FoldedTexts {
  title: string;
  /** Title and abstract, with a stroke between them that no phrase can cross. */
  whole: string;
  /** Every word of the two: says at once of most papers that a query does not fire. */
  words: ReadonlySet<string>;
  /** Folded name and the name as the paper spells it. */
  authors: readonly { folded: string; name: string }[];
  organisation: string;
}

/** What papers are compared by when some are chosen. */
export interface PaperTraits {
  /** The title's telling words, sorted, each once. */
  titleWords: readonly string[];
  /** Slugs, sorted. */
  topics: readonly string[];
  /** Newest upvotes and when they were read (ISO); null where they never were. */
  upvotes: { value: number; at: string } | null;
  /** Decides between equals: see tieKey. */
  tie: string;
}

// One frozen pool meets thousands of preferences; folding its texts for each of them would be most of the
// work. Texts and traits are kept apart because shortlists hold on to the traits.
const texts = new WeakMap<PoolPaper, FoldedTexts>();
const traits = new WeakMap<PoolPaper, PaperTraits>();

/** The folded texts of a paper, made once for as long as the paper object lives. */
export function foldedTextsOf(paper: PoolPaper): FoldedTexts {
  return remembered(texts, paper, () => {
    const title = foldedLine(paper.title);
    const whole = `${title}|${foldedLine(paper.abstract ?? '')}`;
    return {
      title,
      whole,
      words: new Set(whole.split(/[ |]+/)),
      authors: paper.authors.map((name) => ({ folded: foldedLine(name), name })),
      organisation: foldedLine(paper.organisation ?? ''),
    };
  });
}

/** The traits of a paper, made once for as long as the paper object lives. */
export function traitsOf(paper: PoolPaper): PaperTraits {
  return remembered(traits, paper, () => ({
    titleWords: [...new Set(foldedWords(paper.title))].filter((word) => !TITLE_STOP_WORDS.has(word)).sort(),
    topics: paper.topics.flatMap(({ topic }) => (topic === '' ? [] : [topic])).sort(),
    upvotes: paper.signals.hf_upvotes ?? null,
    tie: tieBreakKey(paper.paperId),
  }));
}

function remembered<T>(memory: WeakMap<PoolPaper, T>, paper: PoolPaper, make: () => T): T {
  const kept = memory.get(paper);
  if (kept !== undefined) return kept;
  const made = make();
  memory.set(paper, made);
  return made;
}

type Comparable = Pick<PaperTraits, 'titleWords' | 'topics'>;

/** How much two papers repeat each other, 0–1: Jaccard of their titles' words and of their topics. */
export function similarity(a: Comparable, b: Comparable): number {
  return (
    PICKING.titleShare * jaccard(a.titleWords, b.titleWords) +
    (1 - PICKING.titleShare) * jaccard(a.topics, b.topics)
  );
}

/** |A ∩ B| / |A ∪ B| of two sorted lists; 0 for two empty ones, which have nothing in common. */
export function jaccard(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  let left = 0;
  let right = 0;
  for (let x = a[0], y = b[0]; x !== undefined && y !== undefined; x = a[left], y = b[right]) {
    if (x === y) shared += 1;
    if (x <= y) left += 1;
    if (y <= x) right += 1;
  }
  const all = a.length + b.length - shared;
  return all === 0 ? 0 : shared / all;
}
