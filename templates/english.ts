import { ENGLISH } from './sentences.ts';

const { counted, plural } = ENGLISH;

const hours = (count: number) =>
  count >= 72 && count % 24 === 0 ? plural(count / 24, 'day', 'days') : plural(count, 'hour', 'hours');

/** Every word of the mails in English. */
export const english = {
  name: 'Paperboy',

  digest: {
    /** Takes YYYY-MM-DD. */
    date: ENGLISH.date,
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
      return ENGLISH.list(names);
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

  /** The line that says why a paper was picked: an interest, then what lifted it. */
  reasons: {
    query: (query: string) => `Matches "${query}"`,
    author: (name: string) => `By ${name}, whom you follow`,
    organisation: (name: string) => `From ${name}, which you follow`,
    everything: 'All topics',
    outside: 'Outside your topics',
    editor: 'Chosen for everybody by the editors',
    edited: 'summary edited',
    units: {
      hf_upvotes: (count: number) => plural(count, 'upvote', 'upvotes'),
      hf_comments: (count: number) => plural(count, 'comment', 'comments'),
      github_stars: (count: number) => plural(count, 'GitHub star', 'GitHub stars'),
    },
    since: (count: string) => `${count} since yesterday`,
    mostInTopic: 'the most in its topic',
    mostOfAll: 'the most among recent papers',
    moreInTopic: (percent: number) => `more than ${percent} % of its topic`,
    moreOfAll: (percent: number) => `more than ${percent} % of recent papers`,
    leaderToday: 'the most upvoted paper of the day',
    leaderOf: (day: string) => `the most upvoted paper of ${day}`,
    newToday: 'new today',
    newOn: (day: string) => `new on ${day}`,
  },

  /** What a reader follows and when it comes. */
  why: {
    everything: 'You follow everything that is trending',
    topics: (count: number) => `You follow ${plural(count, 'topic', 'topics')}`,
    interests: (count: number) => `You follow ${plural(count, 'interest', 'interests')}`,
    everyDay: 'every day',
    weekdays: 'weekdays',
    onDays: ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'],
    /** Takes an hour such as 07:00 and a place, or the name of a zone that is none. */
    at: (hour: string, place: string, isPlace: boolean) => `at ${hour} ${isPlace ? `${place} time` : place}`,
    firstNow: 'Your first digest is on its way to you.',
    /** Takes a day and what `at` gave. */
    firstOn: (day: string, at: string) => `Your first digest comes on ${ENGLISH.date(day)} ${at}.`,
    /** What was chosen when asking: the names of topics, how many more there are, and how many entries of one's own. */
    chosen: (topics: readonly string[], more: number, own: number) =>
      topics.length + more + own === 0
        ? 'You chose no topics, so you get what is trending everywhere'
        : `You chose: ${[
            ...topics,
            ...(more > 0 ? [plural(more, 'topic', 'topics')] : []),
            ...(own > 0 ? [plural(own, 'entry of your own', 'entries of your own')] : []),
          ].join('; ')}`,
    /** Takes what `chosen` gave, how often, and what `at` gave. */
    coming: (chosen: string, often: string, at: string) => `${chosen}. It comes ${often} ${at}.`,
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

    lifted: {
      subject: 'Do you still want the mails of Paperboy?',
      preheader: 'They had stopped. One press brings them back; until then nothing comes.',
      heading: 'Do you still want Paperboy by mail?',
      paragraphs: [
        'You subscribed to Paperboy at this address, and then its mails stopped: they had come back to us, or were reported as unwanted. Somebody who runs this site has lifted that. Press the button to get them again.',
      ],
      action: 'Send me Paperboy again',
      afterwards: (validHours: number) => [
        `The link works for ${hours(validHours)}. If you no longer want them, do nothing: without your confirmation no digest comes.`,
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
