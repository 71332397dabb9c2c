import { DELIVERY_STATES } from '../../../delivery/pipeline/delivery.ts';
import { readNewestEditionDay } from '../../../delivery/pipeline/delivery-queries.ts';
import { type LedgerRow, readPersonLines } from '../../../delivery/status/ledger-queries.ts';
import {
  type Letter,
  type PersonReport,
  readLetters,
  readPersonReports,
} from '../../../feedback/subscriber-report-queries.ts';
import type { Preference } from '../../../subscribers/preferences/preference.ts';
import { readPreferences } from '../../../subscribers/preferences/preference-queries.ts';
import type { Subscriber } from '../../../subscribers/subscriber-queries.ts';
import { readSuppression, type Suppression } from '../../../suppression/suppression-queries.ts';
import type { WebContext } from '../../http/web-context.ts';

const MOST = 50;

/** Everything that a person's page shows. */
export interface Person {
  subscriber: Subscriber;
  preference: Preference | null;
  suppression: Suppression | null;
  lines: readonly LedgerRow[];
  letters: readonly Letter[];
  reports: readonly PersonReport[];
  /** The day of the newest edition. */
  day: string | null;
  now: Date;
}

/** Reads it. */
export async function readPerson(
  { db, clock }: Pick<WebContext, 'db' | 'clock'>,
  subscriber: Subscriber,
): Promise<Person> {
  const { id, address } = subscriber;
  return {
    subscriber,
    preference: (await readPreferences(db, [id])).get(id) ?? null,
    suppression: address === null ? null : await readSuppression(db, address),
    lines: await readPersonLines(db, id, null, DELIVERY_STATES),
    letters: await readLetters(db, id, MOST),
    reports: await readPersonReports(db, id, MOST),
    day: await readNewestEditionDay(db),
    now: clock.now(),
  };
}
