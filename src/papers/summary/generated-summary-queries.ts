import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { SUMMARY_MODEL } from '../../../config/summary-model.ts';
import { inTransaction } from '../../db/dry-run.ts';
import type { Database } from '../../db/schema.ts';
import type { CheckedSummary } from './check-summary.ts';

type Db = Kysely<Database> | Transaction<Database>;

/** Version of a paper's text: the hash of its title and abstract, null without an abstract. */
const VERSION = sql<string>`
  encode(sha256(convert_to(papers.title || E'\n' || papers.abstract, 'UTF8')), 'hex')`;

/**
 * Newest accepted summary of a row of `papers` for its present title and abstract, else null. Reads one index
 * entry per paper.
 */
export const GENERATED_SUMMARY: RawBuilder<string | null> = sql<string | null>`(
  select text from generated_summaries
  where paper_id = papers.id and version = ${VERSION} and state = 'accepted'
  order by settled_at desc, model limit 1)`;

/** Columns `summary` and `generated` of a row of `papers`: the source's summary, else a generated one. */
export const SUMMARY_COLUMNS = sql`coalesce(papers.summary, ${GENERATED_SUMMARY}) as summary,
  papers.summary is null and ${GENERATED_SUMMARY} is not null as generated`;

/** A call that this process may make. */
export interface ClaimedSummary {
  paperId: string;
  version: string;
  title: string;
  abstract: string;
}

/**
 * Papers among these, in their order, that a model can still be asked about: with a sufficient abstract, and
 * without a summary of a source, an accepted one for their present text, or an answer of this model.
 */
export async function readUnsummarized(
  db: Db,
  paperIds: readonly string[],
  model: string,
  now: Date,
): Promise<string[]> {
  if (paperIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from papers
    join unnest(${[...paperIds]}::text[]) with ordinality as wanted (wanted_id, place) on wanted_id = id
    where summary is null and not withdrawn and length(abstract) >= ${SUMMARY_MODEL.minAbstract}
      and not exists (
        select from generated_summaries as made
        where made.paper_id = papers.id and made.version = ${VERSION}
          and (made.state = 'accepted' or (made.model = ${model} and not (${isOpen('made', now)}))))
    order by place`.execute(db);
  return rows.map(({ id }) => id);
}

/** True for a failed call, or one lost with its process, while tries are left. */
function isOpen(table: string, now: Date): RawBuilder<boolean> {
  const lostBefore = new Date(now.getTime() - SUMMARY_MODEL.leaseMs);
  const column = (name: string) => sql.ref(`${table}.${name}`);
  return sql<boolean>`${column('tries')} < ${SUMMARY_MODEL.tries} and (${column('state')} = 'failed'
    or (${column('state')} = 'asking' and ${column('asked_at')} <= ${lostBefore}))`;
}

/**
 * Claims one call about a paper and counts it against the day's budget, in one transaction before the call,
 * so that a crash never exceeds the budget. `budget-used` when the day has no call left, null when the paper
 * needs none any more or another worker is asking.
 */
export async function claimSummary(
  db: Kysely<Database>,
  paperId: string,
  call: { model: string; day: string; perDay: number; now: Date },
): Promise<ClaimedSummary | 'budget-used' | null> {
  const { model, day, perDay, now } = call;
  return inTransaction(db, async (trx) => {
    await sql`insert into summary_model_calls (day, calls) values (${day}, 0)
      on conflict (day) do nothing`.execute(trx);
    // Locks the day's row, so that claims of all workers are counted one after the other.
    const { calls } = await trx
      .selectFrom('summary_model_calls')
      .select('calls')
      .where('day', '=', day)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (calls >= perDay) return 'budget-used';
    const [open] = await readUnsummarized(trx, [paperId], model, now);
    if (open === undefined) return null;
    const { rows } = await sql<ClaimedSummary>`
      with claimed as (
        insert into generated_summaries (paper_id, version, model, state, asked_at)
        select papers.id, ${VERSION}, ${model}, 'asking', ${now} from papers where papers.id = ${paperId}
        on conflict (paper_id, version, model) do update set state = 'asking', reason = null,
          tries = generated_summaries.tries + 1, asked_at = excluded.asked_at, settled_at = null
        returning paper_id, version
      )
      select papers.id as "paperId", claimed.version, title, abstract
      from claimed join papers on papers.id = claimed.paper_id`.execute(trx);
    const [claimed] = rows;
    if (!claimed) return null;
    await trx
      .updateTable('summary_model_calls')
      .set((eb) => ({ calls: eb('calls', '+', 1) }))
      .where('day', '=', day)
      .execute();
    return claimed;
  });
}

/** Stores the outcome of a claimed call: an accepted text, a rejected one with its reason, or a failure. */
export async function settleSummary(
  db: Db,
  claim: Pick<ClaimedSummary, 'paperId' | 'version'> & { model: string },
  outcome: CheckedSummary | { failure: string },
  now: Date,
): Promise<void> {
  const row =
    'failure' in outcome
      ? { state: 'failed', text: null, reason: outcome.failure }
      : outcome.ok
        ? { state: 'accepted', text: outcome.text, reason: null }
        : { state: 'rejected', text: null, reason: outcome.reason };
  await db
    .updateTable('generated_summaries')
    .set({ ...row, settled_at: now })
    .where('paper_id', '=', claim.paperId)
    .where('version', '=', claim.version)
    .where('model', '=', claim.model)
    .execute();
}

/** Calls counted against a UTC day's budget, and that day's outcomes by state. */
export async function readSummaryUse(
  db: Db,
  day: string,
): Promise<{ calls: number; accepted: number; rejected: number; failed: number }> {
  const { rows } = await sql<{ calls: number; accepted: number; rejected: number; failed: number }>`
    select coalesce((select calls from summary_model_calls where day = ${day}), 0) as calls,
      count(*) filter (where state = 'accepted')::integer as accepted,
      count(*) filter (where state = 'rejected')::integer as rejected,
      count(*) filter (where state = 'failed')::integer as failed
    from generated_summaries
    where asked_at >= ${new Date(`${day}T00:00:00Z`)}`.execute(db);
  return rows[0] ?? { calls: 0, accepted: 0, rejected: 0, failed: 0 };
}

/**
 * Deletes rows asked for before that time: all but the accepted summaries of a paper's present text, which
 * stay as long as the paper, and the counts of calls. Returns the number of summaries.
 */
export async function deleteOldSummaries(db: Db, before: Date): Promise<number> {
  await sql`delete from summary_model_calls where day < ${before.toISOString().slice(0, 10)}`.execute(db);
  const result = await sql`
    delete from generated_summaries as made using papers
    where papers.id = made.paper_id and made.asked_at < ${before}
      and (made.state <> 'accepted' or made.version is distinct from ${VERSION})`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}
