import { cleanLine, cutAtSentence } from '../text/clean-text.ts';

/** Texts of a paper that a summary is made from. All are external. */
export interface SummarizedPaper {
  title: string;
  abstract: string | null;
  /** One or two sentences of the source or an operator, if there are any. */
  summary: string | null;
}

/**
 * Summary of a paper in at most about `longest` characters, for emails, pages and feeds: the source's own, else
 * the beginning of the abstract; empty if there is neither. Pure.
 */
export function summarize(paper: SummarizedPaper, longest: number): string {
  return cutAtSentence(cleanLine(paper.summary ?? '') || cleanLine(paper.abstract ?? ''), longest);
}
