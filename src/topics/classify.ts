import { TOPICS } from '../../config/topics/taxonomy.ts';
import type { Topic } from '../../config/topics/topic.ts';
import { canonicalCategory } from '../papers/arxiv-id.ts';
import { compilePhrases, findPhrases, type PhraseSet, textWords } from './phrases.ts';

/** One topic of a paper; the score lies in (0, 1]. */
export interface TopicScore {
  topic: string;
  score: number;
}

/** What of a paper says what it is about. */
export interface ClassifiablePaper {
  title: string;
  abstract: string | null;
  /** arXiv names; unknown ones are ignored, and a paper may have none. */
  categories: readonly string[];
}

interface Matcher {
  readonly slug: string;
  readonly strong: PhraseSet;
  readonly weak: PhraseSet;
  readonly not: PhraseSet;
  readonly categories: ReadonlySet<string>;
}

/** How often each kind of evidence for one topic was found. */
interface Evidence {
  strongTitle: number;
  weakTitle: number;
  strongAbstract: number;
  weakAbstract: number;
  category: boolean;
}

/**
 * Takes a paper's readable title, abstract and categories and gives its topics, best first; none when
 * nothing is sure enough. Pure: the same paper and taxonomy give the same answer.
 */
export function classify(paper: ClassifiablePaper): TopicScore[] {
  matchers ??= TOPICS.map(compileTopic);
  const title = textWords(paper.title);
  const abstract = textWords(paper.abstract ?? '');
  const categories = new Set(paper.categories.map(canonicalCategory));
  const found = matchers
    .map((matcher) => ({ topic: matcher.slug, evidence: gather(matcher, title, abstract, categories) }))
    .filter(({ evidence }) => isEnough(evidence, abstract.length > 0))
    .map(({ topic, evidence }) => ({
      topic,
      weight: weigh(evidence),
      inTitle: evidence.strongTitle + evidence.weakTitle > 0,
    }));
  const least = SIDE_REMARK * Math.max(0, ...found.map(({ weight }) => weight));
  return found
    .filter(({ weight, inTitle }) => inTitle || weight >= least)
    .map(({ topic, weight }) => ({ topic, score: Math.round((1_000 * weight) / (weight + 2)) / 1_000 }))
    .sort((a, b) => b.score - a.score || (a.topic < b.topic ? -1 : 1))
    .slice(0, MOST_TOPICS);
}

// A topic of the abstract alone that has less than this share of the main topic's weight is a remark on the
// side. With it Daily Papers have 1.9 topics each, without it 2.2, and the same papers stay without any.
const SIDE_REMARK = 0.5;

// A paper that seems to be about more than this names them rather than being about them.
const MOST_TOPICS = 4;

// Compiled at the first paper, because nothing of weight happens on import.
let matchers: Matcher[] | undefined;

function compileTopic(topic: Topic): Matcher {
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

/** How many strong phrases, and how many weak words outside of them; words of a `not` phrase count for neither. */
function count(matcher: Matcher, words: readonly string[]): [strong: number, weak: number] {
  const rest = [...words];
  blank(rest, matcher.not);
  const strong = blank(rest, matcher.strong);
  return [strong, findPhrases(rest, matcher.weak).length];
}

/**
 * Replaces every phrase found by blanks, and says how many mentions there were. Phrases side by side are
 * one mention: "vision-language models (VLMs)".
 */
function blank(words: string[], set: PhraseSet): number {
  const found = findPhrases(words, set);
  for (const { from, to } of found) words.fill('', from, to);
  return found.filter(({ from }, place) => from !== found[place - 1]?.to).length;
}

/**
 * The strict rule: a hit in the title, or two in the abstract, or one beside a matching category. A weak
 * word is a hit only in the title, and one that the abstract, where there is one, has to bear out.
 */
function isEnough(
  { strongTitle, weakTitle, strongAbstract, weakAbstract, category }: Evidence,
  hasAbstract: boolean,
): boolean {
  const isBorneOut = weakTitle > 0 && (strongAbstract > 0 || weakAbstract > 1 || !hasAbstract);
  return strongTitle > 0 || strongAbstract > 1 || isBorneOut || (category && strongAbstract + weakTitle > 0);
}

/**
 * The weight of the evidence, by where it stands. A score is w / (w + 2): 0.6 for a title alone, 0.5 for
 * two hits of the abstract, never quite 1, so that more evidence always counts a little more.
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
