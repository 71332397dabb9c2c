import type { Clock } from '../../src/ports.ts';
import { type ReceivedRequest, type Reply, type StandIn, startStandIn } from './stand-in.ts';

/** One paper as arXiv serves it. */
export interface ArxivEntry {
  /** Base id. */
  id: string;
  version?: number;
  title?: string;
  summary?: string;
  authors?: readonly string[];
  /** Categories in arXiv's order, the primary one first. */
  categories?: readonly string[];
  /** ISO times. */
  published: string;
  updated?: string;
  comment?: string;
  /** A complete `<entry>` instead of the one made from the fields above. */
  xml?: string;
}

export interface ArxivStandInOptions {
  entries: readonly ArxivEntry[];
  /** Clock that measures the time between requests; without it that time is not checked. */
  clock?: Clock;
  /** Minimum milliseconds between two requests. */
  pauseMs?: number;
  /** Response to every query. */
  feed?: string;
  /** Number of results by which every total exceeds what is served. */
  surplus?: number;
}

export interface ArxivStandIn extends StandIn {
  /** Number of requests that came too soon after the previous one. */
  violations(): number;
  /** Omits the entries of the next responses while their total stays, or becomes the given one. */
  sendEmptyPages(count: number, total?: number): void;
  /** Names this total in the next responses, whose entries stay. */
  shrinkTotal(count: number, total: number): void;
}

const MOST_A_REQUEST = 2_000;
const MOST_IN_ALL = 30_000;
const QUERY = /^\(?(cat:[\w.-]+(?: OR cat:[\w.-]+)*)\)?(?: AND submittedDate:\[(\d{12}) TO (\d{12})\])?$/;

/**
 * Stand-in server for arXiv's `/api/query`: categories, submission dates, sorting by date and paging, or a
 * list of ids. Anything else in a query is an error in arXiv's format: a feed with status 200 and one entry.
 */
export async function startArxiv(options: ArxivStandInOptions): Promise<ArxivStandIn> {
  const now = () => options.clock?.now() ?? new Date(0);
  let violations = 0;
  let emptyPages = 0;
  let emptyTotal: number | undefined;
  let shrunkPages = 0;
  let shrunkTotal = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  const server = await startStandIn(now, (request) => {
    if (options.clock && request.at.getTime() - lastAt < (options.pauseMs ?? 3_000)) violations += 1;
    lastAt = request.at.getTime();
    if (request.path !== '/api/query') return { status: 404, headers: {}, body: 'not found' };
    if (options.feed !== undefined) return atom(options.feed);
    const empty = emptyPages > 0;
    if (empty) emptyPages -= 1;
    const shrunk = shrunkPages > 0;
    if (shrunk) shrunkPages -= 1;
    return answerTo(request.query, options.entries, {
      empty,
      total: empty ? emptyTotal : shrunk ? shrunkTotal : undefined,
      surplus: options.surplus ?? 0,
    });
  });
  return {
    ...server,
    violations: () => violations,
    sendEmptyPages: (count, total) => {
      emptyPages = count;
      emptyTotal = total;
    },
    shrinkTotal: (count, total) => {
      shrunkPages = count;
      shrunkTotal = total;
    },
  };
}

/** Faults of one response. */
interface Page {
  empty: boolean;
  /** Instead of the true total. */
  total: number | undefined;
  surplus: number;
}

function answerTo(query: ReceivedRequest['query'], entries: readonly ArxivEntry[], page: Page): Reply {
  if (query.has('id_list')) return answerToIds(query, entries, page);
  const start = Number(query.get('start') ?? 0);
  const size = Number(query.get('max_results') ?? 10);
  const parsed = QUERY.exec(query.get('search_query') ?? '');
  if (!parsed) return told('malformed search_query');
  if (!Number.isInteger(start) || start < 0) return told('start must be non-negative');
  if (!Number.isInteger(size) || size < 0 || size > MOST_A_REQUEST)
    return told('max_results must be 0 to 2000');
  if (start + size > MOST_IN_ALL) return told('only 30000 results are served');
  if (query.get('sortBy') !== 'submittedDate') return told('this stand-in sorts by submittedDate only');
  const [, categories = '', from = '0', to = '9'] = parsed;
  const wanted = new Set(categories.split(' OR ').map((term) => term.slice('cat:'.length)));
  const found = entries
    .filter((entry) => categoriesOf(entry).some((term) => wanted.has(term)))
    .filter((entry) => minuteOf(entry) >= from && minuteOf(entry) <= to)
    .sort((a, b) => b.published.localeCompare(a.published));
  if (query.get('sortOrder') === 'ascending') found.reverse();
  const served = page.empty ? [] : found.slice(start, start + size).map(entryXml);
  return feedOf(served, page.total ?? found.length + page.surplus, start, size);
}

/**
 * Response to `id_list`: the newest version of each known id in the order asked, ten unless told otherwise.
 */
function answerToIds(query: ReceivedRequest['query'], entries: readonly ArxivEntry[], page: Page): Reply {
  if (query.has('search_query')) return told('this stand-in takes a search_query or an id_list');
  const ids = (query.get('id_list') ?? '').split(',');
  const size = Number(query.get('max_results') ?? 10);
  if (!Number.isInteger(size) || size < 0 || size > MOST_A_REQUEST)
    return told('max_results must be 0 to 2000');
  const malformed = ids.find((id) => !/^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/.test(id));
  if (malformed !== undefined) return told(`incorrect id format for ${malformed}`);
  const found = ids.flatMap((id) => {
    const versions = entries.filter((entry) => entry.id === id);
    const newest = versions.sort((a, b) => (b.version ?? 1) - (a.version ?? 1))[0];
    return newest ? [newest] : [];
  });
  const served = page.empty ? [] : found.slice(0, size).map(entryXml);
  return feedOf(served, page.total ?? found.length, 0, size);
}

function feedOf(entries: readonly string[], total: number, start: number, size: number): Reply {
  return atom(`<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
  xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/stand-in</id>
  <title>arXiv Query</title>
  <opensearch:itemsPerPage>${size}</opensearch:itemsPerPage>
  <opensearch:totalResults>${total}</opensearch:totalResults>
  <opensearch:startIndex>${start}</opensearch:startIndex>
${entries.join('\n')}
</feed>`);
}

function told(message: string): Reply {
  const id = `http://arxiv.org/api/errors#${message.replaceAll(' ', '_')}`;
  return feedOf(
    [`<entry><id>${id}</id><title>Error</title><summary>${escapeXml(message)}</summary></entry>`],
    1,
    0,
    1,
  );
}

function atom(body: string): Reply {
  return { status: 200, headers: { 'content-type': 'application/atom+xml; charset=UTF-8' }, body };
}

/** Renders the `<entry>` of a paper in arXiv's format. */
export function entryXml(entry: ArxivEntry): string {
  if (entry.xml !== undefined) return entry.xml;
  const name = `${entry.id}v${entry.version ?? 1}`;
  const terms = categoriesOf(entry);
  return `  <entry>
    <id>http://arxiv.org/abs/${name}</id>
    <title>${escapeXml(entry.title ?? `Paper ${entry.id}`)}</title>
    <updated>${entry.updated ?? entry.published}</updated>
    <link href="https://arxiv.org/abs/${name}" rel="alternate" type="text/html"/>
    <summary>${escapeXml(entry.summary ?? `What paper ${entry.id} is about.`)}</summary>
${terms.map(categoryXml).join('\n')}
    <published>${entry.published}</published>
    ${entry.comment === undefined ? '' : `<arxiv:comment>${escapeXml(entry.comment)}</arxiv:comment>`}
    <arxiv:primary_category term="${escapeXml(terms[0] ?? '')}"/>
${(entry.authors ?? ['Ada Example']).map(authorXml).join('\n')}
  </entry>`;
}

function categoriesOf(entry: ArxivEntry): readonly string[] {
  return entry.categories ?? ['cs.AI'];
}

/** YYYYMMDDHHMM, as in arXiv's date clause. */
function minuteOf(entry: ArxivEntry): string {
  return entry.published.replace(/[-:T]/g, '').slice(0, 12);
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

const categoryXml = (term: string) =>
  `    <category term="${escapeXml(term)}" scheme="http://arxiv.org/schemas/atom"/>`;

const authorXml = (author: string) => `    <author><name>${escapeXml(author)}</name></author>`;
