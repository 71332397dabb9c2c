import type { ProviderReport } from '../reports/report.ts';
import { bareAddress, detailOf } from '../reports/report-fields.ts';
import { type BounceClass, classifyStatus, enhancedStatus } from '../reports/smtp-status.ts';
import { parseEmailReport } from './email-report.ts';
import type { InboundEmail } from './inbound-email.ts';

const STATUS_PARTS = ['message/delivery-status', 'message/global-delivery-status'];

/**
 * The events in a delivery status notification (RFC 3464) about a mail of ours, one for each address it names; none where it
 * quotes no mail of ours. `id` is what the mail is known by. Whether the address is the one that the mail went to is looked
 * at when it is applied.
 */
export function dsnReports(mail: InboundEmail, id: string): ProviderReport[] {
  const report = parseEmailReport(mail, 'delivery-status', STATUS_PARTS);
  const emailId = report?.emailId ?? null;
  if (report === null || emailId === null) return [];
  return report.groups
    .filter((group) => group.has('final-recipient') || group.has('original-recipient'))
    .flatMap((group) => {
      const verdict = classify(group);
      // An alias leads elsewhere: the address that we wrote to is the original one then.
      const names = [group.get('original-recipient'), group.get('final-recipient')].map(recipient);
      return [...new Set(names)].flatMap((address) =>
        address === null ? [] : [{ ...verdict, address, group }],
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
      // Relayed and expanded: handed on to where nobody reports.
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
