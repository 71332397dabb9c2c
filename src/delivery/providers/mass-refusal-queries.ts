import { createHash } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { MASS_REFUSAL } from '../../../config/providers.ts';
import type { Database } from '../../db/schema.ts';
import type { SendResult } from '../../ports.ts';
import { addressHash } from '../../subscribers/subscriber.ts';
import { insertSuppressionOfHash } from '../../suppression/suppression-queries.ts';
import { CLOSED_CIRCUIT } from './circuit-breaker.ts';
import { lockCircuit } from './circuit-breaker-queries.ts';
import { judgeRefusals, type Refusal, type RefusalVerdict } from './mass-refusal.ts';

type Trx = Transaction<Database>;

/** Call to a provider, with the results to judge. */
export interface JudgedCall {
  provider: string;
  /** One per result, in order. `address` is null for an erased recipient. */
  emails: readonly { id: string; address: string | null }[];
  kind: Refusal['kind'];
  results: readonly SendResult[];
  /** Time before which the call had not begun; null if unknown, so that it proves nothing about others. */
  calledAt: Date | null;
  now: Date;
}

/**
 * Judges the refusals of a call with those of earlier calls (judgeRefusals). If one is a refusal, locks the
 * provider's row until the transaction ends, so that calls in flight together count as one streak. Changes
 * nothing: applyVerdict does.
 */
export async function readVerdict(trx: Trx, call: JudgedCall): Promise<RefusalVerdict> {
  const { provider, emails, kind, results, calledAt, now } = call;
  const hasRefusal = results.some(({ outcome }) => outcome === 'refused');
  const hasAcceptance = results.some(({ outcome }) => outcome === 'accepted');
  if (!hasRefusal && !hasAcceptance) return { results, proved: [], dismissed: [], inDoubt: [], returned: [] };
  const circuit = hasRefusal ? await lockCircuit(trx, provider) : CLOSED_CIRCUIT;
  return judgeRefusals(results, {
    stored: await readRefusals(trx, provider, now),
    circuit,
    calledAt: calledAt ?? new Date(0),
    acceptedHashes: new Set(
      emails.flatMap(({ address }, position) =>
        address !== null && results[position]?.outcome === 'accepted' ? [addressHash(address)] : [],
      ),
    ),
    refusalAt: (position, about, code) => {
      const { id, address } = emails[position] ?? { id: '', address: null };
      return {
        emailId: id,
        kind,
        about,
        code,
        addressHash: address === null ? null : addressHash(address),
        domainHash: sha256(address?.slice(address.lastIndexOf('@') + 1) ?? ''),
        at: now,
      };
    },
  });
}

/**
 * Applies a verdict, once its call is recorded: suppresses addresses with a proved refusal, stores refusals
 * in doubt, and returns emails of earlier calls to planned if the provider was at fault. An edition that has
 * ended keeps its failures.
 */
export async function applyVerdict(
  trx: Trx,
  provider: string,
  verdict: RefusalVerdict,
  now: Date,
): Promise<void> {
  const { proved, dismissed, inDoubt, returned } = verdict;
  await deleteRefusals(trx, provider, [...proved, ...dismissed, ...returned]);
  await insertRefusals(trx, provider, inDoubt);
  await rescheduleEmails(trx, returned, now);
  for (const { about, addressHash: hash, code, at } of proved) {
    if (about !== 'address' || hash === null) continue;
    // Dated by the refusal, so that it counts for the edition of the email.
    const source = `${provider} ${code}`;
    await insertSuppressionOfHash(trx, { hash, reason: 'address-refused', source, now: at });
  }
}

/** Refusals in doubt of a provider, oldest first. */
async function readRefusals(trx: Trx, provider: string, now: Date): Promise<Refusal[]> {
  const rows = await trx
    .selectFrom('refusals_in_doubt')
    .selectAll()
    .where('provider', '=', provider)
    .where('refused_at', '>=', forgottenBefore(now))
    .orderBy('refused_at')
    .orderBy('email_id')
    .execute();
  return rows.map((row) => ({
    emailId: row.email_id,
    kind: row.kind as Refusal['kind'],
    about: row.about as Refusal['about'],
    code: row.code,
    addressHash: row.address_hash,
    domainHash: row.domain_hash,
    at: row.refused_at,
  }));
}

async function insertRefusals(trx: Trx, provider: string, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return;
  await trx
    .insertInto('refusals_in_doubt')
    .values(
      refusals.map(({ emailId, kind, about, code, addressHash: hash, domainHash, at }) => ({
        provider,
        email_id: emailId,
        kind,
        about,
        code,
        address_hash: hash,
        domain_hash: domainHash,
        refused_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['provider', 'email_id']).doUpdateSet((eb) => ({
        about: eb.ref('excluded.about'),
        code: eb.ref('excluded.code'),
        refused_at: eb.ref('excluded.refused_at'),
      })),
    )
    .execute();
}

async function deleteRefusals(trx: Trx, provider: string, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return;
  await trx
    .deleteFrom('refusals_in_doubt')
    .where('provider', '=', provider)
    .where(
      'email_id',
      'in',
      refusals.map(({ emailId }) => emailId),
    )
    .execute();
}

/** Deletes refusals in doubt that are too old to count, those of removed providers too. */
export async function deleteForgottenRefusals(db: Kysely<Database>, now: Date): Promise<void> {
  await db.deleteFrom('refusals_in_doubt').where('refused_at', '<', forgottenBefore(now)).execute();
}

/** Counts the refused attempts of each delivery that has any. */
export async function countRefusedAttempts(trx: Trx, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('attempt_deliveries')
    .select((eb) => ['delivery_id', eb.fn.countAll<string>().as('count')])
    .where('delivery_id', 'in', ids)
    .where('outcome', '=', 'refused')
    .groupBy('delivery_id')
    .execute();
  return new Map(rows.map((row) => [row.delivery_id, Number(row.count)]));
}

/** failed → planned. A composition stays if its papers are still reserved (rescheduleDeliveries). */
async function rescheduleEmails(trx: Trx, refusals: readonly Refusal[], now: Date): Promise<void> {
  const idsOf = (kind: Refusal['kind']) =>
    refusals.filter((refusal) => refusal.kind === kind).map(({ emailId }) => emailId);
  const reason = 'its provider refused every recipient';
  const deliveries = idsOf('digest');
  if (deliveries.length > 0) {
    await sql`
      update deliveries set state = 'planned', due_at = ${now}, attempts = greatest(attempts - 1, 0),
        settled_at = null, reason = ${reason},
        digest = case when exists (select from sent_papers where delivery_id = deliveries.id) then digest end
      where id = any(${deliveries}::uuid[]) and state = 'failed' and exists (
        select from editions where editions.id = edition_id and editions.state in ('open', 'paused')
      ) and (
        select count(*) from attempt_deliveries where delivery_id = deliveries.id and outcome = 'refused'
      ) < ${MASS_REFUSAL.digestRefusals}`.execute(trx);
  }
  const transactional = idsOf('transactional');
  if (transactional.length > 0) {
    // requeueTransactional adds their jobs.
    await trx
      .updateTable('notifications')
      .set({ state: 'planned', settled_at: null, reason })
      .where('id', 'in', transactional)
      .where('state', '=', 'failed')
      .where('attempts', '<', MASS_REFUSAL.transactionalAttempts)
      .execute();
  }
}

function forgottenBefore(now: Date): Date {
  return new Date(now.getTime() - MASS_REFUSAL.forgottenDays * 86_400_000);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
