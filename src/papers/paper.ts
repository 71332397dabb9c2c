import { createHash } from 'node:crypto';
import type { BySource } from '../../config/sources.ts';
import type { PaperLinks, SourcePaper } from '../ports.ts';

/** One work, keyed by its base arXiv id: the records of all sources and versions, merged. */
export type Paper = Omit<SourcePaper, 'version' | 'listDay' | 'submitter'> & { latestVersion: number | null };

/** One source's record as it is stored. */
export interface PaperRecord {
  source: string;
  record: SourcePaper;
}

/**
 * Precedence for title, abstract and authors, lowest number first: arXiv is the place of record, the others
 * quote it. Sources that no longer exist come last, by name, so that the order is total.
 */
const TRUST: BySource<number> = { arxiv: 1, 'hugging-face': 2, sample: 3 };
const RANKS: ReadonlyMap<string, number> = new Map(Object.entries(TRUST));

/**
 * Merges all records of one paper. The result depends only on the set of records, not on their order
 * (property test). Throws a TypeError if there are none.
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
  const authored =
    sorted.find((record) => record.authors.length > 0) ??
    sorted.find((record) => record.authorCount > 0) ??
    first;
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
    // The count of the list that is shown. Another source's may count someone twice, or a team as its
    // members.
    authorCount: Math.max(authored.authorCount, authored.authors.length),
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
    // Records of older versions are ignored: their "withdrawn" must not appear on a version that was
    // reinstated.
    comment: pick((record) => (isNewest(record, newest) ? record.comment : null)),
    links: mergeLinks(sorted),
    withdrawn: (newest ?? first).withdrawn,
  };
}

/** Hash of a paper's content. A paper is reclassified when it changes. */
export function contentHash(paper: Paper): string {
  return createHash('sha256').update(JSON.stringify(paper)).digest('hex').slice(0, 32);
}

/** True if the record describes the newest version any source named, or names no version. */
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

/** Takes each link from the most trusted source that has it, with keys in a fixed order. */
function mergeLinks(records: readonly SourcePaper[]): PaperLinks {
  const links: PaperLinks = {};
  for (const key of ['code', 'project', 'discussion', 'thumbnail'] as const) {
    const value = records.find((record) => record.links[key] !== undefined)?.links[key];
    if (value !== undefined) links[key] = value;
  }
  return links;
}
