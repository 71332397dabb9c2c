import type { ProviderReport } from '../reports/report.ts';

/** What a report says about one recipient. */
export type RecipientReport = Pick<ProviderReport, 'kind' | 'about' | 'address' | 'occurredAt' | 'detail'>;

/** A report in an email, whoever sent the email that it is about. */
export interface EmailReport {
  /** `status`: a machine-readable part (RFC 3464); `text`: a bounce in words; `complaint`: a feedback loop. */
  shape: 'status' | 'text' | 'complaint';
  /** Never empty. An address is null when the report names none, or hides it. */
  recipients: readonly RecipientReport[];
}

/** What was found in an inbound email besides its words. */
export interface EmailReading {
  report: EmailReport | null;
  /** Message-IDs that the email quotes, with angle brackets, the likeliest one of a reported email first. */
  quotedIds: readonly string[];
  /** A mail server sent it, and it is no report that is understood. */
  notUnderstood: boolean;
}
