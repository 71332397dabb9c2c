import { MONITOR, REPORT_RATES } from '../../../config/alerts.ts';
import type { AlertCode } from '../../alerts/alert-kinds.ts';
import type { Alert } from '../../alerts/alerts.ts';
import { addDays, dayOf } from '../../day.ts';
import type { Check, CheckResult } from './check.ts';
import { type ReportCounts, readReportCounts } from './check-queries.ts';

const KINDS = [
  { what: 'complaints', code: 'COMPLAINTS_WARNING', least: REPORT_RATES.complaints.warning },
  { what: 'complaints', code: 'COMPLAINTS_ALARM', least: REPORT_RATES.complaints.alarm },
  { what: 'bounces', code: 'BOUNCES_WARNING', least: REPORT_RATES.bounces.warning },
  { what: 'bounces', code: 'BOUNCES_ALARM', least: REPORT_RATES.bounces.alarm },
] as const satisfies readonly { what: 'complaints' | 'bounces'; code: AlertCode; least: number }[];

/** Complaints and bounces of the last seven days, and of the newest edition that is large enough to tell; counted every few minutes. */
export function checkReports(): Check {
  let known: { at: number; finding: CheckResult } | null = null;
  return async (ctx, now) => {
    const age = known === null ? Number.POSITIVE_INFINITY : Math.abs(now.getTime() - known.at);
    if (known === null || age >= MONITOR.reportsIntervalMs) {
      const counts = await readReportCounts(
        ctx.db,
        addDays(dayOf(now), -REPORT_RATES.days),
        REPORT_RATES.minimumReports,
      );
      known = {
        at: now.getTime(),
        finding: {
          codes: KINDS.map(({ code }) => code),
          alerts: reportAlerts(counts),
          // Another process may have counted later, or earlier.
          lingerMs: 2 * MONITOR.reportsIntervalMs,
        },
      };
    }
    return known.finding;
  };
}

/** What the numbers of editions, the newest first, come to; pure. */
export function reportAlerts(counts: readonly ReportCounts[]): Alert[] {
  const whole = counts.reduce(
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
    { subject: `${REPORT_RATES.days} days`, name: `the last ${REPORT_RATES.days} days`, ...whole },
    ...(newest ? [{ ...newest, subject: newest.id, name: newest.id }] : []),
  ];
  return spans.flatMap((span) =>
    KINDS.flatMap(({ what, code, least }): Alert[] => {
      // Nobody complains of what was refused.
      const mails = span.accepted + (what === 'bounces' ? span.refused : 0);
      const few = mails < REPORT_RATES.minimumEmails || span[what] < REPORT_RATES.minimumReports;
      if (few || span[what] / mails < least) return [];
      const rate = `${((100 * span[what]) / mails).toFixed(2)} %`;
      const bound = `${(100 * least).toFixed(1)} %`;
      const message = `Of ${mails} mails of ${span.name} ${span[what]} came back as ${what}: ${rate}, and ${bound} is the limit.`;
      return [{ code, subject: span.subject, message }];
    }),
  );
}
