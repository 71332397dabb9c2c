import { INBOUND_REPORTS } from '../../config/alerts.ts';
import type { Env } from '../../config/env.ts';
import type { Context } from '../context.ts';
import { addDays, dayOf } from '../day.ts';
import { pluralize } from '../plural.ts';
import { readInboundCounts } from './inbound-count-queries.ts';
import {
  countEmailsUntil,
  countUnmatchedReports,
  hasMatchedReport,
} from './reports/report-coverage-queries.ts';

const DAYS = 7;

/** State of reports as `doctor` prints it: ok unless they do not arrive or match none of our emails. */
export interface ReportCoverage {
  ok: boolean;
  result: string;
}

/**
 * Describes for `doctor` the reports of the last week, and whether any report ever matched an email. Not ok
 * when emails went out for days and reports arrive without a match, or Resend, which reports every delivery,
 * sends none. Without either, a small list may simply have had no bounce.
 */
export async function describeReports(
  ctx: Pick<Context, 'db'> & { env: Pick<Env, 'RESEND_WEBHOOK_SECRET'> },
  now: Date,
): Promise<ReportCoverage> {
  const counts = await readInboundCounts(ctx.db, new Date(now.getTime() - DAYS * 86_400_000));
  const byEmail =
    `by email in the last ${DAYS} days: ${counts.matched} matched, ${counts.unmatched} about emails that are ` +
    `not ours, ${counts['not-understood']} not understood`;
  if (await hasMatchedReport(ctx.db)) return { ok: true, result: `reports match our emails; ${byEmail}` };
  const { emailsWithoutReport, daysWithoutReport } = INBOUND_REPORTS;
  const until = addDays(dayOf(now), -daysWithoutReport);
  const emails = await countEmailsUntil(ctx.db, until, emailsWithoutReport);
  if (emails < emailsWithoutReport) return { ok: true, result: `no report matched yet; ${byEmail}` };
  const unmatched = (await countUnmatchedReports(ctx.db, 1_000)) + counts.unmatched;
  const arrived =
    unmatched > 0 ? `${pluralize(unmatched, 'report', 'reports')} arrived without a match` : 'none arrived';
  return {
    ok: unmatched === 0 && ctx.env.RESEND_WEBHOOK_SECRET === undefined,
    result:
      `at least ${emailsWithoutReport} emails went out ${daysWithoutReport} or more days ago, and no report ` +
      `ever matched one (${arrived}). Check that the webhook belongs to this account, and that bounces to the ` +
      `sender addresses reach \`paperboy inbound\`; ${byEmail}`,
  };
}
