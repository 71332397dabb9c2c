import { type Kysely, sql } from 'kysely';

/** Own kind of email for subscribers asked to confirm after an unsuppress: they have filled in no form. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table notifications drop constraint notifications_kind_check',
  `alter table notifications add constraint notifications_kind_check check (
    kind in ('confirm', 'lifted', 'welcome', 'your-link', 'goodbye', 'new-address', 'address-notice')
  )`,
];
