/** What an alert of one kind means, in words for somebody who was woken by it. */
export interface AlertKind {
  /** What is wrong, in a few words. */
  headline: string;
  /** What follows from it for readers, in a sentence. */
  meaning: string;
  /** What to do, in one or two sentences; `subject` is what the alert is about. */
  remedy(subject: string): string;
  /** The page of the desk that shows it. */
  page(subject: string): string;
}

const DESK = () => '/operator';
const EDITION = (edition: string) => `/operator/editions/${edition}`;
const run = (command: string) => `npm run paperboy -- ${command}`;

/** Every kind of alert by its code. docs/RUNBOOK.md has a section for each, which a test holds. */
export const ALERT_KINDS = {
  RUN_LATE: {
    headline: 'The run of the day is late',
    meaning: 'Until it is ranked and planned nobody gets the digest of that day.',
    remedy: (day) =>
      `See that a producer and a worker run, then do it by hand: ${run(`rank --day ${day}`)} and ${run(`edition plan ${day}`)}`,
    page: DESK,
  },
  DELIVERIES_LATE: {
    headline: 'Mail is due and not sent',
    meaning: 'A provider would take it, so no worker is sending, or it fails each time.',
    remedy: (edition) =>
      `See that a worker runs and what its log says; send by hand meanwhile: ${run(`edition deliver ${edition.slice(-10)}`)}`,
    page: EDITION,
  },
  SOURCE_FAILED: {
    headline: 'A source cannot be read',
    meaning: 'Digests go out with what the other sources and earlier days brought.',
    remedy: (source) =>
      `It is asked again every hour and catches up by itself. To see what it says now: ${run(`ingest --source ${source}`)}`,
    page: DESK,
  },
  SOURCE_STALLED: {
    headline: 'A source brings nothing new',
    meaning: 'Days that were due are missing, so digests get older papers.',
    remedy: (source) =>
      `Look whether its site has the day, and that a producer and a worker run. To ask it now: ${run(`ingest --source ${source}`)}`,
    page: DESK,
  },
  PAPER_POISONED: {
    headline: 'A paper is left out, because it broke a step',
    meaning: 'All others went on without it; nobody is mailed this one.',
    remedy: () =>
      'Nothing for today. Report the reason as a bug; it is tried again when the paper changes, and forgotten after eight days.',
    page: DESK,
  },
  IMPORT_STUCK: {
    headline: 'An import of subscribers stands still',
    meaning: 'Who is left in it gets nothing yet; nobody is lost, and nobody is added twice.',
    remedy: () =>
      'See that a worker runs, and why its job fails, under Queues in “housekeeping”. When that is mended it goes on by itself within the hour, or at once by Retry there.',
    page: (id) => `/operator/people/imports/${id}`,
  },
  BOOKS_UNBALANCED: {
    headline: 'The books of an edition do not balance',
    meaning: 'Somebody who was planned has no row any more, so nobody can say what they got.',
    remedy: (edition) =>
      `Rows were lost or changed by hand. Compare with a backup what this says: ${run(`ledger --edition ${edition} --csv`)}`,
    page: EDITION,
  },
  EDITION_PAUSED: {
    headline: 'An edition is paused',
    meaning: 'Whoever waits gets nothing until it goes on, and nothing at all after 12 hours.',
    remedy: (edition) => `Mend what it says, then: ${run(`edition resume ${edition}`)}`,
    page: EDITION,
  },
  PROVIDER_REFUSES: {
    headline: 'A provider refuses our account',
    meaning: 'Other providers take its mail; without one the edition is paused.',
    remedy: () =>
      `Mend the account or its settings (${run('doctor')} asks it). It is tried again by itself, ever more seldom; editions that were paused for it go on with: ${run('edition resume today')}`,
    page: DESK,
  },
  PROVIDER_SILENT: {
    headline: 'A provider does not answer',
    meaning:
      'Other providers take its mail; without one it waits and goes out by itself when the provider is back.',
    remedy: () => `Look at its status page and at the way to it; ${run('doctor')} asks it now.`,
    page: DESK,
  },
  QUOTA_USED_UP: {
    headline: "A provider's quota is used up",
    meaning:
      'What does not go to another provider waits until the quota resets, up to 24 hours after its hour.',
    remedy: () =>
      'Enlarge the plan, or name a second provider in MAILER. Nothing is lost before its 24 hours are over.',
    page: DESK,
  },
  OUTBOX_UNWRITABLE: {
    headline: 'The outbox folder cannot be written',
    meaning: 'No mail can be put into it, and the edition is paused.',
    remedy: () =>
      `Make room on its disk, or let DATA_DIR name a folder that may be written to (${run('doctor')} tries it), then: ${run('edition resume today')}`,
    page: DESK,
  },
  COMPLAINTS_WARNING: {
    headline: 'Complaints rise',
    meaning: 'Mailbox providers ask for less than 0.1 % and begin to distrust the sender.',
    remedy: () =>
      `Look what is new: an import without consent, a new look, a sender's name nobody knows. Who complained: ${run('ledger --edition today --csv')}`,
    page: DESK,
  },
  COMPLAINTS_ALARM: {
    headline: 'Complaints are dangerously high',
    meaning: 'From 0.3 % on mailbox providers refuse mail from this domain, for weeks.',
    remedy: () => `Stop before you look for the cause: ${run('edition pause today')}`,
    page: DESK,
  },
  BOUNCES_WARNING: {
    headline: 'Bounces rise',
    meaning: 'Many addresses do not exist or do not take mail; providers count that against the sender.',
    remedy: () =>
      `Look what is new: an import, or a form that robots found (SUBSCRIBE_CHALLENGE=on). Which addresses: ${run('ledger --edition today --csv')}`,
    page: DESK,
  },
  BOUNCES_ALARM: {
    headline: 'Bounces are dangerously high',
    meaning: 'From 5 % on providers close accounts.',
    remedy: () => `Stop before you look for the cause: ${run('edition pause today')}`,
    page: DESK,
  },
  SNS_UNSUBSCRIBED: {
    headline: 'Bounces are no longer reported',
    meaning: 'Addresses that bounce or complain are mailed on, because nobody tells us.',
    remedy: () => 'If that was not on purpose, subscribe the address to the topic again.',
    page: DESK,
  },
  QUEUE_AWAY: {
    headline: 'The queue does not answer',
    meaning:
      'No job starts, so nothing is fetched or sent. Nothing is lost: what is due stands in PostgreSQL.',
    remedy: () =>
      'Start Redis, or mend REDIS_URL; an empty one is as good as the old one. The next send slot makes up for everything.',
    page: DESK,
  },
  QUEUE_PAUSED: {
    headline: 'A queue is paused',
    meaning:
      'None of its jobs starts, and nothing is lost: they stay in the queue, and what is due in PostgreSQL.',
    remedy: () => 'Resume it under Queues on the desk; meanwhile nothing of it runs.',
    page: () => '/operator/queues',
  },
  CLOCK_JUMPED: {
    headline: 'The clock of a machine jumped',
    meaning: 'After a jump ahead mail goes out too early or counts as too late; nobody is mailed twice.',
    remedy: () =>
      `Look at the time service (NTP) of that machine. If its clock is wrong, pause what is open until it is right: ${run('edition pause today')}`,
    page: DESK,
  },
  CLOCK_APART: {
    headline: 'The clocks of this machine and of PostgreSQL differ',
    meaning: 'Mail goes out too early or too late by as much, and leases of batches run out too soon.',
    remedy: () => 'Look at the time service (NTP) of both machines; it is over when they agree again.',
    page: DESK,
  },
} as const satisfies Record<string, AlertKind>;

export type AlertCode = keyof typeof ALERT_KINDS;

/** The kind of that code; undefined for one that an older or newer release has raised. */
export function alertKind(code: string): AlertKind | undefined {
  return Object.hasOwn(ALERT_KINDS, code) ? ALERT_KINDS[code as AlertCode] : undefined;
}
