import { randomUUID } from 'node:crypto';
import type { ProviderReport, ReportKind } from '../../src/feedback/reports/report.ts';
import { blamesAddress } from '../../src/feedback/reports/smtp-status.ts';

/** A report about an email, by default to ada@example.com. */
export function reportOf(kind: ReportKind, pieces: Partial<ProviderReport> = {}): ProviderReport {
  return {
    provider: 'resend',
    reportId: randomUUID(),
    kind,
    about: blamesAddress(kind) ? 'address' : kind === 'refused' ? 'mail' : null,
    occurredAt: new Date('2026-11-23T07:30:00Z'),
    address: 'ada@example.com',
    emailId: null,
    providerEmailId: null,
    detail: 'a detail',
    ...pieces,
  };
}
