import { SOURCES } from '../../../config/sources.ts';
import { dayOf } from '../../day.ts';
import type { PaperboyError } from '../../errors.ts';
import type { Clock, PaperSource, RateGate, SourceDay, SourcePapers } from '../../ports.ts';
import type { Tracing } from '../../tracing.ts';
import { type ArxivFeed, arxivEntryKey, parseArxivEntry, parseArxivFeed } from './arxiv-feed.ts';
import {
  assembleDay,
  blankError,
  newestDay,
  type ParsedEntry,
  rejection,
  unavailableError,
  unopenedDay,
} from './entry-fields.ts';
import { DEFAULT_TRIES, type GetContext, politeGet } from './polite-get.ts';
import { noRateLimit } from './rate-limit.ts';

export interface ArxivOptions {
  /** For example https://export.arxiv.org, without a trailing slash. */
  baseUrl: string;
  clock: Clock;
  userAgent: string;
  tracing?: Tracing;
  /** Every request, including each retry, passes through it. */
  gate: RateGate;
  /** Canonical names. A paper in any of them counts. */
  categories: readonly string[];
  pageSize?: number;
  /** Maximum requests per page; 1 means no retry. */
  maxTries?: number;
  timeoutMs?: number;
}

const FACTS = SOURCES.arxiv;
/** arXiv returns empty pages and bodies while its index is busy, which passes within seconds. */
const EMPTY_PAGE_PAUSE_MS = 5_000;

/**
 * Reads the page at `start`, with the largest total that the query's pages have named, `largest` up to now.
 * It is empty if it stays so although more results were announced.
 */
type ReadPage = (query: URLSearchParams, start: number, largest: number) => Promise<ArxivFeed>;

/**
 * Source for arXiv's query API: papers first submitted on a day (UTC) in the chosen categories. Papers appear
 * there only when they are announced, up to three days later over a weekend, so a recent day grows and is
 * worth fetching again.
 */
export function arxivSource(options: ArxivOptions): PaperSource {
  const ctx: GetContext = {
    clock: options.clock,
    label: FACTS.label,
    userAgent: options.userAgent,
    tracing: options.tracing,
    maxTries: options.maxTries ?? DEFAULT_TRIES,
    rateLimit: noRateLimit(),
    gate: options.gate,
  };
  return {
    name: 'arxiv',
    label: FACTS.label,
    daysBack: FACTS.daysBack,
    quietWeekdays: FACTS.quietWeekdays,
    async fetchDay(day, { signal } = {}) {
      const dated = day === 'newest' ? null : day;
      if (dated !== null && (!isDay(dated) || dated > dayOf(options.clock.now()))) return unopenedDay(dated);
      return readDay(dated, options, pageReader(options, ctx, signal));
    },
    fetchPapers: (ids, { signal } = {}) => readPapers(ids, pageReader(options, ctx, signal)),
  };
}

/**
 * Reader of pages that asks again for an empty page, or an empty body, while results are missing from the
 * largest total named so far: a busy index also names smaller totals, down to 0. Throws when the first page
 * stays empty.
 */
function pageReader(options: ArxivOptions, ctx: GetContext, signal: AbortSignal | undefined): ReadPage {
  return async (query, start, largest) => {
    let most = largest;
    for (let tries = 1; ; tries += 1) {
      const feed = await requestFeed(`${options.baseUrl}/api/query?${query}`, options, ctx, signal);
      most = Math.max(most, feed?.total ?? 0);
      const page = { entries: feed?.entries ?? [], total: most };
      const whole = feed !== null && (feed.entries.length > 0 || most <= start);
      if (whole || (tries >= ctx.maxTries && start > 0)) return page;
      if (tries >= ctx.maxTries) throw emptyError(feed === null, most);
      await ctx.clock.sleep(EMPTY_PAGE_PAUSE_MS, signal);
    }
  };
}

/** Requests one page; null for an empty body. */
async function requestFeed(
  url: string,
  options: ArxivOptions,
  ctx: GetContext,
  signal: AbortSignal | undefined,
): Promise<ArxivFeed | null> {
  const timeoutMs = options.timeoutMs ?? FACTS.timeoutMs;
  const { status, body } = await politeGet({ url, accept: 'application/atom+xml', timeoutMs, signal }, ctx);
  if (status === 404) throw unavailableError(FACTS.label, 'the address does not exist (404)');
  return body.trim() === '' ? null : parseArxivFeed(body, FACTS.label);
}

function emptyError(blank: boolean, total: number): PaperboyError {
  if (blank) return blankError(FACTS.label);
  return unavailableError(FACTS.label, `it sent an empty page at 0 of ${total} results`);
}

function queryOf(options: ArxivOptions, day: string | null, start: number): URLSearchParams {
  const categories = options.categories.map((name) => `cat:${name}`).join(' OR ');
  const digits = day?.replaceAll('-', '');
  const pageSize = options.pageSize ?? FACTS.pageSize;
  return new URLSearchParams({
    search_query:
      digits === undefined
        ? categories
        : `(${categories}) AND submittedDate:[${digits}0000 TO ${digits}2359]`,
    sortBy: 'submittedDate',
    sortOrder: 'descending',
    start: String(start),
    max_results: String(Math.min(pageSize, FACTS.maxResults - start)),
  });
}

/** Reads the newest version of these papers, in requests of at most `idsPerRequest` ids. */
async function readPapers(ids: readonly string[], read: ReadPage): Promise<SourcePapers> {
  const parsed: ParsedEntry[] = [];
  const unique = [...new Set(ids)];
  for (let from = 0; from < unique.length; from += FACTS.idsPerRequest) {
    const asked = unique.slice(from, from + FACTS.idsPerRequest);
    // Without max_results, arXiv returns the first ten.
    const query = new URLSearchParams({ id_list: asked.join(','), max_results: String(asked.length) });
    const { entries } = await read(query, 0, 0);
    const wanted = new Set(asked);
    parsed.push(
      ...entries
        .map((entry, index) => parseArxivEntry(entry, `result ${index}`))
        .filter(({ paper }) => paper === null || wanted.has(paper.id)),
    );
  }
  const { papers, rejections } = assembleDay('', parsed);
  return { papers, rejections };
}

/**
 * Reads pages until the query has no more results or they are older than the day. Without a day, the newest
 * day of the first page is used. A day that ends before the largest total named is partial, except for the
 * surplus that arXiv usually counts.
 */
async function readDay(asked: string | null, options: ArxivOptions, read: ReadPage): Promise<SourceDay> {
  const seen = new Set<string>();
  const parsed: ParsedEntry[] = [];
  let day = asked;
  let largest = 0;
  for (let start = 0; ; ) {
    const page = await read(queryOf(options, asked, start), start, largest);
    largest = page.total;
    const entries = page.entries.map((entry, index) => parseArxivEntry(entry, `result ${start + index}`));
    const before = seen.size;
    for (const entry of page.entries) seen.add(arxivEntryKey(entry));
    parsed.push(...entries);
    day ??= newestDay(entries.flatMap(publishedDay), options.clock.now()) ?? dayOf(options.clock.now());
    start += page.entries.length;
    if (start >= largest || isPast(entries, day, asked === null)) return dayFrom(day, parsed);
    const end = endOf(page, seen.size > before, start);
    if (end === null) continue;
    parsed.push(cutShort(end, seen.size, largest));
    const missing = largest - start;
    const surplus = end === 'empty' && missing <= FACTS.surplusTotal;
    return { ...dayFrom(day, parsed), ...(surplus || end === 'most' ? {} : { partial: true }) };
  }
}

/** Cause of an end before the total: an empty page, one that repeats others, or arXiv's limit. */
type EarlyEnd = 'empty' | 'repeated' | 'most';

function endOf(page: ArxivFeed, brought: boolean, start: number): EarlyEnd | null {
  if (page.entries.length === 0) return 'empty';
  if (!brought) return 'repeated';
  return start >= FACTS.maxResults ? 'most' : null;
}

/**
 * Results come newest first, so without a date clause a page that ends in an older paper ends the day. With a
 * date clause nothing older should appear; a page of only older papers shows a server that ignores the
 * clause.
 */
function isPast(page: readonly ParsedEntry[], day: string, undated: boolean): boolean {
  const days = page.flatMap(publishedDay);
  if (undated) return (days.at(-1) ?? '') < day;
  return days.length > 0 && days.every((each) => each < day);
}

function dayFrom(day: string, entries: readonly ParsedEntry[]): SourceDay {
  return assembleDay(
    day,
    entries.filter((entry) => (publishedDay(entry)[0] ?? day) === day),
  );
}

const END_REASONS: Record<EarlyEnd, string> = {
  empty: 'the next page stays empty',
  repeated: 'the next page repeats earlier results',
  most: 'arXiv returns no more results for one query',
};

/** Records a rejection, so that a truncated day is visible. */
function cutShort(end: EarlyEnd, came: number, total: number): ParsedEntry {
  const reason = `${END_REASONS[end]}; there are ${total}`;
  return { paper: null, readings: [], rejections: [rejection(`results after ${came}`, reason)] };
}

function publishedDay({ paper }: ParsedEntry): string[] {
  return paper?.publishedAt ? [paper.publishedAt.slice(0, 10)] : [];
}

function isDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && isValidDate(new Date(`${day}T00:00:00Z`), day);
}

/** Date accepts 30 February as 2 March. */
function isValidDate(date: Date, day: string): boolean {
  return !Number.isNaN(date.getTime()) && dayOf(date) === day;
}
