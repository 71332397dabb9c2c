import { cleanLine } from '../text/clean-text.ts';
import { chooseSentences } from './choose-sentences.ts';
import { cutSummary } from './cut-summary.ts';
import { expandAbbreviations } from './expand-abbreviations.ts';

/** Texts of a paper that a summary is made from. All are external. */
export interface SummarizedPaper {
  title: string;
  abstract: string | null;
  /** One or two sentences of the source or an operator, if there are any. */
  summary: string | null;
}

/**
 * Summary of a paper in at most `longest` characters, or a quarter more, for emails, pages and feeds: the
 * source's own, else the sentences of the abstract that say what the paper does; empty if there is neither.
 * Abstracts in other languages than English are shown from their beginning. Pure: the same texts give the
 * same summary everywhere.
 */
export function summarize(paper: SummarizedPaper, longest: number): string {
  if (longest <= 0) return '';
  const given = cleanLine(paper.summary ?? '');
  if (given) return cutSummary(given, longest);
  const abstract = cleanLine(paper.abstract ?? '');
  if (abstract.length <= longest * 1.25 || !isEnglish(abstract)) return cutSummary(abstract, longest);
  return remembered(`${longest} ${paper.title}\n${abstract}`, () => {
    const chosen = chooseSentences(cleanLine(paper.title), abstract, longest);
    if (chosen === null) return cutSummary(abstract, longest);
    return expandAbbreviations(chosen, { title: cleanLine(paper.title), abstract }, longest);
  });
}

const MOST_REMEMBERED = 1_000;
const summaries = new Map<string, string>();

/** A page shows the same 25 papers to every visitor; choosing takes 50 times as long as a look-up. */
function remembered(key: string, choose: () => string): string {
  const known = summaries.get(key);
  if (known !== undefined) return known;
  const summary = choose();
  if (summaries.size >= MOST_REMEMBERED) summaries.delete(summaries.keys().next().value ?? '');
  summaries.set(key, summary);
  return summary;
}

const ENGLISH_WORD = /\b(?:the|of|and|we|is|with|for|that|this|are|by|our|from|which)\b/gi;
const LEAST_ENGLISH_WORDS = 4;
const LONGEST_SAMPLE = 800;

/** Tells English by its function words. No other language has four of them by chance. */
function isEnglish(text: string): boolean {
  const found = text.slice(0, LONGEST_SAMPLE).match(ENGLISH_WORD) ?? [];
  return new Set(found.map((word) => word.toLowerCase())).size >= LEAST_ENGLISH_WORDS;
}
