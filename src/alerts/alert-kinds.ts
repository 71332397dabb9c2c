/** One kind of alert, explained to an operator who may have been woken by it. */
export interface AlertKind {
  /** The problem in a few words, without punctuation at its end. */
  headline: string;
  /** Consequences for subscribers, one or two sentences. */
  meaning: string;
  /**
   * Remedy in one to three sentences. `subject` names the edition, provider, source … that the alert is
   * about.
   */
  remedy(subject: string): string;
  /** Path of the dashboard page that shows it. */
  page(subject: string): string;
}

const DASHBOARD_PAGE = () => '/operator';
const EDITION_PAGE = (edition: string) => `/operator/editions/${edition}`;
const run = (command: string) => `npm run paperboy -- ${command}`;

/** Every kind of alert by its code. A test requires a section in docs/RUNBOOK.md for each. */
export const ALERT_KINDS = {
  RUN_LATE: {
    headline: 'The daily run is late',
    meaning: 'Digests for that day wait until its papers are ranked and its deliveries are planned.',
    remedy: (day) =>
      'Check that a producer and a worker are running. To run the steps by hand: ' +
      `${run(`rank --day ${day}`)} and ${run(`edition plan ${day}`)}`,
    page: DASHBOARD_PAGE,
  },
  DELIVERIES_LATE: {
    headline: 'Deliveries are overdue',
    meaning: 'A provider is available, so either no worker is sending or every attempt fails.',
    remedy: (edition) =>
      'Check that a worker is running and read its log. To send by hand: ' +
      run(`edition deliver ${edition.slice(-10)}`),
    page: EDITION_PAGE,
  },
  SOURCE_FAILED: {
    headline: 'A source is unavailable',
    meaning: 'Digests go out with papers from other sources and from earlier days.',
    remedy: (source) =>
      'Paperboy retries every hour and catches up automatically. To fetch now: ' +
      run(`ingest --source ${source}`),
    page: DASHBOARD_PAGE,
  },
  SOURCE_STALLED: {
    headline: 'A source has no new papers',
    meaning: 'Expected days are missing, so digests contain older papers.',
    remedy: (source) =>
      'Check whether its website lists the day, and that a producer and a worker are running. To fetch ' +
      `now: ${run(`ingest --source ${source}`)}`,
    page: DASHBOARD_PAGE,
  },
  PAPER_QUARANTINED: {
    headline: 'A paper is quarantined',
    meaning: 'It broke a processing step, so it is not sent. All other papers are unaffected.',
    remedy: () =>
      'No action is needed today. Report the reason as a bug. Paperboy retries the paper when its text ' +
      'changes; the quarantine ends after eight days.',
    page: DASHBOARD_PAGE,
  },
  SUMMARY_MODEL_FAILED: {
    headline: 'The summary model is failing',
    meaning: 'Digests go out on time. Papers without a summary show sentences of their abstract instead.',
    remedy: () =>
      `Check SUMMARY_MODEL_URL, its model and its key (${run('doctor')} asks it). The next ranking asks ` +
      `again: ${run('rank')}`,
    page: DASHBOARD_PAGE,
  },
  IMPORT_STUCK: {
    headline: 'A subscriber import is stuck',
    meaning: 'Its remaining lines are not imported yet. No line is lost, and no subscriber is added twice.',
    remedy: () =>
      'Check that a worker is running, and open Queues → housekeeping to see why the job fails. Once ' +
      'fixed, the import resumes automatically within an hour, or at once when you press Retry there.',
    page: (id) => `/operator/subscribers/imports/${id}`,
  },
  TOTALS_MISMATCH: {
    headline: "An edition's totals do not add up",
    meaning: 'At least one planned delivery has lost its row, so its outcome is unknown.',
    remedy: (edition) =>
      'Rows were lost or edited by hand. Compare the ledger with a backup: ' +
      run(`ledger --edition ${edition} --csv`),
    page: EDITION_PAGE,
  },
  EDITION_PAUSED: {
    headline: 'An edition is paused',
    meaning: 'Deliveries wait until it resumes. Those more than 12 hours late are skipped.',
    remedy: (edition) => `Fix the reported cause, then run: ${run(`edition resume ${edition}`)}`,
    page: EDITION_PAGE,
  },
  ACCOUNT_REJECTED: {
    headline: 'A provider rejects our account',
    meaning: 'Other providers take over its emails. Without another provider, the edition is paused.',
    remedy: () =>
      `Fix the account or its settings (${run('doctor')} checks both). Paperboy retries automatically ` +
      'with increasing delays. To resume an edition that was paused for this: ' +
      `${run('edition resume today')}`,
    page: DASHBOARD_PAGE,
  },
  PROVIDER_UNREACHABLE: {
    headline: 'A provider is not responding',
    meaning:
      'Other providers take over its emails. Without another provider, emails wait and go out ' +
      'automatically once it is back.',
    remedy: () => `Check its status page and your network. To test the connection now: ${run('doctor')}`,
    page: DASHBOARD_PAGE,
  },
  QUOTA_EXHAUSTED: {
    headline: "A provider's quota is exhausted",
    meaning:
      'Emails that no other provider takes wait for the quota to reset, up to 24 hours after their send ' +
      'hour.',
    remedy: () =>
      'Upgrade the plan, or add a second provider to MAILER. Nothing is skipped within those 24 hours.',
    page: DASHBOARD_PAGE,
  },
  OUTBOX_UNWRITABLE: {
    headline: 'The outbox folder is not writable',
    meaning: 'Emails cannot be stored, and the edition is paused.',
    remedy: () =>
      `Free disk space, or point DATA_DIR to a writable folder (${run('doctor')} tests it), then run: ` +
      `${run('edition resume today')}`,
    page: DASHBOARD_PAGE,
  },
  COMPLAINTS_WARNING: {
    headline: 'The complaint rate is rising',
    meaning: 'Mailbox providers expect less than 0.1% and start to distrust senders above that.',
    remedy: () =>
      'Look for a recent change: an import without consent, a new design, an unfamiliar sender name. To ' +
      `list the complaints: ${run('ledger --edition today --csv')}`,
    page: DASHBOARD_PAGE,
  },
  COMPLAINTS_ALARM: {
    headline: 'The complaint rate is dangerously high',
    meaning: 'From 0.3%, mailbox providers reject email from this domain for weeks.',
    remedy: () => `Pause sending before you investigate: ${run('edition pause today')}`,
    page: DASHBOARD_PAGE,
  },
  BOUNCES_WARNING: {
    headline: 'The bounce rate is rising',
    meaning: 'Many addresses do not exist or reject email, and providers count that against the sender.',
    remedy: () =>
      'Look for a recent change: an import, or bots in the sign-up form (SUBSCRIBE_CHALLENGE=on stops ' +
      `them). To list the addresses: ${run('ledger --edition today --csv')}`,
    page: DASHBOARD_PAGE,
  },
  BOUNCES_ALARM: {
    headline: 'The bounce rate is dangerously high',
    meaning: 'From 5%, providers close accounts.',
    remedy: () => `Pause sending before you investigate: ${run('edition pause today')}`,
    page: DASHBOARD_PAGE,
  },
  SNS_UNSUBSCRIBED: {
    headline: 'Bounces are no longer reported',
    meaning: 'Addresses that bounce or complain keep receiving email, because no report arrives.',
    remedy: () => 'If this was not intentional, subscribe the webhook URL to the SNS topic again.',
    page: DASHBOARD_PAGE,
  },
  REPORTS_NOT_UNDERSTOOD: {
    headline: 'Bounce emails have no effect',
    meaning: 'Addresses that bounce may keep receiving email, because their reports cannot be used.',
    remedy: () =>
      'Save some of them to a folder and classify them: ' +
      `${run('inbound --classify <folder>')} Reports without an id of ours are usually about forged senders.`,
    page: DASHBOARD_PAGE,
  },
  QUEUE_UNREACHABLE: {
    headline: 'The queue is not responding',
    meaning:
      'No jobs start, so nothing is fetched or sent. Nothing is lost: everything due is stored in ' +
      'PostgreSQL.',
    remedy: () =>
      'Start Redis, or correct REDIS_URL (an empty Redis is fine). Without REDIS_URL, check PostgreSQL. ' +
      'The next send slot catches up automatically.',
    page: DASHBOARD_PAGE,
  },
  QUEUE_PAUSED: {
    headline: 'A queue is paused',
    meaning:
      'None of its jobs start. Nothing is lost: jobs stay in the queue, and everything due is stored in ' +
      'PostgreSQL.',
    remedy: () => 'Resume it under Queues in the dashboard.',
    page: () => '/operator/queues',
  },
  CLOCK_JUMPED: {
    headline: "A machine's clock jumped",
    meaning:
      'After a jump forward, emails go out too early or count as too late. No subscriber receives a ' +
      'digest twice.',
    remedy: () =>
      'Check time synchronization (NTP) on that machine. If its clock is wrong, pause open editions until ' +
      `it is fixed: ${run('edition pause today')}`,
    page: DASHBOARD_PAGE,
  },
  CLOCK_SKEW: {
    headline: "This machine's clock differs from PostgreSQL's",
    meaning: 'Emails go out too early or too late by the difference, and batch leases expire too soon.',
    remedy: () => 'Check time synchronization (NTP) on both machines. The alert clears when they agree.',
    page: DASHBOARD_PAGE,
  },
} as const satisfies Record<string, AlertKind>;

export type AlertCode = keyof typeof ALERT_KINDS;

/** Returns the kind of a stored code; undefined for a code of an older or newer release. */
export function alertKind(code: string): AlertKind | undefined {
  return Object.hasOwn(ALERT_KINDS, code) ? ALERT_KINDS[code as AlertCode] : undefined;
}
