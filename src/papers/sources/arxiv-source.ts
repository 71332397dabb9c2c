import { SOURCES } from '../../../config/sources.ts';
import { dayOf } from '../../day.ts';
import type { Clock, PaperSource, RateGate, SourceDay } from '../../ports.ts';
import type { Tracing } from '../../tracing.ts';
import { type ArxivFeed, arxivEntryKey, parseArxivEntry, parseArxivFeed } from './arxiv-feed.ts';
import {
  assembleDay,
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
/** arXiv returns empty pages while its index is busy, which passes within seconds. */
const EMPTY_PAGE_PAUSE_MS = 5_000;

type Read = (day: string | null, start: number) => Promise<ArxivFeed>;

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
  const reader =
    (signal?: AbortSignal): Read =>
    async (day, start) => {
      const url = `${options.baseUrl}/api/query?${queryOf(options, day, start)}`;
      const timeoutMs = options.timeoutMs ?? FACTS.timeoutMs;
      for (let tries = 1; ; tries += 1) {
        const { status, body } = await politeGet(
          { url, accept: 'application/atom+xml', timeoutMs, signal },
          ctx,
        );
        if (status === 404) throw unavailableError(FACTS.label, 'the address does not exist (404)');
        const feed = parseArxivFeed(body, FACTS.label);
        if (feed.entries.length > 0 || feed.total <= start) return feed;
        if (tries >= ctx.maxTries) {
          throw unavailableError(FACTS.label, `it sent an empty page at ${start} of ${feed.total} results`);
        }
        await ctx.clock.sleep(EMPTY_PAGE_PAUSE_MS, signal);
      }
    };

  return {
    name: 'arxiv',
    label: FACTS.label,
    daysBack: FACTS.daysBack,
    quietWeekdays: FACTS.quietWeekdays,
    async fetchDay(day, { signal } = {}) {
      if (day === 'newest') return readPages(null, reader(signal), options.clock);
      if (!isDay(day) || day > dayOf(options.clock.now())) return unopenedDay(day);
      return readPages(day, reader(signal), options.clock);
    },
  };
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

/**
 * Reads pages until the query has no more results or they are older than the day. Without a day, the newest
 * day of the first page is used.
 */
async function readPages(asked: string | null, read: Read, clock: Clock): Promise<SourceDay> {
  const seen = new Set<string>();
  const parsed: ParsedEntry[] = [];
  let day = asked;
  for (let start = 0; ; ) {
    const feed = await read(asked, start);
    const page = feed.entries.map((entry, index) => parseArxivEntry(entry, `result ${start + index}`));
    const before = seen.size;
    for (const entry of feed.entries) seen.add(arxivEntryKey(entry));
    parsed.push(...page);
    day ??= newestDay(page.flatMap(publishedDay), clock.now()) ?? dayOf(clock.now());
    start += feed.entries.length;
    if (start >= feed.total || isPast(page, day, asked === null)) break;
    const stuck = seen.size === before;
    if (stuck || start >= FACTS.maxResults) {
      parsed.push(cutShort(stuck, seen.size, feed.total));
      break;
    }
  }
  return dayFrom(day, parsed);
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

/** Records a rejection, so that a truncated day is visible. */
function cutShort(stuck: boolean, came: number, total: number): ParsedEntry {
  const why = stuck ? 'the next page repeats earlier results' : 'arXiv returns no more results for one query';
  return {
    paper: null,
    readings: [],
    rejections: [rejection(`results after ${came}`, `${why}; there are ${total}`)],
  };
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
