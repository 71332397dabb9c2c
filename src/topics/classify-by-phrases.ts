import type { Taxonomy } from '../../config/topics/taxonomy.ts';
import type { TopicPhrases } from '../../config/topics/topic.ts';
import { canonicalCategory } from '../papers/arxiv-id.ts';
import { compilePhrases, findPhrases, type PhraseSet, textWords } from './phrases.ts';

/** One topic of a paper. The score is in (0, 1]. */
export interface TopicScore {
  topic: string;
  score: number;
}

/** Fields of a paper that tell its subject. */
export interface ClassifiablePaper {
  title: string;
  abstract: string | null;
  /** arXiv names. Unknown ones are ignored, and a paper may have none. */
  categories: readonly string[];
}

interface Matcher {
  readonly slug: string;
  readonly strong: PhraseSet;
  readonly weak: PhraseSet;
  readonly not: PhraseSet;
  readonly categories: ReadonlySet<string>;
}

/** Number of hits of each kind of evidence for one topic. */
interface Evidence {
  strongTitle: number;
  weakTitle: number;
  strongAbstract: number;
  weakAbstract: number;
  category: boolean;
}

/** Evidence of phrases for one topic. */
export interface PhraseMatch {
  topic: string;
  /** Weight of the evidence by its place; see `weigh`. */
  weight: number;
  inTitle: boolean;
}

/** Topics that phrases give reason for, in the order of the taxonomy. */
export function matchPhrases(taxonomy: Taxonomy, paper: ClassifiablePaper): PhraseMatch[] {
  const title = textWords(paper.title);
  const abstract = textWords(paper.abstract ?? '');
  const categories = new Set(paper.categories.map(canonicalCategory));
  return matchersOf(taxonomy)
    .map((matcher) => ({ topic: matcher.slug, evidence: gather(matcher, title, abstract, categories) }))
    .filter(({ evidence }) => isEnough(evidence, abstract.length > 0))
    .map(({ topic, evidence }) => ({
      topic,
      weight: weigh(evidence),
      inTitle: evidence.strongTitle + evidence.weakTitle > 0,
    }));
}

/** Topics by phrases alone, best first. */
export function classifyByPhrases(taxonomy: Taxonomy, paper: ClassifiablePaper): TopicScore[] {
  return mainTopics(matchPhrases(taxonomy, paper));
}

/** Drops side remarks, and scores the rest, best first. */
export function mainTopics(matches: readonly PhraseMatch[]): TopicScore[] {
  const least = SIDE_REMARK * Math.max(0, ...matches.map(({ weight }) => weight));
  return bestTopics(
    matches
      .filter(({ weight, inTitle }) => inTitle || weight >= least)
      .map(({ topic, weight }) => ({ topic, score: topicScore(weight) })),
  );
}

/** Best topics first, a few at most. */
export function bestTopics(scores: readonly TopicScore[]): TopicScore[] {
  return [...scores].sort((a, b) => b.score - a.score || (a.topic < b.topic ? -1 : 1)).slice(0, MOST_TOPICS);
}

/** Score in (0, 1) of evidence with that weight: w / (w + 2). */
export function topicScore(weight: number): number {
  return Math.round((1_000 * weight) / (weight + 2)) / 1_000;
}

// A topic found only in the abstract with less than this share of the main topic's weight is a side remark.
// With this rule Daily Papers have 1.9 topics each, without it 2.2, and the same papers have none.
const SIDE_REMARK = 0.5;

// A paper with more topics than this mentions them rather than being about them.
const MOST_TOPICS = 4;

// Compiled at the first paper, because nothing expensive happens on import.
const compiled = new WeakMap<Taxonomy, readonly Matcher[]>();

function matchersOf(taxonomy: Taxonomy): readonly Matcher[] {
  const known = compiled.get(taxonomy);
  if (known) return known;
  const matchers = taxonomy.topics.map(compileTopic);
  compiled.set(taxonomy, matchers);
  return matchers;
}

function compileTopic(topic: TopicPhrases): Matcher {
  return {
    slug: topic.slug,
    strong: compilePhrases(topic.strong),
    weak: compilePhrases(topic.weak),
    not: compilePhrases(topic.not),
    categories: new Set(topic.categories.map((category) => canonicalCategory(category) ?? category)),
  };
}

function gather(
  matcher: Matcher,
  title: readonly string[],
  abstract: readonly string[],
  categories: ReadonlySet<string | null>,
): Evidence {
  const [strongTitle, weakTitle] = count(matcher, title);
  const [strongAbstract, weakAbstract] = count(matcher, abstract);
  const category = [...matcher.categories].some((name) => categories.has(name));
  return { strongTitle, weakTitle, strongAbstract, weakAbstract, category };
}

/** Counts strong phrases, and weak words outside them. Words of a `not` phrase count for neither. */
function count(matcher: Matcher, words: readonly string[]): [strong: number, weak: number] {
  const rest = [...words];
  blank(rest, matcher.not);
  const strong = blank(rest, matcher.strong);
  return [strong, findPhrases(rest, matcher.weak).length];
}

/**
 * Blanks out every phrase found and returns the number of mentions. Adjacent phrases are one mention:
 * "vision-language models (VLMs)".
 */
function blank(words: string[], set: PhraseSet): number {
  const found = findPhrases(words, set);
  for (const { from, to } of found) words.fill('', from, to);
  return found.filter(({ from }, place) => from !== found[place - 1]?.to).length;
}

/**
 * Threshold for a topic: one hit in the title, two in the abstract, or one with a matching category. A weak
 * word counts only in the title, and only if the abstract, when there is one, supports it.
 */
function isEnough(
  { strongTitle, weakTitle, strongAbstract, weakAbstract, category }: Evidence,
  hasAbstract: boolean,
): boolean {
  const isBorneOut = weakTitle > 0 && (strongAbstract > 0 || weakAbstract > 1 || !hasAbstract);
  return strongTitle > 0 || strongAbstract > 1 || isBorneOut || (category && strongAbstract + weakTitle > 0);
}

/**
 * Weight of the evidence by its place. The score is w / (w + 2): 0.6 for a title alone, 0.5 for two hits in
 * the abstract, never quite 1, so that more evidence always counts a little more.
 */
function weigh({ strongTitle, weakTitle, strongAbstract, weakAbstract, category }: Evidence): number {
  return (
    3 * Math.min(strongTitle, 2) +
    1.5 * Math.min(weakTitle, 2) +
    Math.min(strongAbstract, 6) +
    0.25 * Math.min(weakAbstract, 4) +
    (category ? 0.5 : 0)
  );
}
