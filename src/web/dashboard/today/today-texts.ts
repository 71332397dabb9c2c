import { DASHBOARD } from '../../../../config/dashboard.ts';
import type { SCHEDULE } from '../../../../config/schedule.ts';
import { counted, formatNumber } from '../frame/format.ts';

const digests = (count: number) => counted(count, 'digest');

/** Texts of the Today page. */
export const TODAY_TEXTS = {
  title: 'Today',
  refresh: 'Refresh',
  asOf: (when: string) => `As of ${when}.`,
  summary: {
    alerts: (count: number) => counted(count, 'open alert'),
    paused: (edition: string) => `${edition} is paused`,
    unbalanced: (edition: string) => `the totals of ${edition} don’t add up`,
    overdue: (count: number, edition: string) => `${digests(count)} of ${edition} overdue`,
    failed: (count: number, edition: string) => `${digests(count)} of ${edition} failed`,
    uncertain: (count: number, edition: string) => `${digests(count)} of ${edition} uncertain`,
    problems: (problems: readonly string[]) => `Needs attention: ${problems.join('; ')}.`,
    good: 'All good.',
    onTrack: 'On track.',
    nothing: (when: string) =>
      `Nothing is scheduled yet. The first daily run, at ${when}, collects papers and plans the first ` +
      'edition.',
    noRecipients: (day: string) => `No recipients on ${day}, so there is nothing to send.`,
    accepted: (accepted: number, audience: number) =>
      `${formatNumber(accepted)} of ${digests(audience)} accepted.`,
    scheduled: (count: number) => `${formatNumber(count)} scheduled.`,
    nextSendTime: (when: string, relative: string) => `Next send time: ${when} (${relative}).`,
  },
  alerts: 'Alerts',
  noAlerts: 'No open alerts.',
  since: (since: string, times: number) =>
    times > 1 ? `Open since ${since}, detected ${counted(times, 'time')}.` : `Open since ${since}.`,
  whatToDo: 'What to do:',
  details: 'View details',
  editions: 'Current editions',
  noEditions: 'No editions yet. The first daily run plans one.',
  noAudience: 'No recipients.',
  unbalanced: 'The totals don’t add up: rows were lost or added by hand. Compare with a backup.',
  run: (day: string) => `Run of ${day}`,
  noRun: 'No step of this run has started.',
  runColumns: {
    step: 'Step',
    state: 'Status',
    result: 'Result',
    started: 'Started',
    duration: 'Duration',
    usual: 'Usual',
  },
  steps: { observe: 'Observe attention', rank: 'Rank', plan: 'Plan' },
  ingest: (source: string) => `Ingest ${source}`,
  deliver: (when: string) => `Deliver at ${when}`,
  attempts: (count: number) => `, ${counted(count, 'attempt')}`,
  timeline: 'Timeline of the run. The table below has the same data.',
  queues: 'View queues',
  next: 'Up next',
  nextNames: {
    dailyRun: 'Daily run: ingest, rank, plan, deliver',
    hourly: 'Hourly run: new papers, attention, missing deliveries',
    sendSlot: 'Send due digests',
    housekeeping: 'Housekeeping',
    refit: 'Refit of the cold model',
  } satisfies Record<keyof typeof SCHEDULE, string>,
  sources: 'Sources',
  noSources: 'No source has been fetched yet.',
  reported: 'Bounces and complaints',
  noReported: 'no accepted emails',
  reportedColumns: {
    period: 'Period',
    accepted: 'Accepted',
    complaints: 'Complaints',
    bounces: 'Bounces',
  },
  lastDays: (days: number) => counted(days, 'day'),
  rate: (share: string, count: number) => `${share} (${formatNumber(count)})`,
  ratings: { good: 'good', warning: 'too high', alarm: 'far too high' },
  limits: (name: string, warning: string, alarm: string) =>
    `${name} should stay below ${warning} and must not reach ${alarm}.`,
  growth: 'List size',
  active: (count: number) => `${counted(count, 'active subscriber')}.`,
  growthOf: (days: number, joined: number, left: number) => {
    const net = joined - left;
    const sign = net >= 0 ? '+' : '−';
    const change = `${sign}${formatNumber(Math.abs(net))}`;
    const totals = `${formatNumber(joined)} joined, ${formatNumber(left)} left`;
    return `Last ${counted(days, 'day')}: ${totals} (${change}).`;
  },
  growthColumns: { day: 'Day', joined: 'Joined', left: 'Left', net: 'Net' },
  growthChart:
    'Subscribers per day: joined upward and filled, left downward and hatched. The table has the numbers.',
  asTable: 'Show as table',
  tableOf: (title: string) => `${title}, as a table`,
  countedAt: (when: string) =>
    `Counted at ${when}. Updated every ${counted(DASHBOARD.statisticsCacheMinutes, 'minute')}.`,
} as const;
