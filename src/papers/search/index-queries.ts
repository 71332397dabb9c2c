import { type Kysely, sql, type Transaction } from 'kysely';
import { dayOf } from '../../day.ts';
import type { Database } from '../../db/schema.ts';
import { nameKey } from '../text/name-key.ts';
import { lastNameLexemes, nameSpellings, organizationLexemes, personLexemes } from './name-lexemes.ts';
import { indexableText, titleKey } from './search-words.ts';

type Db = Kysely<Database> | Transaction<Database>;

/**
 * Raise with every change of search-words.ts, name-lexemes.ts or name-key.ts that changes stored text. Rows
 * of an older version are indexed again.
 */
const INDEX_VERSION = 4;

/** A paper with a missing or outdated index entry. */
export interface UnindexedPaper {
  id: string;
  contentHash: string;
  title: string;
  abstract: string | null;
  summary: string | null;
  authors: string[];
  organization: string | null;
  withdrawn: boolean;
  /** Submission date, else the date it was first seen. */
  date: Date;
}

/** Papers with a missing or outdated index entry, among these ids or all, newest first. */
export async function readUnindexed(
  db: Db,
  of: { ids: readonly string[] } | { limit: number },
): Promise<UnindexedPaper[]> {
  const { rows } = await sql<UnindexedPaper>`
    select papers.id, papers.content_hash as "contentHash", papers.title, abstract, summary, authors,
      organisation as organization, withdrawn, coalesce(published_at, first_seen_at) as date
    from papers left join paper_search as found on found.paper_id = papers.id
    where ${'ids' in of ? sql`papers.id = any(${[...of.ids]})` : sql`true`} and (
      found.paper_id is null and not withdrawn
      or found.content_hash <> papers.content_hash or found.index_version <> ${INDEX_VERSION})
    order by first_seen_at desc, papers.id
    limit ${'limit' in of ? of.limit : null}`.execute(db);
  return rows;
}

/** Writes the index entries of these papers and removes withdrawn ones. */
export async function storeIndex(db: Db, papers: readonly UnindexedPaper[]): Promise<void> {
  const gone = papers.filter((paper) => paper.withdrawn).map((paper) => paper.id);
  if (gone.length > 0) await db.deleteFrom('paper_search').where('paper_id', 'in', gone).execute();
  const shown = papers.filter((paper) => !paper.withdrawn);
  if (shown.length === 0) return;
  const entries = shown.map(entryOf);
  await storeEntries(db, entries);
  await storeWords(db, entries);
}

interface Entry {
  id: string;
  hash: string;
  day: string;
  key: string;
  title: string;
  people: string;
  /** Lexemes of name-lexemes.ts. */
  names: string[];
  whole: string;
  /** Distinct keys of the authors; withdrawn papers have no entry. */
  authors: string[];
  organization: string;
  /** Distinct words and last names; not the full names, which outnumber all other words. */
  words: ReadonlySet<string>;
}

function entryOf(paper: UnindexedPaper): Entry {
  const title = indexableText(paper.title);
  const organization = paper.organization ?? '';
  const people = [...paper.authors, organization].flatMap(nameSpellings).map(indexableText).join(' ');
  const whole = `${title} ${people} ${indexableText(paper.abstract ?? paper.summary ?? '')}`;
  return {
    id: paper.id,
    hash: paper.contentHash,
    day: dayOf(paper.date),
    key: titleKey(paper.title),
    title,
    people,
    names: [...paper.authors.flatMap(personLexemes), ...organizationLexemes(organization)],
    whole,
    authors: [...new Set(paper.authors.map(nameKey))].filter((name) => name !== ''),
    organization: nameKey(organization),
    words: new Set([...whole.split(' '), ...paper.authors.flatMap(lastNameLexemes)]),
  };
}

/**
 * The title keeps its stop words, so that "It Is What It Is" can be found, and full names are not stemmed, so
 * that "Elaine He" is found by them. Ordered by id, because concurrent
 * transactions may bring the same papers.
 */
async function storeEntries(db: Db, entries: readonly Entry[]): Promise<void> {
  await sql`
    insert into paper_search (
      paper_id, content_hash, index_version, published_on, title_key, title, people, whole,
      author_keys, organization_key)
    select id, hash, ${INDEX_VERSION}, day, key,
      strip(to_tsvector('pg_catalog.english', title) || to_tsvector('pg_catalog.simple', title)),
      strip(to_tsvector('pg_catalog.english', people) || array_to_tsvector(names)),
      strip(to_tsvector('pg_catalog.english', whole) || array_to_tsvector(names)),
      authors, organization
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      as entry (id text, hash text, day date, key text, title text, people text, names text[], whole text,
        authors text[], organization text)
    order by id
    on conflict (paper_id) do update set content_hash = excluded.content_hash,
      index_version = excluded.index_version, published_on = excluded.published_on,
      title_key = excluded.title_key, title = excluded.title, people = excluded.people,
      whole = excluded.whole, author_keys = excluded.author_keys,
      organization_key = excluded.organization_key`.execute(db);
}

/**
 * Adds words with their approximate paper counts. A changed paper is counted again, which is harmless where
 * only magnitudes are compared. Last names have no stem: they are not words to correct to. Ordered by word, so that transactions adding the same words wait for each
 * other instead of ending in a deadlock.
 */
async function storeWords(db: Db, entries: readonly Entry[]): Promise<void> {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    for (const word of entry.words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = [...counts.keys()].filter((word) => word !== '');
  if (words.length === 0) return;
  await sql`
    insert into search_words (word, stem, papers)
    select word,
      case when word like '@%' then ''
        else coalesce((tsvector_to_array(to_tsvector('pg_catalog.english', word)))[1], '') end,
      papers
    from unnest(${words}::text[], ${words.map((word) => counts.get(word) ?? 0)}::integer[])
      as new (word, papers)
    order by word
    on conflict (word) do update set papers = search_words.papers + excluded.papers`.execute(db);
}
