import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { PaperboyError } from '../../errors.ts';
import { canonicalCategory, parseArxivId } from '../arxiv-id.ts';
import { isWithdrawalNotice, isWithdrawn } from '../detect-withdrawal.ts';
import { listedAuthors } from './author-names.ts';
import {
  firstIssue,
  garbledError,
  isoTime,
  LONGEST,
  type ParsedEntry,
  readableWithin,
  rejection,
} from './entry-fields.ts';

/** One page of arXiv's response. Entries are parsed one by one, so that a bad one costs only itself. */
export interface ArxivFeed {
  /** Number of results of the whole query, over all pages. */
  total: number;
  entries: unknown[];
}

const LISTS = new Set(['entry', 'author', 'category', 'link']);

// Entities are left to `readableText`, which also knows the numeric ones that this parser does not; ids,
// times and categories have none. A DOCTYPE is refused below, because its entities could expand without end.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  isArray: (name, _path, _leaf, isAttribute) => !isAttribute && LISTS.has(name),
});

const text = z.union([z.string(), z.looseObject({ '#text': z.string() }).transform((node) => node['#text'])]);
const optionalText = text.nullish().catch(null);
const term = z.looseObject({ '@term': z.string() }).transform((node) => node['@term']);

const feedSchema = z.looseObject({
  feed: z.looseObject({
    totalResults: text.pipe(
      z
        .string()
        .regex(/^\d{1,9}$/, 'is not a number')
        .transform(Number),
    ),
    entry: z.array(z.unknown()).default([]),
  }),
});

const entrySchema = z.looseObject({
  id: text.transform((value, ctx) => {
    const reference = parseArxivId(value);
    if (reference === null) ctx.addIssue({ code: 'custom', message: 'is not an arXiv id' });
    return reference ?? z.NEVER;
  }),
  title: text,
  summary: optionalText,
  published: optionalText,
  updated: optionalText,
  comment: optionalText,
  author: z.array(z.unknown()).catch([]),
  category: z.array(z.unknown()).catch([]),
  primary_category: term.nullish().catch(null),
});

const authorSchema = z.looseObject({ name: text });
const idSchema = z.looseObject({ id: text });
const errorSchema = z.looseObject({
  id: text.refine((id) => id.includes('/api/errors')),
  summary: optionalText,
});

/**
 * Parses a response of arXiv's API. Throws PaperboyError `SOURCE_GARBLED` if it is not a complete Atom feed,
 * and `SOURCE_UNAVAILABLE` with arXiv's own words if the feed reports an error.
 */
export function parseArxivFeed(body: string, label: string): ArxivFeed {
  if (/<!doctype/i.test(body)) throw garbledError(label, 'it has a document type, as web pages do');
  // The parser itself accepts a feed that was cut off in the middle.
  const valid = XMLValidator.validate(body);
  if (valid !== true)
    throw garbledError(label, `its XML is broken in line ${valid.err.line} (${valid.err.msg})`);
  const parsed = feedSchema.safeParse(parse(body, label));
  if (!parsed.success)
    throw garbledError(label, `it is not an Atom feed of results (${firstIssue(parsed.error)})`);
  const { totalResults: total, entry: entries } = parsed.data.feed;
  const reported = entries.map((entry) => errorSchema.safeParse(entry)).find((each) => each.success);
  if (reported) throw reportedError(label, reported.data.summary ?? null);
  return { total, entries };
}

/** Identity of an entry across two responses, even if the entry is invalid. */
export function arxivEntryKey(raw: unknown): string {
  const parsed = idSchema.safeParse(raw);
  return parsed.success ? parsed.data.id : JSON.stringify(raw);
}

/** Parses one entry into a paper or a rejection. `position` names it on the page, for example `result 12`. */
export function parseArxivEntry(raw: unknown, place: string): ParsedEntry {
  const known = idSchema.safeParse(raw);
  const name = known.success ? known.data.id : place;
  const refuse = (reason: string) => ({ paper: null, readings: [], rejections: [rejection(name, reason)] });
  const parsed = entrySchema.safeParse(raw);
  if (!parsed.success) return refuse(firstIssue(parsed.error));
  const entry = parsed.data;
  const title = readableWithin(entry.title, LONGEST.title);
  if (title === null) return refuse('title: is empty');
  const comment = readableWithin(entry.comment, LONGEST.comment);
  const abstract = readableWithin(entry.summary, LONGEST.abstract);
  return {
    paper: {
      id: entry.id.id,
      version: entry.id.version,
      title,
      abstract,
      summary: null,
      ...listedAuthors(entry.author.map(nameOf)),
      organisation: null,
      categories: categoriesOf(entry.category),
      primaryCategory: entry.primary_category ? canonicalCategory(entry.primary_category) : null,
      publishedAt: isoTime(entry.published),
      updatedAt: isoTime(entry.updated),
      comment,
      withdrawn: isWithdrawn(comment) || isWithdrawalNotice(abstract),
      links: {},
      listDay: null,
    },
    readings: [],
    rejections: [],
  };
}

function nameOf(raw: unknown): string | null {
  return authorSchema.safeParse(raw).data?.name ?? null;
}

/** Distinct arXiv categories: the terms mix in ACM and MSC classes and both names of an alias. */
function categoriesOf(raw: readonly unknown[]): string[] {
  const names = raw
    .map((each) => term.safeParse(each))
    .map((parsed) => (parsed.success ? canonicalCategory(parsed.data) : null))
    .filter((name) => name !== null);
  return [...new Set(names)];
}

function parse(body: string, label: string): unknown {
  try {
    return parser.parse(body);
  } catch (cause) {
    throw garbledError(label, 'its XML is broken', cause);
  }
}

function reportedError(label: string, summary: string | null): PaperboyError {
  return new PaperboyError({
    code: 'SOURCE_UNAVAILABLE',
    message: `${label} reported an error: ${readableWithin(summary, 200) ?? 'no reason given'}.`,
    remedy: 'Paperboy retries automatically. If this persists, update Paperboy.',
    retry: 'later',
  });
}
