import { cleanLine } from '../text/clean-text.ts';
import { type CitedName, citedName } from './cited-name.ts';

/** A stored paper with the fields that a citation needs. All texts are external. */
export interface CitablePaper {
  id: string;
  title: string;
  abstract: string | null;
  authors: string[];
  authorCount: number;
  primaryCategory: string | null;
  categories: string[];
  /** Submission of the first version; null if no source gives it. */
  publishedAt: Date | null;
  withdrawn: boolean;
}

/** Date of a citation. Without a submission date, arXiv's id gives the month. */
export interface CitedDate {
  year: number;
  /** 1–12. */
  month: number;
  /** Day of the month; null if only the month is known. */
  day: number | null;
}

/** Submission date in UTC, else the month in the paper's id (`2611.00001`, `math/0611800`). */
export function citedDate({ id, publishedAt }: Pick<CitablePaper, 'id' | 'publishedAt'>): CitedDate {
  if (publishedAt !== null)
    return {
      year: publishedAt.getUTCFullYear(),
      month: publishedAt.getUTCMonth() + 1,
      day: publishedAt.getUTCDate(),
    };
  const digits = id.slice(id.indexOf('/') + 1);
  const year = Number(digits.slice(0, 2));
  // The first papers are from August 1991.
  return { year: year < 91 ? 2000 + year : 1900 + year, month: Number(digits.slice(2, 4)), day: null };
}

/** Authors of a paper for a citation. Names without a letter or digit are left out. */
export function citedNames({ authors }: Pick<CitablePaper, 'authors'>): CitedName[] {
  return authors
    .map(cleanLine)
    .filter((name) => /[\p{L}\p{N}]/u.test(name))
    .map(citedName);
}

/** DOI that arXiv registers for every paper, also for those from before it began to in 2022. */
export function arxivDoi(id: string): string {
  return `10.48550/arXiv.${id}`;
}
