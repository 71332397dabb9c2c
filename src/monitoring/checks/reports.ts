import { MONITOR, REPORT_RATES } from '../../../config/alerts.ts';
import type { AlertCode } from '../../alerts/alert-kinds.ts';
import type { Alert } from '../../alerts/alerts.ts';
import { addDays, dayOf } from '../../day.ts';
import type { Check, CheckResult } from './check.ts';
import { type ReportCounts, readReportCounts } from './check-queries.ts';

const RATE_LIMITS = [
  { report: 'complaints', code: 'COMPLAINTS_WARNING', limit: REPORT_RATES.complaints.warning },
  { report: 'complaints', code: 'COMPLAINTS_ALARM', limit: REPORT_RATES.complaints.alarm },
  { report: 'bounces', code: 'BOUNCES_WARNING', limit: REPORT_RATES.bounces.warning },
  { report: 'bounces', code: 'BOUNCES_ALARM', limit: REPORT_RATES.bounces.alarm },
] as const satisfies readonly { report: 'complaints' | 'bounces'; code: AlertCode; limit: number }[];

/**
 * Complaint and bounce rates of the last seven days, and of the newest edition with enough emails. The counts
 * are cached for `MONITOR.reportsIntervalMs`.
 */
export function checkReports(): Check {
  let cached: { at: number; result: CheckResult } | null = null;
  return async (ctx, now) => {
    const age = cached === null ? Number.POSITIVE_INFINITY : Math.abs(now.getTime() - cached.at);
    if (cached === null || age >= MONITOR.reportsIntervalMs) {
      const counts = await readReportCounts(
        ctx.db,
        addDays(dayOf(now), -REPORT_RATES.days),
        REPORT_RATES.minimumReports,
      );
      cached = {
        at: now.getTime(),
        result: {
          codes: RATE_LIMITS.map(({ code }) => code),
          alerts: reportAlerts(counts),
          // Other processes count at other times.
          lingerMs: 2 * MONITOR.reportsIntervalMs,
        },
      };
    }
    return cached.result;
  };
}

/** Computes the alerts for the counts of editions, newest first. Pure. */
export function reportAlerts(counts: readonly ReportCounts[]): Alert[] {
  const total = counts.reduce(
    (sum, each) => ({
      complaints: sum.complaints + each.complaints,
      bounces: sum.bounces + each.bounces,
      refused: sum.refused + each.refused,
      accepted: sum.accepted + each.accepted,
    }),
    { complaints: 0, bounces: 0, refused: 0, accepted: 0 },
  );
  const newest = counts.find(({ accepted, refused }) => accepted + refused >= REPORT_RATES.minimumEmails);
  const spans = [
    { subject: `${REPORT_RATES.days} days`, name: `Last ${REPORT_RATES.days} days`, ...total },
    ...(newest ? [{ ...newest, subject: newest.id, name: newest.id }] : []),
  ];
  return spans.flatMap((span) =>
    RATE_LIMITS.flatMap(({ report, code, limit }): Alert[] => {
      // A refused email cannot be complained about, so only bounces count it.
      const emails = span.accepted + (report === 'bounces' ? span.refused : 0);
      const tooFew = emails < REPORT_RATES.minimumEmails || span[report] < REPORT_RATES.minimumReports;
      if (tooFew || span[report] / emails < limit) return [];
      const percents = `${formatPercent(span[report] / emails, 2)}, limit ${formatPercent(limit, 1)}`;
      const message = `${span.name}: ${span[report]} ${report} for ${emails} emails (${percents}).`;
      return [{ code, subject: span.subject, message }];
    }),
  );
}

function formatPercent(rate: number, digits: number): string {
  return new Intl.NumberFormat('en', {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(rate);
}
