import { type Kysely, sql } from 'kysely';

/** Whoever is asked again because a suppression was lifted has entered nothing: their letter has words of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  'alter table notifications drop constraint notifications_kind_check',
  `alter table notifications add constraint notifications_kind_check check (
    kind in ('confirm', 'lifted', 'welcome', 'your-link', 'goodbye', 'new-address', 'address-notice')
  )`,
];
