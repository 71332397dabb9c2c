import { type Language, TEXTS } from '../../templates/texts.ts';
import type { FieldName } from './preference-form.ts';

const { name, digest } = TEXTS.en;

const numbers = new Intl.NumberFormat('en');
const counted = (count: number) => numbers.format(count);
const plural = (count: number, one: string, many: string) => `${counted(count)} ${count === 1 ? one : many}`;
const shortened = (value: string) => (value.length > 60 ? `${[...value].slice(0, 59).join('')}…` : value);
const quoted = (value: string) => `“${shortened(value)}”`;

const english = {
  name,
  /** Behind the title of a page. */
  title: (page: string) => `${page} · ${name}`,
  navigation: 'Pages',
  today: 'Today',
  outbox: 'Outbox',
  /** The second sentence is what arXiv asks for of everybody who uses its interface. */
  sources:
    'Papers and numbers come from Hugging Face Daily Papers and arXiv. Thank you to arXiv for use of its open access interoperability.',
  toToday: 'Read today’s papers',

  papers: {
    /** Takes YYYY-MM-DD. */
    date: (day: string) => `${digest.date(day)} ${day.slice(0, 4)}`,
    shortDate: (day: string) => digest.date(day).replace(',', ''),
    home: 'Trending research papers',
    count: (papers: number) => `${plural(papers, 'paper', 'papers')}, most upvoted first`,
    days: 'Other days',
    earlier: (day: string) => `← ${day}`,
    later: (day: string) => `${day} →`,
    untitled: digest.untitled,
    authors: digest.authors,
    abstract: 'Abstract',
    upvotes: (count: number) => plural(count, 'upvote', 'upvotes'),
    comments: (count: number) => plural(count, 'comment', 'comments'),
    stars: (count: number) => plural(count, 'GitHub star', 'GitHub stars'),
    links: {
      arxiv: digest.abstractLink,
      pdf: digest.pdfLink,
      code: digest.codeLink,
      project: digest.projectLink,
      discussion: 'Discussion',
    },
    empty: {
      heading: 'No papers yet',
      paragraphs: [
        'Nothing has been collected so far. The daily run brings the first papers in by itself, early in the morning (UTC).',
        'To fetch them now, whoever runs this site can use this command:',
      ],
      command: 'npm run paperboy -- ingest',
    },
    noList: {
      heading: 'No papers for that day',
      paragraphs: ['There is no list of that day: not every day has one, and some lie before our time.'],
    },
  },

  confirm: {
    ask: {
      heading: 'Confirm your subscription',
      paragraphs: ['Press the button, and Paperboy comes to the address where you found this link.'],
      button: 'Confirm my subscription',
      after: 'Every mail has a link to change what comes and a link to leave.',
    },
    confirmed: {
      heading: 'Your subscription is confirmed',
      paragraphs: [
        'The next digest is yours. The more precisely you say what you follow, the better it fits.',
      ],
      choose: 'Choose what I get',
    },
    already: {
      heading: 'Your subscription is confirmed already',
      paragraphs: ['There is nothing else to do. Every mail has a link to change what comes.'],
    },
    expired: {
      heading: 'This link has run out',
      paragraphs: [
        'A confirmation link works for a few days only. Please ask for a new one where you subscribed: nothing comes until it is confirmed.',
      ],
    },
    invalid: {
      heading: 'This link does not work',
      paragraphs: [
        'It may have been cut off on its way: please open it from the mail again, or copy it whole. If you have left since, please subscribe again where you did the first time.',
      ],
    },
  },

  leave: {
    ask: {
      heading: 'Stop all mail?',
      paragraphs: ['Press the button, and no more mail comes to the address where you found this link.'],
      button: 'Stop all mail',
      after: 'If it is only too much, the link “Change” in every digest lets you get it less often.',
    },
    done: {
      heading: 'Done: no more mail',
      paragraphs: [
        'The address where you found this link gets no more mail from us. There is nothing else to do. Thank you for reading.',
      ],
    },
  },

  preferences: {
    heading: 'What you get',
    title: 'Your preferences',
    savedTitle: 'Saved',
    unsavedTitle: 'Not saved',
    saved: 'Saved.',
    savedHint: 'It holds from the next digest.',
    unsaved: 'Nothing is saved yet. Please look at this:',
    states: {
      pending:
        'Your subscription is not confirmed yet: please press the button behind the link in your mail first.',
      paused: 'Your subscription is paused. What you choose here holds when it goes on.',
      suppressed:
        'Mail to your address came back or was reported, so none is sent at present. Please ask whoever runs this site to let it through again.',
    },
    ended: {
      heading: 'This subscription has ended',
      paragraphs: [
        'No mail comes any more, and there is nothing to change here. To get Paperboy again, please subscribe again where you did the first time.',
      ],
    },
    invalid: {
      heading: 'This link does not work',
      paragraphs: [
        'It may have been cut off on its way. Please open the link “Change” in the newest digest again, or copy it whole.',
      ],
    },

    follow: 'What do you follow?',
    followHint: 'Choose nothing at all and you get what is trending everywhere.',
    topics: 'Topics',
    linesHint: 'One on each line.',
    mute: 'What should never come?',
    muteHint: 'A paper that matches one of these is left out, whatever else speaks for it.',
    /** Takes the labels of the muted topics. */
    mutedTopics: (labels: readonly string[]) =>
      `Muted topics: ${labels.length === 0 ? 'none' : labels.join(', ')}`,
    when: 'When should it arrive?',
    howMuch: 'How much?',
    fields: {
      topics: 'Topics',
      queries: 'Words of your own',
      authors: 'Authors',
      organisations: 'Organisations',
      mutedTopics: 'Muted topics',
      mutedQueries: 'Muted words',
      mutedAuthors: 'Muted authors',
      mutedOrganisations: 'Muted organisations',
      cadence: 'How often',
      weeklyDay: 'Day of the weekly digest',
      sendHour: 'Hour',
      timeZone: 'Time zone',
      size: 'Papers in one digest, at most',
    } satisfies Record<FieldName, string>,
    skipQuietDays: 'Send nothing on a day when nothing matches',
    cadences: { daily: 'Every day', weekdays: 'Monday to Friday', weekly: 'Once a week' },
    weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    hour: (hour: number) => `${String(hour).padStart(2, '0')}:00`,
    otherZones: 'Other',
    button: 'Save',
    leave: 'Stop all mail',
    problems: {
      topics: () => 'Choose topics from the list.',
      cadence: () => 'Choose how often the digest comes.',
      weeklyDay: () => 'Choose a day from the list.',
      size: () => 'Choose a whole number from 1 to 30.',
      sendHour: () => 'Choose an hour from the list.',
      timeZone: () => 'Choose a time zone from the list.',
      length: (value: string) => `${quoted(value)} must have 2 to 120 characters.`,
      contradiction: (value: string) => `${quoted(value)} is both followed and muted. Choose one.`,
      tooMany: () => 'These are more than 200 entries together. Please take some out.',
    },
  },

  mails: {
    heading: 'Outbox',
    about: 'No mail leaves this installation: each is written here, newest first.',
    count: (mails: number) => plural(mails, 'mail', 'mails'),
    older: (mails: number) => `${plural(mails, 'older mail is', 'older mails are')} in the folder, too.`,
    empty:
      'No mail has been written yet. The first one appears here as soon as a digest or a letter goes out.',
    unreadable: 'A file that cannot be read as a mail',
    noSubject: 'No subject',
    back: 'All mails',
    from: 'From',
    to: 'To',
    date: 'Date',
    size: 'Size',
    subject: 'Subject',
    /** Takes bytes. */
    bytes: (bytes: number) =>
      bytes < 1_000 ? plural(bytes, 'byte', 'bytes') : `${counted(Math.round(bytes / 1_000))}\u00A0kB`,
    htmlPart: 'The mail as a reader sees it',
    noHtml: 'This mail has no HTML part.',
    textPart: 'Text part',
    headers: 'All headers',
  },

  notFound: {
    heading: 'There is no such page',
    paragraphs: ['The address may be misspelt, or the page is gone.'],
  },
  tooLarge: {
    heading: 'That was too much at once',
    paragraphs: ['What you sent is larger than 64 kB and was not read. Please go back and shorten it.'],
  },
  garbled: {
    heading: 'That could not be read',
    paragraphs: ['The form did not arrive whole, and nothing was changed. Please go back and send it again.'],
  },
  failed: {
    heading: 'Something went wrong here',
    paragraphs: ['It is not your fault. Please try again in a few minutes.'],
    /** Takes the request's id, under which the log has the reason. */
    reference: (id: string) => `If it stays so, tell whoever runs this site this number: ${id}`,
  },
};

/** Every word of the pages. */
export type PageTexts = typeof english;

/** The words by language; a second one is a second entry, and the compiler lists what it lacks. */
export const PAGE_TEXTS: Record<Language, PageTexts> = { en: english };
