import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Edition } from '../../editions/edition.ts';

/**
 * Plans one delivery for one active subscriber, unless they have one of that edition or on that day of theirs already, and adds
 * it to the edition's audience. Returns whether a delivery of that edition comes to them, by this or an earlier call. The edition's row
 * is locked by the caller.
 */
export async function insertFirst(
  trx: Transaction<Database>,
  edition: Edition,
  first: { subscriberId: string; sendAt: Date; localDay: string },
  now: Date,
): Promise<boolean> {
  const { subscriberId, sendAt, localDay } = first;
  const inserted = await sql`
    insert into deliveries (id, edition_id, subscriber_id, state, send_at, due_at, local_day, created_at)
    select md5(${edition.id} || ' ' || id)::uuid, ${edition.id}, id, 'planned', ${sendAt}, ${sendAt}, ${localDay}, ${now}
    from subscribers where id = ${subscriberId} and state = 'active' and not exists (
      select from deliveries where subscriber_id = ${subscriberId} and local_day = ${localDay} and state <> 'excluded'
    )
    on conflict (edition_id, subscriber_id) do nothing`.execute(trx);
  const added = Number(inserted.numAffectedRows ?? 0);
  if (added > 0) {
    await trx
      .updateTable('editions')
      .set((eb) => ({ audience: eb('audience', '+', added) }))
      .where('id', '=', edition.id)
      .execute();
  }
  const row = await trx
    .selectFrom('deliveries')
    .select('id')
    .where('edition_id', '=', edition.id)
    .where('subscriber_id', '=', subscriberId)
    // One that is over is no digest to come: they left before it, or had it before they left and came back.
    .where((eb) => eb.or([eb('created_at', '=', now), eb('state', 'in', ['planned', 'sending'])]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Opens a finished edition again, until its books are closed once more; false where it is not finished. */
export async function reopenFinished(trx: Transaction<Database>, id: string): Promise<boolean> {
  const opened = await trx
    .updateTable('editions')
    .set({ state: 'open', finished_at: null })
    .where('id', '=', id)
    .where('state', '=', 'finished')
    .returning('id')
    .executeTakeFirst();
  return opened !== undefined;
}
