import type { z } from 'zod';
import { dayOf } from '../../day.ts';
import { PaperboyError } from '../../errors.ts';
import type { Rejection, SignalReading, SourceDay, SourcePaper } from '../../ports.ts';
import { parseUrl } from '../../url.ts';
import { readableText } from '../text/readable-text.ts';

/**
 * Result of parsing one entry. A paper can come with rejections too, for example of a reading that is not a
 * number.
 */
export interface ParsedEntry {
  paper: SourcePaper | null;
  readings: SignalReading[];
  rejections: Rejection[];
}

/**
 * Maximum stored length of each text, in characters. Real ones are far shorter; hostile ones must not fill
 * the database.
 */
export const LONGEST = { title: 500, abstract: 20_000, summary: 2_000, name: 200, comment: 2_000, url: 500 };

/** More names than any real collaboration has. The author count is kept beyond it. */
export const MOST_AUTHORS = 5_000;

/** Readable text of at most that many characters; null if the text is absent or nothing of it is readable. */
export function readableWithin(text: string | null | undefined, characters: number): string | null {
  if (text === null || text === undefined) return null;
  // Truncated roughly before the work: TeX and entities shrink when resolved, hardly ever to a tenth.
  const whole = readableText(text.slice(0, characters * 10));
  // No real text is that long, so a hostile one may end anywhere but inside a surrogate pair.
  return (
    (whole.length <= characters ? whole : whole.slice(0, characters).replace(/[\uD800-\uDBFF]$/, '')) || null
  );
}

/** ISO time in UTC; null for anything but a time since arXiv's beginning in 1991. */
export function isoTime(text: string | null | undefined): string | null {
  const date = new Date(text ?? Number.NaN);
  const year = date.getUTCFullYear();
  return year >= 1991 && year <= 9999 ? date.toISOString() : null;
}

/** Normalized http or https address without credentials, or undefined. Nothing else may become a link. */
export function webLink(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  if (trimmed.length > LONGEST.url || /\s/.test(trimmed)) return undefined;
  const url = parseUrl(trimmed);
  if (url === null) return undefined;
  const safe =
    ['http:', 'https:'].includes(url.protocol) &&
    url.hostname.includes('.') &&
    !url.username &&
    !url.password;
  return safe && url.href.length <= LONGEST.url ? url.href : undefined;
}

/**
 * Newest day that is not in the future; if all are, the newest. Null without days. One entry dated 2099 must
 * not become the newest list.
 */
export function newestDay(days: readonly string[], now: Date): string | null {
  const today = dayOf(now);
  const sorted = [...days].sort();
  return sorted.filter((day) => day <= today).at(-1) ?? sorted.at(-1) ?? null;
}

/**
 * Assembles parsed entries into one day. Of entries about the same paper the highest version wins, then the
 * first; duplicate rejections are dropped.
 */
export function assembleDay(day: string, parsed: readonly ParsedEntry[]): SourceDay {
  const best = new Map<string, ParsedEntry & { paper: SourcePaper }>();
  const rejections = new Map<string, Rejection>();
  for (const { paper, readings, rejections: own } of parsed) {
    for (const rejection of own) rejections.set(`${rejection.entry} ${rejection.reason}`, rejection);
    if (paper === null) continue;
    const known = best.get(paper.id);
    if (known && (known.paper.version ?? 0) >= (paper.version ?? 0)) continue;
    best.set(paper.id, { paper, readings, rejections: own });
  }
  return {
    day,
    open: true,
    papers: [...best.values()].map((entry) => entry.paper),
    readings: [...best.values()].flatMap((entry) => entry.readings),
    rejections: [...rejections.values()],
  };
}

/** A day that the source does not have yet. */
export function unopenedDay(day: string): SourceDay {
  return { day, open: false, papers: [], readings: [], rejections: [] };
}

/** A rejection with its external texts made readable and short. */
export function rejection(entry: string, reason: string): Rejection {
  return {
    entry: readableWithin(entry, 100) ?? 'an entry',
    reason: readableWithin(reason, 300) ?? 'unreadable',
  };
}

/** First issue of a schema, for example `paper.id: is not an arXiv id`. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'unreadable';
  return issue.path.length === 0 ? issue.message : `${issue.path.map(String).join('.')}: ${issue.message}`;
}

/** Error for a response without a body, which passes when a source is asked again. */
export function blankError(label: string): PaperboyError {
  return garbledError(label, 'it is empty');
}

/** Error for an unreadable response. */
export function garbledError(label: string, why: string, cause?: unknown): PaperboyError {
  return new PaperboyError({
    code: 'SOURCE_GARBLED',
    message: `${label} sent a response that cannot be read: ${why}.`,
    remedy:
      'Paperboy retries automatically. If this persists, the source has changed its format: update Paperboy.',
    retry: 'later',
    cause,
  });
}

/** Error for a source that responds, but not with what it should. */
export function unavailableError(label: string, why: string): PaperboyError {
  return new PaperboyError({
    code: 'SOURCE_UNAVAILABLE',
    message: `${label} is not available: ${why}.`,
    remedy: 'Paperboy retries automatically. If this persists, check the base URL of the source.',
    retry: 'later',
  });
}
