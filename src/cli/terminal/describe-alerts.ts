import type { OpenAlert } from '../../alerts/alert-queries.ts';

/** Open alerts for a person, each with what to do. */
export function describeAlerts(alerts: readonly OpenAlert[]): string {
  return [
    'Open alerts:',
    ...alerts.flatMap(({ code, subject, message, remedy, raisedAt, times }) => [
      `  ${code} (${subject}), since ${raisedAt.toISOString()}, noticed ${times === 1 ? 'once' : `${times} times`}`,
      `    ${message} ${remedy}`,
    ]),
  ].join('\n');
}
