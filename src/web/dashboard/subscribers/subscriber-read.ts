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

const MOST = 50;

/** Everything that a person's page shows. */
export interface DashboardSubscriber {
  subscriber: Subscriber;
  preference: Preference | null;
  suppression: Suppression | null;
  lines: readonly LedgerRow[];
  letters: readonly TransactionalEmailRecord[];
  reports: readonly SubscriberReport[];
  /** The day of the newest edition. */
  day: string | null;
  now: Date;
}

/** Reads it. */
export async function readDashboardSubscriber(
  { db, clock }: Pick<WebContext, 'db' | 'clock'>,
  subscriber: Subscriber,
): Promise<DashboardSubscriber> {
  const { id, address } = subscriber;
  return {
    subscriber,
    preference: (await readPreferences(db, [id])).get(id) ?? null,
    suppression: address === null ? null : await readSuppression(db, address),
    lines: await readSubscriberLines(db, id, null, DELIVERY_STATES),
    letters: await readTransactionalEmails(db, id, MOST),
    reports: await readSubscriberReports(db, id, MOST),
    day: await readNewestEditionDay(db),
    now: clock.now(),
  };
}
