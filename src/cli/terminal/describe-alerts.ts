import type { OpenAlert } from '../../alerts/alert-queries.ts';
import { pluralize } from '../../plural.ts';

/** Describes open alerts, each with its remedy. */
export function describeAlerts(alerts: readonly OpenAlert[]): string {
  return [
    'Open alerts:',
    ...alerts.flatMap(({ code, subject, message, remedy, raisedAt, times }) => [
      `  ${code} (${subject}), since ${raisedAt.toISOString()}, ` +
        `detected ${pluralize(times, 'time', 'times')}`,
      `    ${message} ${remedy}`,
    ]),
  ].join('\n');
}
