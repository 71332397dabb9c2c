import type { Language } from '../config/languages.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

// Spelled out instead of Intl, whose punctuation changes between releases of Node: the same digest must
// have the same bytes on every machine.
const counted = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
const plural = (count: number, one: string, many: string) => `${counted(count)} ${count === 1 ? one : many}`;
const hours = (count: number) =>
  count >= 72 && count % 24 === 0 ? plural(count / 24, 'day', 'days') : plural(count, 'hour', 'hours');

const english = {
  name: 'Paperboy',

  digest: {
    /** Takes YYYY-MM-DD. */
    date: (day: string) => {
      const time = new Date(`${day}T00:00:00Z`);
      return `${WEEKDAYS[time.getUTCDay()]}, ${time.getUTCDate()} ${MONTHS[time.getUTCMonth()]}`;
    },
    offer: (picks: number, pool: number) =>
      `${plural(picks, 'paper', 'papers')} for you, out of ${counted(pool)}`,
    quietOffer: 'a quiet day',
    quiet: (pool: number) =>
      pool > 0
        ? `A quiet day: of ${plural(pool, 'new paper', 'new papers')}, none matched what you follow.`
        : 'A quiet day: no new papers came in.',
    quietSubject: 'A quiet day: nothing new in what you follow',
    /** After a subject's first title. */
    more: (count: number) => `and ${counted(count)} more`,
    /** Takes the names to show and how many stay unnamed. */
    authors: (names: readonly string[], others: number) => {
      if (names.length === 0) return others > 0 ? plural(others, 'author', 'authors') : '';
      if (others > 0) return `${names.join(', ')} and ${plural(others, 'other', 'others')}`;
      return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
    },
    untitled: 'Untitled paper',
    exploration: 'From outside what you follow',
    abstractLink: 'arXiv',
    pdfLink: 'PDF',
    codeLink: 'Code',
    projectLink: 'Project',
    discussionLink: (count: number | null) => (count ? `Discussion (${counted(count)})` : 'Discussion'),
    moreLink: 'More like this',
    lessLink: 'Less',
    alsoTrending: 'Also trending',
    change: 'Change',
    pause: 'Pause',
    unsubscribe: 'Unsubscribe',
  },

  letters: {
    byHand: 'If the button does not work, open this address:',
    change: 'Change',
    unsubscribe: 'Unsubscribe',

    confirm: {
      subject: 'Please confirm your subscription to Paperboy',
      preheader: 'Until you do, nothing comes.',
      heading: 'Please confirm your subscription',
      paragraphs: [
        'Somebody entered this address to get Paperboy by mail. If that was you, please confirm it.',
        'What comes then: one short mail with the research papers that are getting attention in the topics you choose, and for each of them why it is there. Every mail has a link to change that and a link to leave.',
      ],
      action: 'Confirm my subscription',
      afterwards: (validHours: number) => [
        `The link works for ${hours(validHours)}. If that was not you, do nothing: without your confirmation no digest comes.`,
      ],
    },

    welcome: {
      subject: 'You are subscribed to Paperboy',
      preheader: 'Your subscription is confirmed. Topics, times and length are yours to choose.',
      heading: 'Welcome',
      paragraphs: ['Your subscription is confirmed.'],
      hint: 'The more precisely you say what you follow, the better the papers fit: topics, authors, organisations, or words of your own.',
      action: 'Choose what I get',
      afterwards: [
        'This link opens your own page at any time, without a password. Please keep this mail and do not forward it.',
      ],
    },

    'your-link': {
      subject: 'Your link to Paperboy',
      preheader: 'It opens the page where you choose topics, times and length.',
      heading: 'The link you asked for',
      paragraphs: [
        'It opens the page where you choose what you follow, when the digest arrives and how much it holds. You can leave there, too.',
      ],
      action: 'Open my page',
      afterwards: (validHours: number | null) => [
        `${validHours === null ? 'Whoever has this link can change your subscription' : `The link works for ${hours(validHours)}, and whoever has it can change your subscription`}, so please do not forward it. If you did not ask for it, do nothing: nothing has changed.`,
      ],
    },

    'new-address': {
      subject: 'Please confirm your new address for Paperboy',
      preheader: 'Until you do, everything stays as it is.',
      heading: 'Please confirm your new address',
      paragraphs: [
        'Somebody asked that their Paperboy comes to this address from now on. If that was you, please confirm it.',
        'Everything else stays as it is: what you follow, when it arrives, and what you were sent already.',
      ],
      action: 'Use this address',
      afterwards: (validHours: number) => [
        `The link works for ${hours(validHours)}. If that was not you, do nothing: without your confirmation no digest comes here.`,
      ],
    },

    'address-notice': {
      subject: 'Your Paperboy is about to move to another address',
      preheader: 'If that was not you, take it back on your own page.',
      heading: 'A move to another address',
      paragraphs: [
        'Somebody who has the link to your page asked that your digest comes to another address. It moves as soon as that is confirmed there, and then nothing more comes to this one.',
        'If that was you, there is nothing to do here. If not, open your page and take it back.',
      ],
      action: 'Open my page',
      afterwards: [
        'Whoever has a mail from us can open your page. If you forwarded one lately, that may be how it came to this.',
      ],
    },

    goodbye: {
      subject: 'You are unsubscribed from Paperboy',
      preheader: 'No more digests will come to this address. There is nothing else to do.',
      heading: 'You are unsubscribed',
      paragraphs: [
        'No more digests will come to this address. There is nothing else to do. Thank you for reading.',
        'If it was a mistake, you can subscribe again at any time.',
      ],
      action: 'Subscribe again',
      afterwards: [],
    },
  },
};

/** Every word of the mails. */
export type Texts = typeof english;

/** The words by language; mails in a second one are a second entry, and the compiler lists what it lacks. */
export const TEXTS = { en: english } satisfies Partial<Record<Language, Texts>>;
