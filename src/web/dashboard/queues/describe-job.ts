import { JOBS, type JobName } from '../../../queue/jobs.ts';
import { maskAddresses } from '../../../subscribers/mask-address.ts';

/**
 * Describes a job by its name and payload, for example `deliver 2026-11-23`; only the name for unknown jobs.
 */
export function describeJob(name: string, data: unknown): string {
  if (!Object.hasOwn(JOBS, name)) return name;
  const payload = JOBS[name as JobName].payload.safeParse(data);
  if (!payload.success) return name;
  const details = Object.entries(payload.data).map(([field, value]) => describeField(field, String(value)));
  return [name, ...details.filter(Boolean)].join(' ');
}

/** Formats times for reading and shortens ids, which only help when looking a row up. */
function describeField(field: string, value: string): string {
  switch (field) {
    case 'hour':
      return `at ${value.slice(11)}:00 UTC`;
    case 'slot':
      return `${value.slice(0, 10)} at ${value.slice(11).replace('-', ':')} UTC`;
    case 'again':
      return `(re-run ${value})`;
    case 'share':
      return `share ${value}`;
    case 'round':
      return value === '1' ? '' : `round ${value}`;
    case 'notificationId':
    case 'askId':
      return value.slice(0, 8);
    default:
      return value;
  }
}

/** Masks every email address in a JSON value, including its domain: an error message may quote one. */
export function maskAddressesIn(value: unknown): unknown {
  if (typeof value === 'string') return maskAddresses(value, () => '…@…');
  if (Array.isArray(value)) return value.map(maskAddressesIn);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([field, inside]) => [field, maskAddressesIn(inside)]));
}
