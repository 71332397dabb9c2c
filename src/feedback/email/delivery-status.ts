import { bareAddress, detailOf } from '../reports/report-fields.ts';
import { type BounceClass, classifyBounce, SOFT_BOUNCE } from '../reports/smtp-status.ts';
import type { RecipientReport } from './email-report.ts';
import { type FieldGroup, parseFieldGroups } from './field-groups.ts';
import type { InboundEmail } from './inbound-email.ts';

const STATUS_TYPE = /^(?:message|text)\/(?:global-|x)?delivery-status$/;

/**
 * Field groups of the machine-readable part of a delivery status notification (RFC 3464); empty when there is
 * none. Some servers declare it as plain text.
 */
export function statusGroups(email: InboundEmail): FieldGroup[] {
  const typed = email.parts.filter(({ type }) => STATUS_TYPE.test(type));
  const groups = typed.flatMap(({ text }) => parseFieldGroups(text));
  if (groups.some(describesRecipient)) return groups;
  return [{ text: email.text }, ...email.parts.filter(({ type }) => type === 'text/plain')]
    .flatMap(({ text }) =>
      parseFieldGroups(/^(?:reporting-mta|final-recipient)[ \t]*:.*/ims.exec(text)?.[0] ?? ''),
    )
    .filter((group) => group.has('reporting-mta') || describesRecipient(group));
}

/**
 * Reads the report about each recipient from the field groups. `words`, the text of the report, decide where
 * a status means nothing by itself.
 */
export function readStatusGroups(groups: readonly FieldGroup[], words: string): RecipientReport[] {
  return groups.filter(describesRecipient).flatMap((group) => {
    const bounceClass = classify(group, words);
    const occurredAt = dateOf(group.get('last-attempt-date'));
    const detail = detailOf('DSN', group.get('action'), group.get('status'), diagnosticOf(group));
    // An alias forwards elsewhere; the original recipient is then the address we wrote to.
    const named = ['original-recipient', 'final-recipient', 'x-actual-recipient']
      .map((name) => recipient(group.get(name)))
      .filter((address) => address !== null);
    const addresses: (string | null)[] = named.length > 0 ? [...new Set(named)] : [null];
    return addresses.map((address) => ({
      ...withoutAddress(bounceClass, address),
      address,
      occurredAt,
      detail,
    }));
  });
}

/** A report that names no address may be about a mailbox behind it, so it never counts as a hard bounce. */
export function withoutAddress(bounceClass: BounceClass, address: string | null): BounceClass {
  return address === null && bounceClass.kind === 'hard-bounce' ? SOFT_BOUNCE : bounceClass;
}

function describesRecipient(group: FieldGroup): boolean {
  return ['final-recipient', 'original-recipient', 'action'].some((name) => group.has(name));
}

function diagnosticOf(group: FieldGroup): string | undefined {
  return group.get('diagnostic-code') ?? group.get('x-supplementary-info');
}

function classify(group: FieldGroup, words: string): BounceClass {
  const status = group.get('status');
  const action = /^[a-z]+/.exec((group.get('action') ?? '').toLowerCase())?.[0] ?? 'failed';
  if (/^(?:fail|error|undeliver|bounce|expired)/.test(action)) {
    const diagnostic = diagnosticOf(group);
    // Without a diagnostic, 5.0.0 and the like leave only the words.
    const vague = !diagnostic && !/[1-9]\.(?:0\.[1-9]|[1-9])/.test(status ?? '');
    return classifyBounce(status, diagnostic, vague ? words : undefined);
  }
  if (action.startsWith('delay')) return { kind: 'delayed', about: null };
  if (action === 'delivered') return { kind: 'delivered', about: null };
  // Relayed and expanded: passed on to a system that does not report.
  return { kind: 'other', about: null };
}

/** Parses `rfc822; ada@example.org`, with or without the type. */
function recipient(field: string | undefined): string | null {
  const address = /^\s*(?:[a-z0-9-]{1,20}\s*;)?\s*(\S.*)$/i.exec((field ?? '').slice(0, 1_000))?.[1];
  return address === undefined ? null : bareAddress(address);
}

function dateOf(text: string | undefined): Date | null {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}
