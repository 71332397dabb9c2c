import { JOBS, type JobName } from '../../../queue/jobs.ts';
import { maskAddresses } from '../../../subscribers/mask-address.ts';

/** What a job is about in words that a person knows, e.g. `deliver 2026-11-23`; its bare name where we do not know it. */
export function jobWords(name: string, data: unknown): string {
  if (!Object.hasOwn(JOBS, name)) return name;
  const payload = JOBS[name as JobName].payload.safeParse(data);
  if (!payload.success) return name;
  const about = Object.entries(payload.data).map(([field, value]) => wordsFor(field, String(value)));
  return [name, ...about.filter(Boolean)].join(' ');
}

/** Ids of letters and asks say nothing to anybody but to the ledger. */
function wordsFor(field: string, value: string): string {
  switch (field) {
    case 'hour':
      return `at ${value.slice(11)}:00 UTC`;
    case 'slot':
      return `${value.slice(0, 10)} at ${value.slice(11).replace('-', ':')} UTC`;
    case 'again':
      return `(again ${value})`;
    case 'notificationId':
    case 'askId':
      return value.slice(0, 8);
    default:
      return value;
  }
}

/** The same value with every mail address in it put out of sight, its domain too: an error may quote one. */
export function withoutAddressesInside(value: unknown): unknown {
  if (typeof value === 'string') return maskAddresses(value, () => '…@…');
  if (Array.isArray(value)) return value.map(withoutAddressesInside);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, inside]) => [field, withoutAddressesInside(inside)]),
  );
}
