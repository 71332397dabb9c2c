import { SUMMARY_MODEL } from '../../../config/summary-model.ts';
import { cleanLine } from '../text/clean-text.ts';
import { foldedWords } from '../text/fold-words.ts';
import { readableText } from '../text/readable-text.ts';
import { stem, unknownNames } from './names.ts';
import { isQuoted, quantitiesIn, quotableQuantities } from './quantities.ts';

/** Texts that a generated summary is checked against. */
export interface CheckedPaper {
  title: string;
  abstract: string;
}

/** A generated summary that may be shown, or the reason for its rejection. */
export type CheckedSummary = { ok: true; text: string } | { ok: false; reason: string };

/** A host name with a common ending. */
const DOMAIN =
  /\b[\w-]+\.(?:com|org|net|io|ai|dev|app|co|edu|gov|info|biz|xyz|me|gg|to|ly|site|online|shop|link|de|uk|eu|cn|ru|jp|fr)\b/iu;

/** Phrases of a chat: apologies, introductions, and what an instruction inside an abstract leaves behind. */
const TALK = new RegExp(
  [
    'sorry',
    'cannot (?:help|assist|comply)',
    'as an? (?:ai|assistant|language model)',
    "here(?:'s| is| are) (?:a|the|your|two)",
    '(?:the|this) (?:abstract|prompt)',
    'two[- ]sentence',
    'in summary',
    'system prompt',
    '(?:ignore|disregard|forget|override) (?:all|any|the|my|these|previous|prior|above|earlier)',
    '(?:previous|prior|above) instructions?',
  ]
    .map((phrase) => `\\b(?:${phrase})\\b`)
    .join('|'),
  'iu',
);

/** Forms that a summary never has, each with the reason for its rejection. */
const FORBIDDEN: readonly (readonly [reason: string, pattern: RegExp])[] = [
  ['contains a link', /:\/\/|www\.|[\w.+-]+@[\w-]+\.\w/iu],
  ['contains a link', DOMAIN],
  ['contains markup', /<\/?[a-z!]|\*\*|__|`|~~|^[#>*•-]\s|\]\(|\\[a-z]|\$[^$]*\$|[{}]|^\d+[.)]\s/iu],
  ['contains a symbol or emoji', /(?![©®™↔-↙])\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}]/u],
  ['speaks in the first person', /\b(?:I(?![/-])|I'm|[Mm]y|[Mm]e|[Ww]e|[Oo]urs?|us|[Ll]et's)\b(?!-)/u],
  ['addresses the reader', /\b(?:you|yours?|yourself|please|click|subscribe|visit|buy|download)\b/u],
  ['addresses the reader', /(?:^|\. )(?:You|Your|Please|Click|Subscribe|Visit|Buy|Download)\b/u],
  ['talks about the task', TALK],
  ['exclaims or asks', /[!?]/u],
];

const ABBREVIATION = /\b(?:e\.g|i\.e|vs|et al|cf|approx|resp|Fig|Eq|Dr|St|No)\.$/u;

/**
 * Checks a model's summary against title and abstract, both external: at most two sentences of a sane length,
 * without markup, links or chat phrases, in which every number and every name occurs in the paper and most
 * longer words do. A doubt rejects it; the chosen sentences of the abstract are shown instead. Not detected:
 * names written in lower case, and true facts put together wrongly. Pure.
 */
export function checkSummary(answer: string, paper: CheckedPaper): CheckedSummary {
  const text = cleanLine(readableText(unquoted(answer)));
  const reason = problemOf(text, paper);
  return reason === null ? { ok: true, text } : { ok: false, reason };
}

function problemOf(text: string, paper: CheckedPaper): string | null {
  const { length, sentences, sharedWords } = SUMMARY_MODEL;
  if (text.length < length.least) return 'is too short';
  if (text.length > length.most) return 'is too long';
  const forbidden = FORBIDDEN.find(([, pattern]) => pattern.test(text));
  if (forbidden) return forbidden[0];
  if (!text.endsWith('.')) return 'does not end with a full stop';
  if (countSentences(text) > sentences) return `has more than ${sentences} sentences`;
  const source = `${paper.title}. ${paper.abstract}`;
  const quotable = quotableQuantities(source);
  const number = quantitiesIn(text).find((quantity) => !isQuoted(quantity, quotable));
  if (number) return `has a number that the paper does not have: ${number.value}${number.unit}`;
  const [name] = unknownNames(text, source);
  if (name !== undefined) return `has a name that the paper does not have: ${name.slice(0, 40)}`;
  return shareOfWords(text, source) < sharedWords ? 'has too few words of the paper' : null;
}

/** Drops the quotation marks around a whole answer. */
function unquoted(answer: string): string {
  return answer
    .trim()
    .replace(/^(["“])(.*)["”]$/su, (whole, _mark, inner: string) => (/["“”]/.test(inner) ? whole : inner));
}

function countSentences(text: string): number {
  const ends = [...text.matchAll(/[.!?。！？]["')\]”]*(?:\s+(?=["'([“]?[\p{Lu}\p{N}])|$)/gu)];
  return ends.filter(({ index }) => !ABBREVIATION.test(text.slice(0, index + 1))).length;
}

/** Share of the words of five letters and more with a stem that the source has; 0 for a text without any. */
function shareOfWords(text: string, source: string): number {
  const stems = new Set(foldedWords(source).map(stem));
  const words = foldedWords(text).filter((word) => word.length >= 5);
  return words.length === 0 ? 0 : words.filter((word) => stems.has(stem(word))).length / words.length;
}
