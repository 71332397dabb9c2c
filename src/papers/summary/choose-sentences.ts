import { capitalized, dropLeadIn } from './drop-lead-in.ts';
import {
  isEmptyStatement,
  isMeasured,
  judgeSentence,
  namesInTitle,
  type SentenceRole,
} from './judge-sentence.ts';
import { closeSentence, partsOfSentence, type SentencePart, withoutAsides } from './shorten-sentence.ts';
import { splitSentences } from './split-sentences.ts';
import { type PlacedWord, Vocabulary } from './weigh-words.ts';

/**
 * Added to the expected F1 of a choice. Tuned by hand on the development half of the history; ±.02 on any of
 * them moves ROUGE-1 by less than .003.
 */
const BONUS = {
  contributes: 0.15,
  step: 0.02,
  introduces: 0.06,
  introducesFirst: 0.05,
  named: 0.02,
  result: 0.03,
  background: -0.1,
  beforeContribution: -0.06,
  boilerplate: -0.15,
  dangling: -0.12,
  referring: -0.07,
  empty: -0.08,
  enumerates: -0.05,
  question: -0.1,
  /** For a pair of a contribution and then its result. */
  completes: 0.02,
  completesMeasured: 0.03,
  /** For taking all of the space, and in part for a part of it. */
  fills: 0.005,
  overLength: -0.02,
};
/** Bonus by the loss of a part. */
const LOSS_BONUS: Record<SentencePart['loss'], number> = { 0: 0, 1: -0.01, 2: -0.04 };
/** Length of the summary that the expected F1 assumes. */
const USUAL_WORDS = 28;
const MOST_SENTENCES = 40;
const MOST_CANDIDATES = 30;
const ENUMERATION = /(?:^|[ (])(?:[1-9]|i{1,3}|iv|v|[a-e])\) /;

interface Sentence {
  text: string;
  index: number;
  role: SentenceRole;
  /** Bonus of its role, for every part of it. */
  bonus: number;
  /** Bonus for introducing the work. */
  introduction: number;
}

/** A part of a sentence that could be in the summary. */
interface Candidate {
  sentence: Sentence;
  part: SentencePart;
  length: number;
  words: readonly number[];
  /** Expected number of its words in a summary by others. */
  hits: number;
  bonus: number;
  /** Penalty for a reference that only the sentence before resolves. */
  reference: number;
  introduction: number;
  contribution: number;
  measured: boolean;
}

interface Choice {
  parts: readonly Candidate[];
  score: number;
}

/**
 * Chooses one or two sentences of an English abstract that say what the paper does, in at most `longest`
 * characters or a quarter more; null if none fits. Scores a choice by the F1 of words that it would have with
 * a summary written by others, plus bonuses for the roles of its sentences. Pure.
 */
export function chooseSentences(title: string, abstract: string, longest: number): string | null {
  const vocabulary = new Vocabulary(title);
  const sentences = readSentences(title, abstract, longest);
  // A word's chance depends on all sentences, so they are all added first.
  const words = sentences.map(({ text, index, role }) => vocabulary.add(text, index, role.introduces > 0));
  const candidates = sentences
    .flatMap((sentence, index) => candidatesOf(sentence, words[index] ?? [], vocabulary, longest))
    .map((candidate) => ({ candidate, score: scoreOne(candidate, longest) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_CANDIDATES);
  const [first] = candidates;
  if (!first) return null;
  const alone = { parts: [first.candidate], score: first.score };
  const best = bestPair(
    candidates.map(({ candidate }) => candidate),
    vocabulary,
    longest,
    alone,
  );
  return best.parts
    .map(({ sentence, part }) => capitalized(closeSentence(sentence.text.slice(part.start, part.end))))
    .join(' ');
}

function readSentences(title: string, abstract: string, longest: number): Sentence[] {
  const names = namesInTitle(title);
  const read = splitSentences(abstract)
    .slice(0, MOST_SENTENCES)
    .map((whole, index) => {
      const text = withoutAsides(dropLeadIn(whole), longest);
      return { text, index, role: judgeSentence(whole, text, names) };
    });
  // Without an introduction, the first step that leads to the paper's own system is one.
  if (!read.some(({ role }) => role.introduces > 0)) {
    const first = read.find(({ role }) => role.presents > 0)?.role;
    if (first) first.contributes = first.introduces = first.presents;
  }
  const introduction = read.findIndex(({ role }) => role.introduces > 0);
  const start = introduction >= 0 ? introduction : read.findIndex(({ role }) => role.contributes > 0);
  return read.map((sentence) => ({
    ...sentence,
    bonus:
      roleBonus(sentence.role, sentence.text) + (sentence.index < start ? openingBonus(sentence.role) : 0),
    introduction: BONUS.introduces + (sentence.index === introduction ? BONUS.introducesFirst : 0),
  }));
}

function roleBonus(role: SentenceRole, text: string): number {
  return (
    (role.step ? BONUS.step : 0) +
    (role.named ? BONUS.named : 0) +
    (role.result ? BONUS.result : 0) +
    (role.background ? BONUS.background : 0) +
    (role.boilerplate ? BONUS.boilerplate : 0) +
    (text.includes(') ') && ENUMERATION.test(text) ? BONUS.enumerates : 0) +
    (text.endsWith('?') ? BONUS.question : 0)
  );
}

/** Sentences before the contribution are about the field, even if no word of theirs tells. */
function openingBonus(role: SentenceRole): number {
  return role.contributes === 0 && !role.step ? BONUS.beforeContribution : 0;
}

function candidatesOf(
  sentence: Sentence,
  words: readonly PlacedWord[],
  vocabulary: Vocabulary,
  longest: number,
): Candidate[] {
  const { role, text } = sentence;
  return partsWorthReading(sentence, longest).map((part) => {
    const own: number[] = [];
    for (const { id, start, end } of words) if (start >= part.start && end <= part.end) own.push(id);
    return {
      sentence,
      part,
      // A part gets a period.
      length: part.end - part.start + (part.end < text.length ? 1 : 0),
      words: own,
      hits: vocabulary.expectedHits(own, []),
      bonus: sentence.bonus + LOSS_BONUS[part.loss] + substanceBonus(role, text.slice(part.start, part.end)),
      reference: role.dangling ? BONUS.dangling : referenceIn(role, part),
      introduction: role.introduces > 0 && role.introduces <= part.end ? sentence.introduction : 0,
      contribution: role.contributes > 0 && role.contributes <= part.end ? BONUS.contributes : 0,
      measured: role.measured && isMeasured(text.slice(part.start, part.end)),
    };
  });
}

function substanceBonus(role: SentenceRole, part: string): number {
  return role.empty && isEmptyStatement(part) ? BONUS.empty : 0;
}

function referenceIn({ refersAt }: SentenceRole, part: SentencePart): number {
  return refersAt < part.end ? BONUS.referring : 0;
}

/** Sentences about the field, code and hopes are not worth shortening. */
function partsWorthReading({ role, text }: Sentence, longest: number): SentencePart[] {
  const reach = Math.floor(longest * 1.25) - 1;
  const serves = role.contributes > 0 || role.step || role.result || role.named;
  if (serves && !role.background && !role.boilerplate)
    return partsOfSentence(text, reach, role.introduces > 0 && text.length > longest);
  return text.length <= reach ? [{ start: 0, end: text.length, loss: 0 }] : [];
}

function scoreOne(one: Candidate, longest: number): number {
  return (
    expectedShare(one.hits, one.words.length) +
    one.bonus +
    one.reference +
    one.introduction +
    one.contribution +
    spaceBonus(one.length, longest)
  );
}

/** The best pair of candidates if it is better than `alone`, in the order of the abstract. */
function bestPair(
  candidates: readonly Candidate[],
  vocabulary: Vocabulary,
  longest: number,
  alone: Choice,
): Choice {
  const reach = Math.floor(longest * 1.25);
  let best = alone;
  for (const [position, a] of candidates.entries())
    for (let other = position + 1; other < candidates.length; other++) {
      const b = candidates[other];
      if (!b || a.sentence === b.sentence || a.length + 1 + b.length > reach) continue;
      const [one, two] = a.sentence.index < b.sentence.index ? [a, b] : [b, a];
      const count = one.words.length + two.words.length;
      const bonus = pairBonus(one, two, longest);
      // Words that both have count once at most, so this is an upper bound.
      if (expectedShare(one.hits + two.hits, count) + bonus <= best.score) continue;
      const score = expectedShare(vocabulary.expectedHits(one.words, two.words), count) + bonus;
      if (score > best.score) best = { parts: [one, two], score };
    }
  return best;
}

function pairBonus(one: Candidate, two: Candidate, longest: number): number {
  const follows = two.sentence.index === one.sentence.index + 1 && one.part.end === one.sentence.text.length;
  return (
    one.bonus +
    two.bonus +
    one.reference +
    (follows ? 0 : two.reference) +
    Math.max(one.introduction, two.introduction) +
    Math.max(one.contribution, two.contribution) +
    (one.contribution > 0 && two.sentence.role.result ? BONUS.completes : 0) +
    (one.contribution > 0 && one.part.end === one.sentence.text.length && two.measured
      ? BONUS.completesMeasured
      : 0) +
    spaceBonus(one.length + 1 + two.length, longest)
  );
}

function spaceBonus(length: number, longest: number): number {
  return length > longest ? BONUS.fills + BONUS.overLength : (BONUS.fills * length) / longest;
}

/** Expected F1 of so many words with a usual summary. */
function expectedShare(hits: number, words: number): number {
  return (2 * hits) / (words + USUAL_WORDS);
}
