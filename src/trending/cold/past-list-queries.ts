import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { PaperLinks } from '../../ports.ts';
import type { PastList } from './fit-cold-model.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** First account that put a paper of `papers` on a list. */
export const SUBMITTER = sql<string | null>`(
  select submitter from daily_lists where paper_id = papers.id and submitter is not null
  order by day, source limit 1)`;

interface ListedRow {
  day: string;
  title: string;
  abstract: string | null;
  authors: string[];
  author_count: number;
  organisation: string | null;
  links: PaperLinks;
  submitter: string | null;
  upvotes: number;
}

/** Days with a list after one day (all for null), up to another. */
export async function countListDays(db: Db, after: string | null, until: string): Promise<number> {
  const { days } = await db
    .selectFrom('daily_lists')
    .select((eb) => eb.fn.count<number>('day').distinct().as('days'))
    .where('day', '<=', until)
    .where('day', '>', after ?? '0001-01-01')
    .executeTakeFirstOrThrow();
  return Number(days);
}

/**
 * The installation's own lists up to a day, at most `most` papers from the newest on, with their upvotes. A
 * paper belongs to its first list. Upvotes are the newest ones read two days after the list opened or later;
 * a paper without such a reading is left out, because its votes of the morning are not its final ones.
 */
export async function readOwnLists(db: Db, until: string, most: number): Promise<PastList[]> {
  const { rows } = await sql<ListedRow>`
    select listed.day::text as day, title, abstract, authors, author_count, organisation, links,
      ${SUBMITTER} as submitter, reading.value as upvotes
    from (select paper_id, min(day) as day from daily_lists group by paper_id) as listed
    join papers on papers.id = listed.paper_id
    cross join lateral (
      select value from signal_snapshots
      where signal_snapshots.paper_id = papers.id and signal = 'hf_upvotes'
        and observed_at >= (listed.day::timestamp at time zone 'UTC') + interval '2 days'
      order by observed_at desc, source limit 1
    ) as reading
    where listed.day <= ${until} and not withdrawn
    order by listed.day desc, papers.id limit ${most}`.execute(db);
  const lists = new Map<string, PastList['papers'][number][]>();
  for (const { day, upvotes, ...row } of rows) {
    const list = lists.get(day) ?? [];
    list.push({ upvotes, paper: toColdPaper(row) });
    lists.set(day, list);
  }
  // The oldest list may have been cut.
  const oldest = rows.length === most ? rows.at(-1)?.day : undefined;
  return [...lists].filter(([day]) => day !== oldest).map(([day, papers]) => ({ day, papers }));
}

function toColdPaper({ links, organisation, author_count, ...row }: Omit<ListedRow, 'day' | 'upvotes'>) {
  return {
    ...row,
    authorCount: author_count,
    organization: organisation,
    hasCode: links.code !== undefined,
    hasProject: links.project !== undefined,
  };
}
