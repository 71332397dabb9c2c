import { addressParser } from 'postal-mime';
import type { ProviderReport } from '../reports/report.ts';
import { bareAddress, detailOf } from '../reports/report-fields.ts';
import { parseEmailReport } from './email-report.ts';
import type { InboundEmail } from './inbound-email.ts';

const MAX_ADDRESSES = 10;

/**
 * Reads the complaint in a feedback report (RFC 5965) about an email of ours: one report for each address
 * that it or the quoted email names. Empty for other types: `not-spam` withdraws a complaint, and fraud,
 * virus and auth-failure concern the message.
 */
export function arfReports(email: InboundEmail, id: string): ProviderReport[] {
  const report = parseEmailReport(email, 'feedback-report', ['message/feedback-report']);
  const emailId = report?.emailId ?? null;
  const [group] = report?.groups ?? [];
  if (report === null || emailId === null || group?.get('feedback-type')?.toLowerCase() !== 'abuse')
    return [];
  const named = [group.get('original-rcpt-to'), group.get('removal-recipient'), report.quoted.get('to')]
    .flatMap((text) => addressParser((text ?? '').slice(0, 1_000), { flatten: true }))
    .flatMap(({ address }) => bareAddress(address ?? '') ?? []);
  return [...new Set(named)].slice(0, MAX_ADDRESSES).map((address, index) => ({
    provider: 'mail',
    reportId: `${id}-${index}`,
    kind: 'complaint',
    about: 'address',
    occurredAt: null,
    address,
    emailId,
    providerEmailId: null,
    detail: detailOf('ARF', group.get('feedback-type'), group.get('user-agent')),
  }));
}
