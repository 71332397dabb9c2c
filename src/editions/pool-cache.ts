import type { Kysely, Transaction } from 'kysely';
import { currentTopic, type Taxonomy } from '../../config/topics/taxonomy.ts';
import type { Database } from '../db/schema.ts';
import { readQuarantined } from '../papers/quarantine-queries.ts';
import { findWithdrawn } from '../papers/withdrawn-queries.ts';
import { type PickingPreference, pickingKey } from '../subscribers/preferences/preference.ts';
import type { PoolCard } from '../trending/pool.ts';
import { findRevisionHash, readRevisionRows } from '../trending/revision-queries.ts';
import type { ScoredPaper } from '../trending/score.ts';
import { RecentlyUsed } from './matching/recently-used.ts';
import { type ShortlistedPaper, shortlist } from './matching/shortlist.ts';
import type { PoolPaper } from './pool-paper.ts';

/** A paper of a pool as emails and pages show it. */
export type ShownPaper = PoolCard & Pick<ScoredPaper, 'signals'>;

/** A frozen pool in memory. */
export interface Pool {
  /** Decides which of a subscriber's topics count. */
  taxonomy: Taxonomy;
  poolId: string;
  revision: number;
  papers: readonly PoolPaper[];
  /** Ids of papers with an unreadable card. They appear in no other field. */
  unreadable: readonly string[];
  /** Card of each paper by id, with its signals at the time of ranking. */
  cards: ReadonlyMap<string, ShownPaper>;
  /** Shortlist for a preference, computed once for all subscribers who share it. */
  shortlistFor(preference: PickingPreference): readonly ShortlistedPaper[];
}

type Db = Kysely<Database> | Transaction<Database>;

/**
 * Reads pools and caches the last few, because jobs and batches of an edition need the same one. `db` must be
 * the current transaction if there is one: the embedded database serves one transaction at a time.
 */
export interface PoolCache {
  /** Newest revision, or null before the first ranking. */
  newest(db: Db, poolId: string): Promise<Pool | null>;
  /** One revision as it was frozen; null if it has been deleted since. */
  atRevision(db: Db, poolId: string, revision: number): Promise<Pool | null>;
}

const MAX_CACHED_POOLS = 4;
/** About 6 KiB each for a pool of 1,500 papers: entries are shared. */
const KEPT_SHORTLISTS = 2_000;

/**
 * Creates an empty cache. A frozen revision never changes, so that a cache may live as long as its process. It
 * is known by the hash of its papers. Topics that were renamed since appear under their new names; the stored
 * bytes stay as they are.
 */
export function createPoolCache(taxonomy: Taxonomy): PoolCache {
  const cached = new RecentlyUsed<Pool>(MAX_CACHED_POOLS);
  const read = async (db: Db, poolId: string, wanted: number | 'newest'): Promise<Pool | null> => {
    const found = await findRevisionHash(db, poolId, wanted);
    if (!found) return null;
    const { revision, inputsHash } = found;
    const key = `${poolId} ${revision} ${inputsHash}`;
    const known = cached.find(key);
    if (known) return known;
    const { papers, unreadable } = await readRevisionRows(db, poolId, revision);
    return cached.get(key, () => toPool(taxonomy, poolId, revision, papers, unreadable));
  };
  return {
    async atRevision(db, poolId, revision) {
      const pool = await read(db, poolId, revision);
      return pool && pool.papers.length + pool.unreadable.length > 0 ? pool : null;
    },
    newest: (db, poolId) => read(db, poolId, 'newest'),
  };
}

function toPool(
  taxonomy: Taxonomy,
  poolId: string,
  revision: number,
  rows: readonly { card: PoolCard; scores: unknown }[],
  unreadable: readonly string[],
): Pool {
  const papers = rows.map(
    ({ card, scores }): PoolPaper => ({
      // Written by rank-pool.ts from the same type; a revision is deleted, never changed.
      ...withPresentNames(taxonomy, scores as ScoredPaper),
      title: card.title,
      abstract: card.abstract ?? card.summary,
      authors: card.authors,
      organization: card.organisation,
      publicAt: new Date(card.publicAt),
      hasCode: card.links.code !== undefined,
    }),
  );
  const cards = new Map(
    rows.map(({ card, scores }) => [card.paperId, { ...card, signals: (scores as ScoredPaper).signals }]),
  );
  return createPool({ taxonomy, poolId, revision, cards, unreadable }, papers);
}

function withPresentNames(taxonomy: Taxonomy, scores: ScoredPaper): ScoredPaper {
  if (taxonomy.renamed.size === 0) return scores;
  const nameOf = (slug: string) => currentTopic(taxonomy, slug) ?? slug;
  // Of two topics that became one, the paper keeps the better place.
  const topics = new Map<string, ScoredPaper['topics'][number]>();
  for (const entry of scores.topics) {
    const topic = nameOf(entry.topic);
    const known = topics.get(topic);
    if (!known || entry.rank < known.rank) topics.set(topic, { ...entry, topic });
  }
  const pinned = scores.pinned === undefined ? {} : { pinned: nameOf(scores.pinned) };
  return { ...scores, ...pinned, topics: [...topics.values()] };
}

/** A pool of these papers, with shortlists made on demand. */
export function createPool(
  frame: Pick<Pool, 'taxonomy' | 'poolId' | 'revision' | 'cards' | 'unreadable'>,
  papers: readonly PoolPaper[],
): Pool {
  const shortlists = new RecentlyUsed<readonly ShortlistedPaper[]>(KEPT_SHORTLISTS);
  return {
    taxonomy: frame.taxonomy,
    poolId: frame.poolId,
    revision: frame.revision,
    cards: frame.cards,
    unreadable: frame.unreadable,
    papers,
    shortlistFor(preference) {
      return shortlists.get(pickingKey(preference), () => shortlist(papers, preference));
    },
  };
}

const thinned = new WeakMap<Pool, { key: string; pool: Pool }>();

/**
 * The pool without these papers; the same object if it has none of them. Its shortlists stay cached while the
 * set is the same.
 */
export function withoutPapers(pool: Pool, paperIds: ReadonlySet<string>): Pool {
  const gone = pool.papers.flatMap(({ paperId }) => (paperIds.has(paperId) ? [paperId] : []));
  if (gone.length === 0) return pool;
  const key = gone.join(' ');
  const known = thinned.get(pool);
  if (known?.key === key) return known.pool;
  const rest = createPool(
    pool,
    pool.papers.filter(({ paperId }) => !paperIds.has(paperId)),
  );
  thinned.set(pool, { key, pool: rest });
  return rest;
}

/** The pool reduced to one paper. */
export function singlePaperPool(pool: Pool, paper: PoolPaper): Pool {
  return createPool(pool, [paper]);
}

/**
 * The pool without the papers in quarantine and those withdrawn since it was frozen, from which digests are
 * composed.
 */
export async function withoutQuarantined(db: Db, pool: Pool, now: Date): Promise<Pool> {
  const quarantined = (await readQuarantined(db, now)).map(({ paperId }) => paperId);
  return withoutPapers(pool, new Set([...quarantined, ...(await withdrawnOf(db, pool))]));
}

/** Ids of the pool's papers that were withdrawn since it was frozen. */
export function withdrawnOf(db: Db, pool: Pool): Promise<Set<string>> {
  return findWithdrawn(
    db,
    pool.papers.map(({ paperId }) => paperId),
  );
}
