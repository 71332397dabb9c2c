import type { Clock } from '../../src/ports.ts';
import { type ReceivedRequest, type Reply, type StandIn, startStandIn } from './stand-in.ts';

export interface HuggingFaceStandIn {
  /**
   * Lists by day (YYYY-MM-DD), each in its order; entries as `dailyEntry` makes them, or anything hostile.
   */
  lists: Record<string, readonly unknown[]>;
  /**
   * Decides which days are open and when a window of requests ends. Without it, it is noon of the newest
   * list.
   */
  clock?: Clock;
  /** Requests per window of five minutes; the service allows 500 without an account. */
  requestsPerWindow?: number;
  /** Content of a response without a date: the newest list, or all open lists one after another. */
  undated?: 'newest' | 'mixed';
  /** Parameters that this server ignores. */
  ignores?: readonly ('p' | 'date' | 'limit')[];
  /** Highest number of entries per page, whichever `limit` is requested. */
  largestPage?: number;
}

const WINDOW_SECONDS = 300;

/**
 * Stand-in server for Hugging Face's `/api/daily_papers` with the known behavior of the service: `p` from 0,
 * `limit` 1–100 (50 by default), 400 for a malformed or not yet open date, RateLimit headers, 429 beyond the
 * limit.
 */
export async function startHuggingFace(options: HuggingFaceStandIn): Promise<StandIn> {
  const newest = Object.keys(options.lists).sort().at(-1) ?? '2026-06-12';
  const now = () => options.clock?.now() ?? new Date(`${newest}T12:00:00Z`);
  const window = windowCounter(options.requestsPerWindow ?? 500, now);
  return startStandIn(now, (request) => {
    const { headers, exceeded } = window();
    if (exceeded) return json(429, { error: 'Too many requests' }, headers);
    if (request.path !== '/api/daily_papers') return json(404, { error: 'Not found' }, headers);
    const answer = listFor(request, options, now().toISOString().slice(0, 10));
    return typeof answer === 'string' ? json(400, { error: answer }, headers) : json(200, answer, headers);
  });
}

function listFor(
  { query }: ReceivedRequest,
  options: HuggingFaceStandIn,
  today: string,
): readonly unknown[] | string {
  const has = (name: 'p' | 'date' | 'limit') => query.has(name) && !options.ignores?.includes(name);
  const page = has('p') ? Number(query.get('p')) : 0;
  const limit = has('limit') ? Number(query.get('limit')) : 50;
  const date = has('date') ? (query.get('date') ?? '') : null;
  if (!Number.isInteger(page) || page < 0) return 'p must be a whole number from 0';
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return 'limit must be from 1 to 100';
  if (date !== null && !isDay(date)) return 'date must be YYYY-MM-DD';
  if (date !== null && date > today) return 'this list is not open yet';
  const size = Math.min(limit, options.largestPage ?? limit);
  return entriesOf(date, options, today).slice(page * size, (page + 1) * size);
}

function entriesOf(date: string | null, options: HuggingFaceStandIn, today: string): readonly unknown[] {
  if (date !== null) return options.lists[date] ?? [];
  const open = Object.keys(options.lists)
    .filter((day) => day <= today)
    .sort()
    .reverse();
  const days = options.undated === 'mixed' ? open : open.slice(0, 1);
  return days.flatMap((day) => options.lists[day] ?? []);
}

function windowCounter(requestsPerWindow: number, now: () => Date) {
  let window = -1;
  let used = 0;
  return () => {
    const seconds = Math.floor(now().getTime() / 1000);
    const current = Math.floor(seconds / WINDOW_SECONDS);
    used = current === window ? used + 1 : 1;
    window = current;
    const reset = (current + 1) * WINDOW_SECONDS - seconds;
    const headers = {
      RateLimit: `"api";r=${Math.max(0, requestsPerWindow - used)};t=${reset}`,
      'RateLimit-Policy': `"fixed window";"api";q=${requestsPerWindow};w=${WINDOW_SECONDS}`,
    };
    return { headers, exceeded: used > requestsPerWindow };
  };
}

function json(status: number, value: unknown, headers: Record<string, string>): Reply {
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  );
}

export interface DailyEntry {
  id: string;
  /** List day, YYYY-MM-DD; null omits it. */
  day: string | null;
  title?: string;
  upvotes?: number;
  comments?: number;
  /** Replaces or adds fields of `paper`. */
  paper?: Record<string, unknown>;
  /** Replaces or adds fields of the outer object. */
  outer?: Record<string, unknown>;
}

/** Makes an entry of a list in the service's format. */
export function dailyEntry(entry: DailyEntry): Record<string, unknown> {
  const title = entry.title ?? `Paper ${entry.id}`;
  const abstract = `What paper ${entry.id} is about.`;
  return {
    paper: {
      id: entry.id,
      authors: [{ _id: 'a1', name: 'Ada Example', hidden: false }],
      publishedAt: '2026-06-10T00:00:00.000Z',
      ...(entry.day === null ? {} : { submittedOnDailyAt: `${entry.day}T00:00:00.000Z` }),
      title,
      summary: abstract,
      upvotes: entry.upvotes ?? 0,
      discussionId: 'd1',
      ...entry.paper,
    },
    publishedAt: '2026-06-09T20:00:00.000Z',
    title,
    summary: abstract,
    numComments: entry.comments ?? 0,
    isAuthorParticipating: false,
    ...entry.outer,
  };
}

/** That many entries of one day with consecutive ids, e.g. 2606.00001, 2606.00002. */
export function dailyList(day: string, length: number, from = 1): Record<string, unknown>[] {
  return Array.from({ length }, (_, index) =>
    dailyEntry({ id: `2606.${String(from + index).padStart(5, '0')}`, day, upvotes: index }),
  );
}
