import { SOURCES } from '../../../config/sources.ts';
import { dayOf } from '../../day.ts';
import type { Clock, PaperSource, SignalReading, SignalSource, SourceDay } from '../../ports.ts';
import type { Tracing } from '../../tracing.ts';
import {
  assembleDay,
  blankError,
  garbledError,
  newestDay,
  type ParsedEntry,
  rejection,
  unavailableError,
  unopenedDay,
} from './entry-fields.ts';
import { huggingFaceEntryKey, parseHuggingFaceEntry } from './hugging-face-entry.ts';
import { DEFAULT_TRIES, type GetContext, type GetRequest, type HttpAnswer, politeGet } from './polite-get.ts';
import { noRateLimit } from './rate-limit.ts';

export interface HuggingFaceOptions {
  /** For example https://huggingface.co, without a trailing slash. */
  baseUrl: string;
  clock: Clock;
  userAgent: string;
  tracing?: Tracing;
  /** Maximum requests per page; 1 means no retry. */
  maxTries?: number;
  timeoutMs?: number;
}

const FACTS = SOURCES['hugging-face'];
/** The service's own page size, to which it may cut a list regardless of the requested limit. */
const DEFAULT_PAGE_SIZE = 50;
/** Ten times the largest list ever seen. More means that something is wrong. */
const MOST_PAGES = 10;

/** Pause before a response without a body is requested again. */
const BLANK_PAUSE_MS = 5_000;

/** Reason for a missing list: the service rejects the date (400), or the address does not exist (404). */
type NoList = 'refused' | 'missing';
type Read = (day: string | null, page: number) => Promise<unknown[] | NoList>;

/**
 * Source for Hugging Face Daily Papers: one list per weekday with upvotes, comments and GitHub stars. A
 * response without a date may mix lists: the newest one counts and is then fetched by its own date.
 */
export function huggingFaceSource(options: HuggingFaceOptions): PaperSource & SignalSource {
  const ctx: GetContext = {
    clock: options.clock,
    label: FACTS.label,
    userAgent: options.userAgent,
    tracing: options.tracing,
    maxTries: options.maxTries ?? DEFAULT_TRIES,
    rateLimit: noRateLimit(),
  };
  const reader =
    (signal?: AbortSignal): Read =>
    async (day, page) => {
      const query = new URLSearchParams({ limit: String(FACTS.pageSize), p: String(page) });
      if (day !== null) query.set('date', day);
      const url = `${options.baseUrl}/api/daily_papers?${query}`;
      const timeoutMs = options.timeoutMs ?? FACTS.timeoutMs;
      const { status, body } = await getUnlessBlank(
        { url, accept: 'application/json', timeoutMs, signal },
        ctx,
      );
      if (status === 400) return 'refused';
      return status === 404 ? 'missing' : listOf(body);
    };
  const fetchDated = async (day: string, read: Read) => {
    const list = await readList(day, read);
    if (list === 'refused') return unopenedDay(day);
    if (list === 'missing') throw unavailableError(FACTS.label, 'the address does not exist (404)');
    return dayFrom(day, list);
  };

  return {
    name: 'hugging-face',
    label: FACTS.label,
    daysBack: FACTS.daysBack,
    listsBack: FACTS.listsBack,
    quietWeekdays: FACTS.quietWeekdays,
    observeDays: FACTS.observeDays,
    fetchDay: (day, { signal } = {}) =>
      day === 'newest' ? fetchNewest(reader(signal), options.clock) : fetchDated(day, reader(signal)),
    async readSignals(days, { signal } = {}) {
      const lists: SourceDay[] = [];
      for (const day of days) lists.push(await fetchDated(day, reader(signal)));
      return {
        readings: firstOfEach(lists.flatMap((list) => list.readings)),
        rejections: lists.flatMap((list) => list.rejections),
      };
    },
  };
}

/** Requests again while the body is empty. Throws `SOURCE_GARBLED` if it stays so. */
async function getUnlessBlank(request: GetRequest, ctx: GetContext): Promise<HttpAnswer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await politeGet(request, ctx);
    if (answer.status !== 200 || answer.body.trim() !== '') return answer;
    if (tries >= ctx.maxTries) throw blankError(FACTS.label);
    await ctx.clock.sleep(BLANK_PAUSE_MS, request.signal);
  }
}

async function fetchNewest(read: Read, clock: Clock): Promise<SourceDay> {
  const raw = await read(null, 0);
  if (raw === 'refused') throw unavailableError(FACTS.label, 'it rejects requests for the newest list');
  if (raw === 'missing') throw unavailableError(FACTS.label, 'the address does not exist (404)');
  const first = parsePage(raw, 0);
  const days = first.flatMap((entry) => entry.paper?.listDay ?? []);
  const day = newestDay(days, clock.now()) ?? dayOf(clock.now());
  if (first.length === 0) return assembleDay(day, first);
  // The undated page may have been cut in the middle of this list. If it is not served by date, keep what
  // arrived.
  const whole = await readList(day, read);
  if (typeof whole === 'string') return dayFrom(day, { entries: first });
  return dayFrom(day, { ...whole, entries: [...whole.entries, ...first] });
}

/** Entries of one list; `partial` if it ended before a page that is not full. */
interface List {
  entries: ParsedEntry[];
  partial?: true;
}

/**
 * Reads all pages of one list. A page of exactly 50 or 100 entries may be cut, so another one is requested;
 * an empty one ends the list, but one that is rejected or repeats earlier entries leaves its end unknown.
 */
async function readList(day: string, read: Read): Promise<List | NoList> {
  const seen = new Set<string>();
  const entries: ParsedEntry[] = [];
  const cutAt = (reason: string): List => {
    const place = `list of ${day}`;
    return {
      entries: [...entries, { paper: null, readings: [], rejections: [rejection(place, reason)] }],
      partial: true,
    };
  };
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const raw = await read(day, page);
    if (typeof raw === 'string') return page === 0 ? raw : cutAt('the next page is rejected');
    if (raw.length === 0) return { entries };
    const fresh = raw.filter((entry) => !seen.has(huggingFaceEntryKey(entry)));
    // A server that ignores the page number repeats itself forever.
    if (fresh.length === 0) return cutAt('the next page repeats earlier entries');
    entries.push(...parsePage(raw, page));
    for (const entry of fresh) seen.add(huggingFaceEntryKey(entry));
    if (raw.length < FACTS.pageSize && raw.length !== DEFAULT_PAGE_SIZE) return { entries };
  }
  // Not partial: fetched again, it would end there again.
  return { entries: cutAt(`the list does not end within ${MOST_PAGES} pages; the rest was skipped`).entries };
}

function parsePage(raw: readonly unknown[], page: number): ParsedEntry[] {
  return raw.map((entry, index) => parseHuggingFaceEntry(entry, `page ${page}, entry ${index}`));
}

/** Entries on that day's list. An entry that names no day was sent for this one. */
function dayFrom(day: string, { entries, partial }: List): SourceDay {
  const own = entries
    .filter(({ paper }) => (paper?.listDay ?? day) === day)
    .map((entry) => (entry.paper === null ? entry : { ...entry, paper: { ...entry.paper, listDay: day } }));
  return { ...assembleDay(day, own), ...(partial ? { partial } : {}) };
}

/** A paper on two of the lists is counted once. */
function firstOfEach(readings: readonly SignalReading[]): SignalReading[] {
  const byKey = new Map<string, SignalReading>();
  for (const reading of readings) {
    const key = `${reading.signal} ${reading.paperId}`;
    if (!byKey.has(key)) byKey.set(key, reading);
  }
  return [...byKey.values()];
}

function listOf(body: string): unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    throw garbledError(FACTS.label, 'it is not JSON', cause);
  }
  if (!Array.isArray(parsed)) throw garbledError(FACTS.label, 'it is not a list');
  return parsed;
}
