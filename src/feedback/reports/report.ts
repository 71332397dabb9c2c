/** Kinds of reports, in one vocabulary for all providers and mail servers. */
export const REPORT_KINDS = [
  /** The provider accepted the email. */
  'accepted',
  'delivered',
  /** Not delivered yet; delivery is still being retried. */
  'delayed',
  /** Gave up for a reason that may pass: a full mailbox, a server that does not respond. */
  'soft-bounce',
  /** The address does not exist, or the provider refuses to send to it. */
  'hard-bounce',
  'complaint',
  /** Refused because of the message (size, content, sender), never because of the recipient. */
  'refused',
  /** An email sent to us; processed separately (process-received.ts). */
  'received',
  /** Understood and without effect: opened, clicked, not spam. */
  'other',
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export type ReportProvider = 'resend' | 'ses' | 'mail';

/** A report about one email. */
export interface ProviderReport {
  provider: ReportProvider;
  /** The provider's id of the report, the same in every repetition. */
  reportId: string;
  kind: ReportKind;
  /** The side at fault; null when neither is, or when several addresses are named and none can be blamed. */
  about: 'address' | 'mail' | null;
  /** Time of the event, or null when the report does not say. */
  occurredAt: Date | null;
  /** The address it names, normalized; null for several or none. For `received` the sender. */
  address: string | null;
  /** Our id of the delivery or transactional email, if the report contains it. */
  emailId: string | null;
  /** The provider's id of the email. */
  providerEmailId: string | null;
  /** Text of the mail server for the operator, on one line. */
  detail: string | null;
}

/** Fate of a digest after the provider accepted it. */
export type Arrival = 'delayed' | 'soft-bounced' | 'delivered' | 'refused' | 'hard-bounced' | 'complained';

/**
 * Arrivals from weak to strong. Reports come late, repeated and in any order, so the strongest one holds:
 * permanent beats temporary. "Delivered" only means that the next server accepted it, and servers bounce what
 * they accepted, so refused and hard-bounced beat it. A soft bounce does not, because that doubt must not add
 * up against a subscriber. A complaint proves arrival.
 */
export const ARRIVALS: readonly Arrival[] = [
  'delayed',
  'soft-bounced',
  'delivered',
  'refused',
  'hard-bounced',
  'complained',
];

const ARRIVAL_OF: Partial<Record<ReportKind, Arrival>> = {
  delayed: 'delayed',
  'soft-bounce': 'soft-bounced',
  delivered: 'delivered',
  refused: 'refused',
  'hard-bounce': 'hard-bounced',
  complaint: 'complained',
};

/** The arrival that a kind of report implies, or null. */
export function arrivalOf(kind: ReportKind): Arrival | null {
  return ARRIVAL_OF[kind] ?? null;
}
