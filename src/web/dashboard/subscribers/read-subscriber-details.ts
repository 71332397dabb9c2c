import { DELIVERY_STATES } from '../../../delivery/pipeline/delivery.ts';
import { type LedgerRow, readSubscriberLines } from '../../../delivery/status/ledger-queries.ts';
import { readNewestEditionDay } from '../../../editions/edition-queries.ts';
import {
  readSubscriberReports,
  readTransactionalEmails,
  type SubscriberReport,
  type TransactionalEmailRecord,
} from '../../../feedback/reports/subscriber-report-queries.ts';
import type { Preference } from '../../../subscribers/preferences/preference.ts';
import { readPreferences } from '../../../subscribers/preferences/preference-queries.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { readSuppression, type Suppression } from '../../../suppression/suppression-queries.ts';
import type { WebContext } from '../../http/web-context.ts';

/** Newest transactional emails and reports on the page. */
const MAX_ROWS = 50;

/** Data of a subscriber's page. */
export interface SubscriberDetails {
  subscriber: Subscriber;
  preference: Preference | null;
  suppression: Suppression | null;
  /** Deliveries, newest edition first. */
  lines: readonly LedgerRow[];
  transactional: readonly TransactionalEmailRecord[];
  reports: readonly SubscriberReport[];
  /** Day of the newest edition; null before the first. */
  day: string | null;
  now: Date;
}

/** Reads the data of a subscriber's page. */
export async function readSubscriberDetails(
  { db, clock }: Pick<WebContext, 'db' | 'clock'>,
  subscriber: Subscriber,
): Promise<SubscriberDetails> {
  const { id, address } = subscriber;
  return {
    subscriber,
    preference: (await readPreferences(db, [id])).get(id) ?? null,
    suppression: address === null ? null : await readSuppression(db, address),
    lines: await readSubscriberLines(db, id, null, DELIVERY_STATES),
    transactional: await readTransactionalEmails(db, id, MAX_ROWS),
    reports: await readSubscriberReports(db, id, MAX_ROWS),
    day: await readNewestEditionDay(db),
    now: clock.now(),
  };
}
