import { randomUUID } from 'node:crypto';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { newJob } from '../queue/jobs.ts';
import { parseAddress, requireAddress } from '../subscribers/subscriber.ts';
import { applyTransition } from '../subscribers/subscriber-queries.ts';
import { insertTransactionalEmail } from '../subscribers/transactional-email-queries.ts';
import { deleteSuppression, lockSubscriberAndSuppression } from './suppression-queries.ts';

export interface UnsuppressInput {
  operator: string;
  address: string;
  /** Why it may be mailed again; kept in the audit, without any address in it. */
  reason: string;
  /** The address once more; needed after a complaint. */
  confirm?: string | undefined;
}

/** asked: a letter asks them whether they still want it. lifted: there is nobody to ask. nothing: it was not suppressed. */
export type UnsuppressResult = 'asked' | 'unsuppressed' | 'unchanged';

/**
 * Lifts the suppression of an address. That alone brings nobody's consent back: whoever subscribes with it is asked again by mail,
 * and gets digests once they confirm. Throws PaperboyError `ADDRESS_INVALID`, `REASON_MISSING`, or `COMPLAINT_UNCONFIRMED`:
 * who complained has said no, and must not be asked by a slip.
 */
export async function unsuppress(
  ctx: Pick<Context, 'db' | 'clock' | 'queue'>,
  input: UnsuppressInput,
): Promise<UnsuppressResult> {
  const address = requireAddress(input.address);
  const reason = keptReason(input.reason);
  const now = ctx.clock.now();
  const done = await ctx.db.transaction().execute(async (trx) => {
    const { subscriber, suppression } = await lockSubscriberAndSuppression(trx, address);
    if (suppression === null && subscriber?.state !== 'suppressed') return null;
    if (suppression?.reason === 'complaint' && parseAddress(input.confirm ?? '') !== address)
      throw unconfirmed();
    await deleteSuppression(trx, address);
    const asks = subscriber !== null && (await applyTransition(trx, subscriber.id, 'unsuppress', now));
    await insertAuditEntry(
      trx,
      {
        operator: input.operator,
        verb: 'suppression lift',
        subject: subscriber?.id ?? 'an address that nobody subscribes with',
        before: {
          suppression: suppression?.reason ?? null,
          source: suppression?.source ?? null,
          state: subscriber?.state ?? null,
        },
        after: { state: asks ? 'pending' : (subscriber?.state ?? null), why: reason },
      },
      now,
    );
    if (!asks) return { notificationId: null };
    const dedupeKey = `lift-${subscriber.id}-${now.toISOString()}`;
    const letter = { id: randomUUID(), subscriberId: subscriber.id, kind: 'lifted', dedupeKey, now };
    return { notificationId: await insertTransactionalEmail(trx, letter) };
  });
  if (done === null) return 'unchanged';
  const { notificationId } = done;
  if (notificationId === null) return 'unsuppressed';
  await ctx.queue.enqueue(newJob('notify', { notificationId }));
  return 'asked';
}

/**
 * What somebody typed, on one line, short, and with every address taken out: the audit has none. Whatever touches an @ goes, because
 * nearly any sign may stand in an address; rather a word too many than `o'` left of `o'brien@example.org`.
 */
function keptReason(text: string): string {
  const reason = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\S+@\S+/g, '(address)')
    .trim()
    .slice(0, 200);
  if (reason.length >= 3) return reason;
  throw new PaperboyError({
    code: 'REASON_MISSING',
    message: 'A suppression is not lifted without a reason.',
    remedy:
      'Say in a few words why this address may be mailed again, e.g. “their mailbox was full, they wrote to us”.',
  });
}

function unconfirmed(): PaperboyError {
  return new PaperboyError({
    code: 'COMPLAINT_UNCONFIRMED',
    message: 'This address was suppressed because its owner reported our mail as spam.',
    remedy: 'Only if they have asked you to be mailed again: write the address once more to confirm it.',
  });
}
