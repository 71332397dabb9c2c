import { type Kysely, sql } from 'kysely';
import { ALERT_NOTIFICATIONS } from '../../../config/alerts.ts';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database>;

/** Stored names of the notification channels. */
export type Channel = 'webhook' | 'mail';

/** One notification: an alert has opened, or it is over. */
export interface AlertNotification {
  alertId: number;
  event: 'opened' | 'over';
  code: string;
  subject: string;
  message: string;
  remedy: string;
  raisedAt: Date;
  clearedAt: Date | null;
  /** Attempts so far, this one included. */
  tries: number;
}

/**
 * Claims the due notifications of a channel for `ALERT_NOTIFICATIONS.leaseMs`: open alerts without a
 * notification, and ended alerts with one. An alert that ended before its first notification is never sent.
 */
export async function claimAlertNotifications(
  db: Db,
  channel: Channel,
  now: Date,
): Promise<AlertNotification[]> {
  const leasedUntil = new Date(now.getTime() + ALERT_NOTIFICATIONS.leaseMs);
  const endedAfter = new Date(now.getTime() - ALERT_NOTIFICATIONS.resolvedWithinMs);
  const { rows } = await sql<AlertNotification>`
    with wanted as (
      select id as alert_id, 'opened' as event from alerts where cleared_at is null
      union all
      select id, 'over' from alerts where cleared_at > ${endedAfter} and exists (
        select from alert_tellings where alert_id = alerts.id and event = 'opened' and channel = ${channel}
          and told_at is not null)
    ), claimed as (
      insert into alert_tellings (alert_id, event, channel, tries, next_at)
      select alert_id, event, ${channel}, 1, ${leasedUntil} from wanted
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

/** Counts alert emails sent after `since`. One email holds several notifications, which share its time. */
export async function countAlertEmails(db: Db, since: Date): Promise<number> {
  const row = await db
    .selectFrom('alert_tellings')
    .select((eb) => eb.fn.count<number>('told_at').distinct().as('count'))
    .where('channel', '=', 'mail')
    .where('told_at', '>', since)
    .executeTakeFirst();
  return row?.count ?? 0;
}

/** Records that a notification was delivered, or its failure and the time of the next attempt. */
export async function settleAlertNotification(
  db: Db,
  channel: Channel,
  { alertId, event, tries }: Pick<AlertNotification, 'alertId' | 'event' | 'tries'>,
  failure: string | null,
  now: Date,
): Promise<void> {
  const delays = ALERT_NOTIFICATIONS.backOffMs;
  const delayMs = delays[Math.min(tries, delays.length) - 1] ?? 0;
  await db
    .updateTable('alert_tellings')
    .set(
      failure === null
        ? { told_at: now, reason: null }
        : { next_at: new Date(now.getTime() + delayMs), reason: failure },
    )
    .where('alert_id', '=', alertId)
    .where('event', '=', event)
    .where('channel', '=', channel)
    .execute();
}
