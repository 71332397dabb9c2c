import { readFileSync } from 'node:fs';
import { NAMING_CATEGORIES, SUBJECTLESS_TOPICS } from '../../config/topics/learning.ts';
import type { Taxonomy } from '../../config/topics/taxonomy.ts';
import {
  bestTopics,
  type ClassifiablePaper,
  mainTopics,
  matchPhrases,
  type PhraseMatch,
  type TopicScore,
  topicScore,
} from './classify-by-phrases.ts';
import { type LearnedWords, learnedLogits, parseLearnedWords } from './learned-words.ts';

/** A strong phrase in the title weighs 3. Less than that can be a false friend. */
const DOUBTFUL_WEIGHT = 3;
/** Chance of 3%: the rest of the text is about something else. */
const SURELY_NOT = -3.5;
/**
 * A topic on which phrases are silent needs a chance of 50% where categories taught it, elsewhere of 73%. Of
 * Daily Papers read by hand, 20 of 28 topics added above the higher chance were right, and of those that
 * categories taught 6 of 6 above the lower one, but only 6 of 13 below it.
 */
const leastLogit = (topic: string) => (Object.hasOwn(NAMING_CATEGORIES, topic) ? 0 : 1);

/**
 * Classifies a paper by its readable title, abstract and categories. Phrases decide; the learned words add a
 * topic on which phrases are silent, and drop one whose few phrases mean something else. Returns topics best
 * first; empty if nothing is certain enough. Topics of a file have phrases alone: the words were learned for
 * the built-in ones. Pure: the same paper, taxonomy and model give the same result.
 */
export function classify(
  taxonomy: Taxonomy,
  paper: ClassifiablePaper,
  model: LearnedWords = shippedWords(),
): TopicScore[] {
  const matches = matchPhrases(taxonomy, paper);
  const all = taxonomy.learned.size > 0 ? learnedLogits(model, paper) : null;
  if (!all) return mainTopics(matches);
  const logits = new Map([...all].filter(([topic]) => taxonomy.learned.has(topic)));
  const found = new Set(matches.map(({ topic }) => topic));
  const added = [...logits]
    .filter(([topic, logit]) => logit > leastLogit(topic) && !found.has(topic))
    .map(([topic, logit]) => ({ topic, score: topicScore(2 / (1 + Math.exp(-logit))) }));
  return bestTopics([...mainTopics(withoutFalseFriends(matches, logits)), ...added]);
}

/** Drops topics that the rest of the text speaks against, unless that would leave none. */
function withoutFalseFriends(matches: PhraseMatch[], logits: ReadonlyMap<string, number>): PhraseMatch[] {
  const kept = matches.filter(
    ({ topic, weight }) =>
      weight >= DOUBTFUL_WEIGHT || SUBJECTLESS_TOPICS.has(topic) || (logits.get(topic) ?? 0) > SURELY_NOT,
  );
  return kept.length > 0 ? kept : matches;
}

let shipped: LearnedWords | undefined;

/** Model in `config/topics/learned-words.txt`, read at the first paper. */
function shippedWords(): LearnedWords {
  shipped ??= parseLearnedWords(
    readFileSync(new URL('../../config/topics/learned-words.txt', import.meta.url), 'utf8'),
  );
  return shipped;
}
