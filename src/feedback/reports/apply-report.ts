import type { Transaction } from 'kysely';
import { FEEDBACK } from '../../../config/feedback.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { acceptReported } from '../../delivery/operations/operation-queries.ts';
import { addressHash } from '../../subscribers/subscriber.ts';
import {
  insertSuppression,
  suppressForSoftBounces,
  withdrawSoftBounceSuppression,
} from '../../suppression/suppression-queries.ts';
import { arrivalOf } from './report.ts';
import {
  clearReportPayload,
  closeReport,
  findReportedEmail,
  isSoftBounceStreak,
  lockReport,
  lockSubscriber,
  postponeReport,
  type ReportedEmail,
  type ReportKey,
  raiseArrival,
  type StoredReport,
  settleTransactional,
} from './report-queries.ts';

export type ApplyContext = Pick<Context, 'db' | 'clock' | 'log'>;

/** What became of a report. `waiting`: tried again by the sweep. `known`: somebody has dealt with it already. */
export type ApplyOutcome = 'applied' | 'ignored' | 'unmatched' | 'waiting' | 'known';

/**
 * Applies a stored report in one transaction: what it says of arrival, that the provider has taken the mail, and the
 * suppression that follows. In whatever order and however often reports are applied, the same rows come out: arrival only
 * rises, the strongest suppression holds, and a run of soft bounces is read from the arrivals, never counted along.
 *
 * Only a person who was sent this very mail at this very address can be suppressed by it: an account may be shared with
 * other programs, and anybody can write a bounce.
 */
export async function applyReport(ctx: ApplyContext, key: ReportKey): Promise<ApplyOutcome> {
  const outcome = await ctx.db.transaction().execute(async (trx) => {
    const event = await lockReport(trx, key);
    if (!event) return 'known';
    return applyLocked(trx, event, ctx.clock.now());
  });
  ctx.log.debug({ provider: key.provider, event: key.reportId, outcome }, 'report applied');
  return outcome;
}

async function applyLocked(
  trx: Transaction<Database>,
  event: StoredReport,
  now: Date,
): Promise<ApplyOutcome> {
  const close = (outcome: string, mail?: ReportedEmail) =>
    closeReport(trx, event, { outcome, subscriberId: mail?.subscriberId ?? null, now });
  if (event.kind === 'other') {
    // Who opened what, and from where, is nothing that we want to know.
    await clearReportPayload(trx, event);
    await close('ignored: nothing to do');
    return 'ignored';
  }
  const mail = await findReportedEmail(trx, event);
  if (!mail) return handleUnmatched(trx, event, now);
  const obstacle = reasonToIgnore(event, mail);
  if (obstacle !== null) {
    await close(`ignored: ${obstacle}`, mail);
    return 'ignored';
  }
  await recordArrival(trx, event, mail, now);
  await updateSuppression(trx, event, mail, now);
  if (mail.addressHash === null) await clearReportPayload(trx, event);
  // Its attempt is still open. Should that end as uncertain, this report is the one that settles it.
  const open = mail.state === 'sending' || mail.state === 'planned';
  if (open && !isReportTooOld(event, now)) {
    await postponeReport(trx, event, {
      outcome: 'waiting: the attempt is open',
      nextAt: nextAttemptAt(event, now),
    });
    return 'waiting';
  }
  await close('applied', mail);
  return 'applied';
}

/** A report can be faster than the note of the provider's id; after two days it is about somebody else's mail. */
async function handleUnmatched(
  trx: Transaction<Database>,
  event: StoredReport,
  now: Date,
): Promise<ApplyOutcome> {
  // Our own id is stored before a mail is sent, so a bounce that quotes an unknown one is made up.
  const known = event.providerEmailId !== null || (event.emailId !== null && event.provider !== 'mail');
  if (known && !isReportTooOld(event, now)) {
    await postponeReport(trx, event, {
      outcome: 'waiting: no such mail yet',
      nextAt: nextAttemptAt(event, now),
    });
    return 'waiting';
  }
  // Of another program's mail nothing is kept.
  await clearReportPayload(trx, event);
  await closeReport(trx, event, { outcome: 'unmatched: no such mail', subscriberId: null, now });
  return 'unmatched';
}

/** Why the report must not change anything, or null. Of an erased person only the mail is left, and that may be noted. */
function reasonToIgnore(event: StoredReport, mail: ReportedEmail): string | null {
  if (event.address === null) return 'it names nobody, or several people';
  if (mail.addressHash !== null && addressHash(event.address) !== mail.addressHash) return 'another address';
  return null;
}

async function recordArrival(
  trx: Transaction<Database>,
  event: StoredReport,
  mail: ReportedEmail,
  now: Date,
): Promise<void> {
  const arrival = arrivalOf(event.kind);
  if (arrival !== null && mail.table === 'deliveries') {
    await raiseArrival(trx, mail.id, arrival, event.occurredAt);
  }
  // Whoever speaks of a mail has taken it.
  const providerId = event.providerEmailId;
  if (mail.table === 'deliveries') await acceptReported(trx, { deliveryId: mail.id, providerId }, now);
  else await settleTransactional(trx, mail.id, providerId, now);
}

/** Rows are locked in the order in which sending locks them: the delivery, then its subscriber. */
async function updateSuppression(
  trx: Transaction<Database>,
  event: StoredReport,
  mail: ReportedEmail,
  now: Date,
): Promise<void> {
  if (mail.addressHash === null || event.address === null) return;
  const source = `${event.provider} ${event.kind}`;
  const { subscriberId } = mail;
  if (event.about === 'address' && (event.kind === 'hard-bounce' || event.kind === 'complaint')) {
    const reason = event.kind;
    await insertSuppression(trx, { address: event.address, reason, source, now });
  }
  if (mail.table !== 'deliveries' || arrivalOf(event.kind) === null) return;
  await lockSubscriber(trx, subscriberId);
  if (await isSoftBounceStreak(trx, subscriberId, FEEDBACK.softBouncesToSuppress)) {
    await suppressForSoftBounces(trx, { subscriberId, source: 'soft bounces in a row', now });
  } else {
    await withdrawSoftBounceSuppression(trx, subscriberId, now);
  }
}

export function isReportTooOld(event: Pick<StoredReport, 'receivedAt'>, now: Date): boolean {
  return now.getTime() - event.receivedAt.getTime() >= FEEDBACK.unmatchedHours * 3_600_000;
}

/** One minute, then twice as long each time, at most six hours. */
export function nextAttemptAt(event: Pick<StoredReport, 'tries'>, now: Date): Date {
  const minutes = Math.min(2 ** Math.min(event.tries, 20), 360);
  return new Date(now.getTime() + minutes * 60_000);
}
