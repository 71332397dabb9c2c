import type { Env } from '../../config/env.ts';
import { domainOf } from '../rendering/headers.ts';
import { bareAddress } from './reports/report-fields.ts';

/** The addresses of ours that people write to. `leave` stands in every digest (delivery/mail.ts). */
export const INBOUND_ADDRESSES = ['leave', 'subscribe'] as const;
export type InboundAddress = (typeof INBOUND_ADDRESSES)[number];

type Mailboxes = Pick<Env, 'MAIL_FROM' | 'MAIL_FROM_TRANSACTIONAL'>;

/**
 * Which door a mail came through: by the envelope's recipients where they are known, else by its headers, which count only
 * with a domain of ours. Null for any other mail.
 */
export function inboundAddressOf(
  env: Mailboxes,
  envelope: readonly string[] | undefined,
  headers: readonly string[],
): InboundAddress | null {
  const domains = [domainOf(env.MAIL_FROM), domainOf(env.MAIL_FROM_TRANSACTIONAL)];
  for (const recipient of envelope ?? headers) {
    const address = bareAddress(recipient) ?? recipient.trim().toLowerCase();
    const at = address.lastIndexOf('@');
    const local = at < 0 ? address : address.slice(0, at);
    const door = INBOUND_ADDRESSES.find((each) => each === local);
    // A mail server that pipes to us has decided itself what is ours.
    if (door && (envelope !== undefined || domains.includes(address.slice(at + 1)))) return door;
  }
  return null;
}

/** Every address that we write from or read: nothing is ever answered to them. */
export function ownAddresses(env: Mailboxes): string[] {
  const from = [env.MAIL_FROM, env.MAIL_FROM_TRANSACTIONAL];
  return [
    ...from.flatMap((mailbox) => bareAddress(mailbox) ?? []),
    ...from.flatMap((mailbox) => INBOUND_ADDRESSES.map((door) => `${door}@${domainOf(mailbox)}`)),
  ];
}
