/** What a report says, in one vocabulary for all providers and mail servers. */
export const REPORT_KINDS = [
  /** The provider took the mail. */
  'accepted',
  'delivered',
  /** Not arrived yet; somebody still tries. */
  'delayed',
  /** Given up for a reason that may pass: a full mailbox, a server that does not answer. */
  'soft-bounce',
  /** The address does not exist, or the provider refuses to mail it. */
  'hard-bounce',
  'complaint',
  /** Refused for the mail's sake, its size, its content or its sender: never anybody's fault who was to get it. */
  'refused',
  /** A mail to us, which is read by itself (inbound.ts). */
  'received',
  /** Understood, and nothing to do: opened, clicked, not spam. */
  'other',
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export type ReportProvider = 'resend' | 'ses' | 'mail';

/** One report about one mail. */
export interface ProviderReport {
  provider: ReportProvider;
  /** The provider's own id of the report, the same in every repeat. */
  reportId: string;
  kind: ReportKind;
  /** Whose fault it is; null where it is nobody's, or several people are named and so nobody is blamed. */
  about: 'address' | 'mail' | null;
  /** When it happened, or null where the report does not say. */
  occurredAt: Date | null;
  /** Whom the report names, in the kept form; null when several or nobody. For `received` the sender. */
  address: string | null;
  /** Our id of the delivery or notification, where the report has it. */
  emailId: string | null;
  /** The provider's id of the mail. */
  providerEmailId: string | null;
  /** What a mail server said, for the operator; one line. */
  detail: string | null;
}

/** What became of a digest after the provider took it. */
export type Arrival = 'delayed' | 'soft-bounced' | 'delivered' | 'refused' | 'hard-bounced' | 'complained';

/**
 * From weak to strong. Reports come late, repeated and in any order, so the strongest one ever heard holds: permanent beats
 * temporary. "Delivered" means only that the next server took it, and servers bounce what they took before, so refused and
 * hard-bounced beat it; a soft bounce does not, because that doubt must not add up against a person. Who complains has got it.
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

/** What a kind of event says of arrival; null where it says nothing. */
export function arrivalOf(kind: ReportKind): Arrival | null {
  return ARRIVAL_OF[kind] ?? null;
}
