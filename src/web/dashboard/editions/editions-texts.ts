const people = (count: number) => `${count} ${count === 1 ? 'person' : 'people'}`;
const deliveries = (count: number) => `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;

/** The words of the desk's pages about editions. */
export const EDITIONS_TEXTS = {
  title: 'Editions',
  none: 'There is no edition yet.',
  columns: { edition: 'Edition', state: 'State', books: 'Books' },

  overview: 'How it stands',
  everyDelivery: 'Every delivery, with its reason',
  advice: 'What to do next',
  oneAlone: 'For one person alone: the links beside their address, below.',
  acts: 'What can be done',
  failures: 'Why deliveries failed',
  noFailures: 'No delivery failed.',
  failed: (count: number, reason: string) => `${deliveries(count)} failed: ${reason}`,
  waiting: 'Why deliveries wait',
  notMailable: (count: number, reasons: string) =>
    `${count} of these may not be mailed (${reasons}): no retry can help them.`,
  uncertain: 'Deliveries whose outcome nobody knows',
  uncertainTable: 'Uncertain deliveries',
  uncertainColumns: {
    who: 'Who',
    settle: 'Settle',
    when: 'Handed over',
    messageId: 'Message-ID to look for',
  },
  more: (count: number) => `And ${count} more; the ledger has them all.`,
  arrived: 'It arrived',
  sendAgain: 'Send again',

  papers: 'Papers',
  papersTable: 'The best papers of the newest revision',
  noPool: 'Nothing is ranked for this edition yet.',
  revisions: 'Revisions of its pool',
  revisionColumns: { revision: 'Revision', made: 'Made', papers: 'Papers', composed: 'Deliveries from it' },
  differenceHeading: (from: number, to: number) => `From revision ${from} to ${to}`,
  difference: 'Show the difference',
  from: 'From revision',
  to: 'to revision',
  same: 'Nothing differs.',
  differs: (added: number, removed: number, moved: number, decided: number) =>
    `${added} in, ${removed} out, ${moved} at another place, ${decided} decided about.`,
  differenceColumns: { change: 'Change', before: 'Before', after: 'After', paper: 'Paper' },
  changes: { added: '+ in', removed: '− out', moved: '↕ moved', decided: '✎ decided' },
  search: 'Find a paper',
  find: 'Find',
  paperColumns: {
    rank: 'Rank',
    paper: 'Paper',
    attention: 'Attention',
  },
  why: 'Terms, and ranks in topics',
  pinned: (topic: string) => `Pinned: ${topic}`,
  everybody: 'everybody',
  edited: 'Summary edited',
  decisions: 'Decided by people',

  preview: 'Look at it as a reader',
  previewTopics: 'Topics that they follow (with Ctrl or Cmd several; none: everything)',
  previewMuted: 'Topics that they mute',
  previewWords: {
    query: 'Words that they follow (several: with ;)',
    author: 'Authors',
    organisation: 'Organisations',
  },
  previewLanguage: 'Language',
  previewSize: 'Papers',
  look: 'Look',
  previewPerson: 'Or as this subscriber (address or id)',
  views: { light: 'Light', dark: 'Dark', phone: 'Phone, 360 px', text: 'Text', headers: 'Headers' },
  mailTitle: 'The HTML part',
  nothing: 'Nothing would be sent to such a reader.',
  composedAlready: 'This is what their delivery was composed of; it does not change any more.',
  wouldBe: (revision: number) =>
    `This is what revision ${revision} gives at this moment; links lead nowhere.`,
  size: (bytes: number, most: number) =>
    `${bytes.toLocaleString('en')} bytes of HTML, ${bytes <= most ? 'under' : 'OVER'} the ${most.toLocaleString('en')} at which Gmail clips.`,
  testTo: 'To your address',
  testSend: 'Send the test',
  testDone: (provider: string, outcome: string) => `The test was handed to ${provider}: ${outcome}.`,
  back: (edition: string) => `Back to ${edition}`,
} as const;

/** The verbs of an edition: the button, and what pressing it will do, said before. */
export const OPERATION_TEXTS = {
  pause: {
    button: 'Pause',
    will: (count: { planned: number }) =>
      `No further batch starts. ${deliveries(count.planned)} that ${count.planned === 1 ? 'waits keeps its' : 'wait keep their'} place. A batch that is being handed over is let finish.`,
  },
  resume: {
    button: 'Resume',
    will: (count: { planned: number }) =>
      `${deliveries(count.planned)} ${count.planned === 1 ? 'goes' : 'go'} on with the next send slot, within a minute. Who has waited too long for a morning mail is excluded.`,
  },
  cancel: {
    button: 'Cancel for good',
    will: (count: { planned: number; accepted: number }) =>
      `This cannot be undone. ${people(count.planned)} who ${count.planned === 1 ? 'waits gets' : 'wait get'} nothing of it; ${people(count.accepted)} ${count.accepted === 1 ? 'keeps' : 'keep'} what they have.`,
  },
  retry: {
    button: 'Try failures again',
    will: (count: { retried: number; lost: number }) =>
      `${deliveries(count.retried)} will be tried again; nobody who has it gets it twice.${count.lost > 0 ? ` ${count.lost} more ${count.lost === 1 ? 'stays' : 'stay'} failed, because their reader may not be mailed.` : ''}`,
  },
  arrived: {
    button: 'All uncertain: they arrived',
    will: (count: { uncertain: number }) =>
      `${deliveries(count.uncertain)} will count as accepted; nothing is sent.`,
  },
  again: {
    button: 'All uncertain: send again',
    will: (count: { uncertain: number }) =>
      `${deliveries(count.uncertain)} will be sent again. Whoever has it already gets it twice, under the same Message-ID.`,
  },
} as const;
export const CONFIRM_TEXTS = {
  heading: (button: string, edition: string) => `${button}: ${edition}?`,
  /** Settling one person alone: who it is, so that nobody presses the button for all by mistake. */
  one: { arrived: 'It arrived', again: 'Send it again' },
  who: (address: string) => `Only for ${address}.`,
  done: {
    pause: (changed: boolean) => (changed ? 'It is paused.' : 'It was paused already.'),
    resume: (changed: boolean) => (changed ? 'It goes on.' : 'It was open already.'),
    cancel: (changed: boolean) => (changed ? 'It is cancelled.' : 'It was cancelled already.'),
    retry: (count: number) => `${deliveries(count)} will be tried again.`,
    settled: (count: number, arrived: boolean) =>
      arrived
        ? `${deliveries(count)} ${count === 1 ? 'counts' : 'count'} as accepted.`
        : `${deliveries(count)} will be sent again.`,
    nothing: 'That was done already; nothing was left to do.',
  },
} as const;
