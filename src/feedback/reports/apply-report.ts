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

/** Outcome of applying a report. `waiting`: the sweep tries again. `known`: it was already applied. */
export type ApplyOutcome = 'applied' | 'ignored' | 'unmatched' | 'waiting' | 'known';

/**
 * Applies a stored report in one transaction: the arrival, the provider's acceptance of the email, and the
 * suppression that follows. The result does not depend on the order or number of applications: arrival only
 * rises, the strongest suppression holds, and a streak of soft bounces is read from arrivals instead of
 * counted.
 *
 * A report suppresses only a subscriber who was sent this email: an account may be shared with other
 * programs, and anyone can forge a bounce. A bounce must also not name another address, because a forwarder's
 * mailbox is not the subscriber's. A complaint by email may: feedback loops hide or hash the recipient, and
 * an email's id is known only to those who received it.
 */
export async function applyReport(ctx: ApplyContext, key: ReportKey): Promise<ApplyOutcome> {
  const outcome = await ctx.db.transaction().execute(async (trx) => {
    const report = await lockReport(trx, key);
    if (!report) return 'known';
    return applyLocked(trx, report, ctx.clock.now());
  });
  ctx.log.debug({ provider: key.provider, report: key.reportId, outcome }, 'report applied');
  return outcome;
}

async function applyLocked(
  trx: Transaction<Database>,
  report: StoredReport,
  now: Date,
): Promise<ApplyOutcome> {
  const close = (outcome: string, email?: ReportedEmail) =>
    closeReport(trx, report, { outcome, subscriberId: email?.subscriberId ?? null, now });
  if (report.kind === 'other') {
    // Opens and clicks are deliberately not recorded.
    await clearReportPayload(trx, report);
    await close('ignored: nothing to do');
    return 'ignored';
  }
  const email = await findReportedEmail(trx, report);
  if (!email) return handleUnmatched(trx, report, now);
  const reason = reasonToIgnore(report, email);
  if (reason !== null) {
    await close(`ignored: ${reason}`, email);
    return 'ignored';
  }
  await recordArrival(trx, report, email, now);
  await updateSuppression(trx, report, email, now);
  if (email.address === null) await clearReportPayload(trx, report);
  // The attempt is still open. If it ends as uncertain, this report settles it.
  const open = email.state === 'sending' || email.state === 'planned';
  if (open && !isReportTooOld(report, now)) {
    await postponeReport(trx, report, {
      outcome: 'waiting: the attempt is open',
      nextAt: nextAttemptAt(report, now),
    });
    return 'waiting';
  }
  await close('applied', email);
  return 'applied';
}

/**
 * Handles a report about an unknown email: it can arrive before the provider's id is stored, but after two
 * days it concerns another program's email.
 */
async function handleUnmatched(
  trx: Transaction<Database>,
  report: StoredReport,
  now: Date,
): Promise<ApplyOutcome> {
  // Our id is stored before the email is sent, so a bounce that quotes an unknown id is forged.
  const known = report.providerEmailId !== null || (report.emailId !== null && report.provider !== 'mail');
  if (known && !isReportTooOld(report, now)) {
    await postponeReport(trx, report, {
      outcome: 'waiting: email not known yet',
      nextAt: nextAttemptAt(report, now),
    });
    return 'waiting';
  }
  // No data about another program's email is stored.
  await clearReportPayload(trx, report);
  await closeReport(trx, report, { outcome: 'unmatched: email unknown', subscriberId: null, now });
  return 'unmatched';
}

/**
 * Returns why the report must change nothing, or null. For an erased subscriber only the email is left, and
 * that may be updated.
 */
function reasonToIgnore(report: StoredReport, email: ReportedEmail): string | null {
  const byEmail = report.provider === 'mail';
  if (byEmail && report.kind === 'complaint') return null;
  // Without an address, a provider's report was about several, and an email's hides it.
  if (report.address === null) return byEmail ? null : 'it names no address, or several';
  if (email.address !== null && addressHash(report.address) !== addressHash(email.address))
    return 'another address';
  return null;
}

async function recordArrival(
  trx: Transaction<Database>,
  report: StoredReport,
  email: ReportedEmail,
  now: Date,
): Promise<void> {
  const arrival = arrivalOf(report.kind);
  if (arrival !== null && email.table === 'deliveries') {
    await raiseArrival(trx, email.id, arrival, report.occurredAt);
  }
  // Any report about an email proves that the provider accepted it.
  const providerId = report.providerEmailId;
  if (email.table === 'deliveries') await acceptReported(trx, { deliveryId: email.id, providerId }, now);
  else await settleTransactional(trx, email.id, providerId, now);
}

/**
 * Updates the suppression that follows from a report. Locks rows in the order of sending: the delivery, then
 * its subscriber.
 */
async function updateSuppression(
  trx: Transaction<Database>,
  report: StoredReport,
  email: ReportedEmail,
  now: Date,
): Promise<void> {
  if (email.address === null) return;
  const source = `${report.provider} ${report.kind}`;
  const { subscriberId } = email;
  if (report.about === 'address' && (report.kind === 'hard-bounce' || report.kind === 'complaint')) {
    await insertSuppression(trx, { address: email.address, reason: report.kind, source, now });
  }
  if (email.table !== 'deliveries' || arrivalOf(report.kind) === null) return;
  await lockSubscriber(trx, subscriberId);
  if (await isSoftBounceStreak(trx, subscriberId, FEEDBACK.softBouncesToSuppress)) {
    await suppressForSoftBounces(trx, { subscriberId, source: 'soft bounces in a row', now });
  } else {
    await withdrawSoftBounceSuppression(trx, subscriberId, now);
  }
}

export function isReportTooOld(report: Pick<StoredReport, 'receivedAt'>, now: Date): boolean {
  return now.getTime() - report.receivedAt.getTime() >= FEEDBACK.unmatchedHours * 3_600_000;
}

/** Back-off: one minute, doubled each time, at most six hours. */
export function nextAttemptAt(report: Pick<StoredReport, 'tries'>, now: Date): Date {
  const minutes = Math.min(2 ** Math.min(report.tries, 20), 360);
  return new Date(now.getTime() + minutes * 60_000);
}
