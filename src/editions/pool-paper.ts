import { PICKING, TITLE_STOP_WORDS } from '../../config/scoring.ts';
import { foldedLine, foldedWords } from '../papers/text/fold-words.ts';
import { tieBreakKey } from '../trending/rank-fusion.ts';
import type { ScoredPaper } from '../trending/score.ts';
import { foldPhrase, type Phrase } from './keywords/match-phrase.ts';

/** A paper of a frozen pool: its ranks, and the fields that preferences are matched against. Immutable. */
export interface PoolPaper extends ScoredPaper {
  title: string;
  abstract: string | null;
  authors: readonly string[];
  organization: string | null;
  publicAt: Date;
  /** True if a source links to its code. */
  hasCode: boolean;
}

/** Folded texts of a paper for matching (see foldPhrase and foldedLine). */
export interface FoldedTexts {
  title: Phrase;
  abstract: Phrase;
  /** Folded name, and the name as the paper spells it. */
  authors: readonly { folded: string; name: string }[];
  organization: string;
}

/** Features by which picks are compared for similarity. */
export interface PaperTraits {
  /** Words of the title without stop words, sorted and distinct. */
  titleWords: readonly string[];
  /** Slugs, sorted. */
  topics: readonly string[];
  /** Slug of the topic it most certainly belongs to, or ''. */
  mainTopic: string;
  /** Newest upvotes and the time of reading (ISO); null if they were never read. */
  upvotes: { value: number; at: string } | null;
  /** Tie-breaker, see tieBreakKey. */
  tie: string;
}

// Caches: one frozen pool meets thousands of preferences, and folding its texts for each would be most of the
// work. Separate caches, because shortlists retain the traits.
const texts = new WeakMap<PoolPaper, FoldedTexts>();
const traits = new WeakMap<PoolPaper, PaperTraits>();

/** Folded texts of a paper, cached for the lifetime of the paper object. */
export function foldedTextsOf(paper: PoolPaper): FoldedTexts {
  return remembered(texts, paper, () => ({
    title: foldPhrase(paper.title),
    abstract: foldPhrase(paper.abstract ?? ''),
    authors: paper.authors.map((name) => ({ folded: foldedLine(name), name })),
    organization: foldedLine(paper.organization ?? ''),
  }));
}

/** Traits of a paper, cached for the lifetime of the paper object. */
export function traitsOf(paper: PoolPaper): PaperTraits {
  return remembered(traits, paper, () => ({
    titleWords: [...new Set(foldedWords(paper.title))].filter((word) => !TITLE_STOP_WORDS.has(word)).sort(),
    topics: paper.topics.flatMap(({ topic }) => (topic === '' ? [] : [topic])).sort(),
    mainTopic: mainTopic(paper),
    upvotes: paper.signals.hf_upvotes ?? null,
    tie: tieBreakKey(paper.paperId),
  }));
}

function remembered<T>(memory: WeakMap<PoolPaper, T>, paper: PoolPaper, make: () => T): T {
  const cached = memory.get(paper);
  if (cached !== undefined) return cached;
  const made = make();
  memory.set(paper, made);
  return made;
}

/** Slug of the topic that a ranked paper most certainly belongs to, or ''. */
export function mainTopic(paper: Pick<PoolPaper, 'topics'>): string {
  const topics = paper.topics.filter(({ topic }) => topic !== '');
  return topics.reduce(
    (best, next) => (next.match > best.match ? next : best),
    topics[0] ?? { topic: '', match: 0 },
  ).topic;
}

type Comparable = Pick<PaperTraits, 'titleWords' | 'topics'>;

/** Similarity of two papers, 0–1: Jaccard index of their title words and of their topics. */
export function similarity(a: Comparable, b: Comparable): number {
  return (
    PICKING.titleShare * jaccard(a.titleWords, b.titleWords) +
    (1 - PICKING.titleShare) * jaccard(a.topics, b.topics)
  );
}

/** |A ∩ B| / |A ∪ B| of two sorted lists; 0 for two empty ones, which share nothing. */
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
