import { maskAddress, maskAddresses } from '../../../subscribers/mask-address.ts';
import type { Dashboard } from './dashboard.ts';

/** Shows an address in full to operators and masked to viewers; null stands for an erased subscriber. */
export function shownAddress(dashboard: Pick<Dashboard, 'session'>, address: string | null): string {
  if (address === null) return '(erased)';
  return dashboard.session.role === 'operator' ? address : maskAddress(address);
}

/** Shows a mail server's response, with quoted addresses masked for viewers; a dash for null. */
export function shownReason(dashboard: Pick<Dashboard, 'session'>, reason: string | null): string {
  if (reason === null) return '–';
  return dashboard.session.role === 'operator' ? reason : maskAddresses(reason);
}
