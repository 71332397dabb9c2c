import { type Kysely, sql } from 'kysely';

/** Renames the codes of stored alerts, so that alerts opened by an earlier release can still end. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [before, after] of RENAMES)
    await sql`update alerts set code = ${after} where code = ${before}`.execute(db);
}

const RENAMES = [
  ['BOOKS_UNBALANCED', 'TOTALS_MISMATCH'],
  ['PAPER_POISONED', 'PAPER_QUARANTINED'],
  ['PROVIDER_REFUSES', 'ACCOUNT_REJECTED'],
  ['PROVIDER_SILENT', 'PROVIDER_UNREACHABLE'],
  ['QUOTA_USED_UP', 'QUOTA_EXHAUSTED'],
  ['QUEUE_AWAY', 'QUEUE_UNREACHABLE'],
  ['CLOCK_APART', 'CLOCK_SKEW'],
] as const;
