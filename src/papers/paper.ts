import { createHash } from 'node:crypto';
import type { BySource } from '../../config/sources.ts';
import type { PaperLinks, SourcePaper } from '../ports.ts';

/** One work, keyed by its base arXiv id: what all sources and versions say of it, merged. */
export type Paper = Omit<SourcePaper, 'version' | 'listDay'> & { latestVersion: number | null };

/** A source's record as it is stored. */
export interface PaperRecord {
  source: string;
  record: SourcePaper;
}

/**
 * Whose word counts first for title, abstract and authors: arXiv is the place of record, the others quote it.
 * The lowest number goes first; a source that is no more comes last, by its name, so that the order is always total.
 */
const TRUST: BySource<number> = { arxiv: 1, 'hugging-face': 2, sample: 3 };
const RANKS: ReadonlyMap<string, number> = new Map(Object.entries(TRUST));

/**
 * Merges everything known of one paper. The result depends on the set of records alone, never on the order
 * in which they came (property test). Throws a TypeError when there is no record.
 */
export function mergeRecords(records: readonly PaperRecord[]): Paper {
  const sorted = [...records].sort(byTrust).map((each) => each.record);
  const [first] = sorted;
  if (!first) throw new TypeError('mergeRecords needs at least one record');
  const pick = <T>(read: (record: SourcePaper) => T | null): T | null => {
    for (const record of sorted) {
      const value = read(record);
      if (value !== null) return value;
    }
    return null;
  };
  const authored = sorted.find((record) => record.authors.length > 0) ?? first;
  const versioned = sorted.filter((record) => record.version !== null);
  const newest = versioned.reduce<SourcePaper | null>(
    (best, record) => (best === null || (record.version ?? 0) > (best.version ?? 0) ? record : best),
    null,
  );
  return {
    id: first.id,
    title: pick((record) => record.title || null) ?? first.title,
    abstract: pick((record) => record.abstract),
    summary: pick((record) => record.summary),
    authors: authored.authors,
    authorCount: Math.max(authored.authorCount, ...sorted.map((record) => record.authorCount)),
    organisation: pick((record) => record.organisation),
    categories: pick((record) => (record.categories.length > 0 ? record.categories : null)) ?? [],
    primaryCategory: pick((record) => record.primaryCategory),
    publishedAt: extreme(
      sorted.map((record) => record.publishedAt),
      'least',
    ),
    updatedAt: extreme(
      sorted.map((record) => record.updatedAt),
      'greatest',
    ),
    latestVersion: newest?.version ?? null,
    // A record of an older version has no say: its "withdrawn" must not stand beside a version that came back.
    comment: pick((record) => (isNewest(record, newest) ? record.comment : null)),
    links: mergeLinks(sorted),
    withdrawn: (newest ?? first).withdrawn,
  };
}

/** Equal for papers that say the same; a changed one is classified anew. */
export function contentHash(paper: Paper): string {
  return createHash('sha256').update(JSON.stringify(paper)).digest('hex').slice(0, 32);
}

/** Whether a record is of the newest version that anybody named, or does not say which version it is of. */
function isNewest(record: SourcePaper, newest: SourcePaper | null): boolean {
  return record.version === null || record.version === newest?.version;
}

function byTrust(a: PaperRecord, b: PaperRecord): number {
  return (
    rank(a.source) - rank(b.source) ||
    compare(a.source, b.source) ||
    (b.record.version ?? 0) - (a.record.version ?? 0)
  );
}

const rank = (source: string): number => RANKS.get(source) ?? RANKS.size + 1;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function extreme(times: readonly (string | null)[], which: 'least' | 'greatest'): string | null {
  const known = times.filter((time) => time !== null).sort();
  return (which === 'least' ? known[0] : known.at(-1)) ?? null;
}

/** Each link from the most trusted source that has it, in a fixed order of keys. */
function mergeLinks(records: readonly SourcePaper[]): PaperLinks {
  const links: PaperLinks = {};
  for (const key of ['code', 'project', 'discussion'] as const) {
    const value = records.find((record) => record.links[key] !== undefined)?.links[key];
    if (value !== undefined) links[key] = value;
  }
  return links;
}
