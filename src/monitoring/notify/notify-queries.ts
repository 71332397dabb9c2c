import { type Kysely, sql } from 'kysely';
import { ALERT_NOTIFICATIONS } from '../../../config/alerts.ts';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database>;

export type Channel = 'webhook' | 'mail';

/** One thing to tell: that an alert has opened, or that it is over. */
export interface AlertNotification {
  alertId: number;
  event: 'opened' | 'over';
  code: string;
  subject: string;
  message: string;
  remedy: string;
  raisedAt: Date;
  clearedAt: Date | null;
  /** This one included. */
  tries: number;
}

/**
 * Takes what is to be told on a channel into this process's hands: alerts that are open and were not told, and those that were and are
 * over. What opened and ended before anybody was told is nobody's news.
 */
export async function claimAlertNotifications(
  db: Db,
  channel: Channel,
  now: Date,
): Promise<AlertNotification[]> {
  const leased = new Date(now.getTime() + ALERT_NOTIFICATIONS.leaseMs);
  const overSince = new Date(now.getTime() - ALERT_NOTIFICATIONS.resolvedWithinMs);
  const { rows } = await sql<AlertNotification>`
    with wanted as (
      select id as alert_id, 'opened' as event from alerts where cleared_at is null
      union all
      select id, 'over' from alerts where cleared_at > ${overSince} and exists (
        select from alert_tellings where alert_id = alerts.id and event = 'opened' and channel = ${channel}
          and told_at is not null)
    ), claimed as (
      insert into alert_tellings (alert_id, event, channel, tries, next_at)
      select alert_id, event, ${channel}, 1, ${leased} from wanted
      where not exists (
        select from alert_tellings as known
        where known.alert_id = wanted.alert_id and known.event = wanted.event and known.channel = ${channel}
          and (known.told_at is not null or known.next_at > ${now}))
      order by alert_id, event limit ${ALERT_NOTIFICATIONS.batchSize}
      on conflict (alert_id, event, channel) do update
        set tries = alert_tellings.tries + 1, next_at = excluded.next_at
        where alert_tellings.told_at is null and alert_tellings.next_at <= ${now}
      returning alert_id, event, tries
    )
    select alert_id as "alertId", event, tries, code, subject, message, remedy,
      raised_at as "raisedAt", cleared_at as "clearedAt"
    from claimed join alerts on alerts.id = alert_id order by alert_id, event`.execute(db);
  return rows;
}

/** How many letters about alerts went out since that moment; one letter tells several at once. */
export async function countAlertEmails(db: Db, since: Date): Promise<number> {
  const row = await db
    .selectFrom('alert_tellings')
    .select((eb) => eb.fn.count<number>('told_at').distinct().as('count'))
    .where('channel', '=', 'mail')
    .where('told_at', '>', since)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** Notes that it was told, or why not and when to try again. */
export async function settleAlertNotification(
  db: Db,
  channel: Channel,
  { alertId, event, tries }: Pick<AlertNotification, 'alertId' | 'event' | 'tries'>,
  failure: string | null,
  now: Date,
): Promise<void> {
  const pauses = ALERT_NOTIFICATIONS.backOffMs;
  const pauseMs = pauses[Math.min(tries, pauses.length) - 1] ?? 0;
  await db
    .updateTable('alert_tellings')
    .set(
      failure === null
        ? { told_at: now, reason: null }
        : { next_at: new Date(now.getTime() + pauseMs), reason: failure },
    )
    .where('alert_id', '=', alertId)
    .where('event', '=', event)
    .where('channel', '=', channel)
    .execute();
}
