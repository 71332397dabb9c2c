import { maskAddress, maskAddresses } from '../../../subscribers/mask-address.ts';
import type { Dashboard } from './dashboard.ts';

/** An address as whoever is logged in may see it; null stands for somebody who was erased. */
export function shownAddress(desk: Pick<Dashboard, 'session'>, address: string | null): string {
  if (address === null) return '(erased)';
  return desk.session.role === 'operator' ? address : maskAddress(address);
}

/** What a mail server said, which often quotes the address. */
export function shownReason(desk: Pick<Dashboard, 'session'>, reason: string | null): string {
  if (reason === null) return '–';
  return desk.session.role === 'operator' ? reason : maskAddresses(reason);
}
