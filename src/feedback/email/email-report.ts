import type { ProviderReport } from '../reports/report.ts';

/** Report about one recipient. */
export type RecipientReport = Pick<ProviderReport, 'kind' | 'about' | 'address' | 'occurredAt' | 'detail'>;

/** Report found in an email. The reported email may be ours or not. */
export interface EmailReport {
  /** `status`: machine-readable (RFC 3464); `text`: plain-text bounce; `complaint`: feedback loop. */
  shape: 'status' | 'text' | 'complaint';
  /** Never empty. An address is null when the report names none, or hides it. */
  recipients: readonly RecipientReport[];
}

/** Findings in an inbound email. */
export interface EmailReading {
  report: EmailReport | null;
  /** Message-IDs that the email quotes, with angle brackets, the likeliest one of a reported email first. */
  quotedIds: readonly string[];
  /** True when a mail server sent it and no report was recognized. */
  notUnderstood: boolean;
}
