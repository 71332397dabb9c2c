import type { ProviderReport } from '../reports/report.ts';
import { bareAddress, detailOf } from '../reports/report-fields.ts';
import { type BounceClass, classifyStatus, enhancedStatus } from '../reports/smtp-status.ts';
import { parseEmailReport } from './email-report.ts';
import type { InboundEmail } from './inbound-email.ts';

const STATUS_PARTS = ['message/delivery-status', 'message/global-delivery-status'];

/**
 * Reads the reports in a delivery status notification (RFC 3464) about an email of ours, one for each address
 * it names; empty when it quotes no email of ours. `id` identifies the notification. Applying a report checks
 * that the email went to that address.
 */
export function dsnReports(email: InboundEmail, id: string): ProviderReport[] {
  const report = parseEmailReport(email, 'delivery-status', STATUS_PARTS);
  const emailId = report?.emailId ?? null;
  if (report === null || emailId === null) return [];
  return report.groups
    .filter((group) => group.has('final-recipient') || group.has('original-recipient'))
    .flatMap((group) => {
      const bounceClass = classify(group);
      // An alias forwards elsewhere; the original recipient is then the address we wrote to.
      const recipients = [group.get('original-recipient'), group.get('final-recipient')].map(recipient);
      return [...new Set(recipients)].flatMap((address) =>
        address === null ? [] : [{ ...bounceClass, address, group }],
      );
    })
    .map(({ kind, about, address, group }, index) => ({
      provider: 'mail',
      reportId: `${id}-${index}`,
      kind,
      about,
      occurredAt: dateOf(group.get('last-attempt-date')),
      address,
      emailId,
      providerEmailId: null,
      detail: detailOf('DSN', group.get('action'), group.get('status'), group.get('diagnostic-code')),
    }));
}

function classify(group: ReadonlyMap<string, string>): BounceClass {
  switch (group.get('action')?.toLowerCase().trim()) {
    case 'failed':
      return classifyStatus(enhancedStatus(group.get('status'), group.get('diagnostic-code')));
    case 'delayed':
      return { kind: 'delayed', about: null };
    case 'delivered':
      return { kind: 'delivered', about: null };
    default:
      // Relayed and expanded: passed on to a system that does not report.
      return { kind: 'other', about: null };
  }
}

/** `rfc822; ada@example.org` */
function recipient(field: string | undefined): string | null {
  const address = /^\s*(?:rfc822|utf-8)\s*;\s*(.+)$/i.exec(field ?? '')?.[1];
  return address === undefined ? null : bareAddress(address);
}

function dateOf(text: string | undefined): Date | null {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}
