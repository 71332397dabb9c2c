import { type Kysely, sql } from 'kysely';
import { PaperboyError } from '../../../errors.ts';

/**
 * Tables for search and topic pages: a full-text index per paper, the words themselves so that a misspelled
 * one finds its neighbor, and topics by slug. index-papers.ts fills the first two, for older papers too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTrigrams(db);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

async function createTrigrams(db: Kysely<unknown>): Promise<void> {
  try {
    await sql`create extension if not exists pg_trgm`.execute(db);
  } catch (cause) {
    throw new PaperboyError({
      code: 'EXTENSION_MISSING',
      message: 'The database lacks the extension pg_trgm, and this user could not add it.',
      remedy:
        'Install the contrib package of PostgreSQL if it is missing, run "create extension pg_trgm" as the ' +
        'owner of the database, and migrate again.',
      cause,
    });
  }
}

const STATEMENTS = [
  // Separate from papers, so search reads small rows: ten per page instead of two.
  `create table paper_search (
    paper_id text primary key references papers on delete cascade,
    content_hash text not null,
    index_version integer not null,
    published_on date not null,
    title_key text not null,
    title tsvector not null,
    people tsvector not null,
    whole tsvector not null
  )`,
  'create index paper_search_by_title_key on paper_search (title_key text_pattern_ops)',
  'create index paper_search_by_published on paper_search (published_on desc, paper_id)',
  // fastupdate off: only VACUUM empties the pending list, every search reads it until then, and PGlite never
  // vacuums.
  'create index paper_search_title on paper_search using gin (title) with (fastupdate = off)',
  'create index paper_search_whole on paper_search using gin (whole) with (fastupdate = off)',
  // fillfactor 50: an updated count finds room on its own page (HOT update), so no index entry is written.
  `create table search_words (
    word text primary key,
    stem text not null,
    papers integer not null
  ) with (fillfactor = 50)`,
  'create index search_words_by_stem on search_words (stem)',
  'create index search_words_trigrams on search_words using gin (word gin_trgm_ops) with (fastupdate = off)',
  'create index topic_scores_by_topic on topic_scores (taxonomy_version, topic)',
];
