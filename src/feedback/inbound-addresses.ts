import type { Env } from '../../config/env.ts';
import { mailboxDomain } from '../rendering/headers.ts';
import { parseMailbox } from '../rendering/mailbox.ts';
import { parseAddress } from '../subscribers/subscriber.ts';
import { bareAddress } from './reports/report-fields.ts';

/** Local parts of the addresses that accept email. `leave` appears in every digest. */
export const INBOUND_ADDRESSES = ['leave', 'subscribe'] as const;
export type InboundAddress = (typeof INBOUND_ADDRESSES)[number];

type Mailboxes = Pick<Env, 'MAIL_FROM' | 'MAIL_FROM_TRANSACTIONAL'>;

/**
 * Finds the mailbox an email was sent to: by the envelope's recipients if known, else by its headers, which
 * count only with one of our domains. Null for any other email.
 */
export function inboundAddressOf(
  env: Mailboxes,
  envelope: readonly string[] | undefined,
  headers: readonly string[],
): InboundAddress | null {
  const domains = [mailboxDomain(env.MAIL_FROM), mailboxDomain(env.MAIL_FROM_TRANSACTIONAL)];
  for (const recipient of envelope ?? headers) {
    const address = bareAddress(recipient) ?? recipient.trim().toLowerCase();
    const at = address.lastIndexOf('@');
    const local = at < 0 ? address : address.slice(0, at);
    const mailbox = INBOUND_ADDRESSES.find((each) => each === local);
    // A mail server that pipes to us has already decided that the email is ours.
    if (mailbox && (envelope !== undefined || domains.includes(address.slice(at + 1)))) return mailbox;
  }
  return null;
}

/** Every address that we send from or read. Email from them is never answered. */
export function ownAddresses(env: Mailboxes): string[] {
  const senders = [env.MAIL_FROM, env.MAIL_FROM_TRANSACTIONAL];
  return [
    ...senders.flatMap((sender) => parseAddress(parseMailbox(sender)?.address ?? '') ?? []),
    ...senders.flatMap((sender) => INBOUND_ADDRESSES.map((local) => `${local}@${mailboxDomain(sender)}`)),
  ];
}
