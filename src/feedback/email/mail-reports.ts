import type { ProviderReport } from '../reports/report.ts';
import { idInMessageId, isProviderMessageId } from '../reports/report-fields.ts';
import type { EmailReport } from './email-report.ts';

/**
 * Reports to store for a recognized email, one for each recipient; empty when it quotes neither an id of ours
 * nor one of a provider that replaces ours (SES, Microsoft 365). `id` identifies the email. Applying a report
 * checks that its email exists and, for a bounce, that it went to that address.
 */
export function mailReports(
  { recipients }: EmailReport,
  quotedIds: readonly string[],
  id: string,
): ProviderReport[] {
  const emailId = quotedIds.map(idInMessageId).find((own) => own !== null) ?? null;
  const providerEmailId = quotedIds.find(isProviderMessageId) ?? null;
  if (emailId === null && providerEmailId === null) return [];
  return recipients.map((recipient, index) => ({
    provider: 'mail',
    reportId: `${id}-${index}`,
    ...recipient,
    emailId,
    providerEmailId: emailId === null ? providerEmailId : null,
  }));
}
