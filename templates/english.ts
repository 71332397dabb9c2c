import { FORMATS } from './formats.ts';

const { counted, compact, plainDate, unbrokenDate, number, percent, plural, and } = FORMATS.en;

const lifetime = (hours: number) =>
  hours >= 72 && hours % 24 === 0
    ? counted(hours / 24, { one: 'day', other: 'days' })
    : counted(hours, { one: 'hour', other: 'hours' });

/** English texts of all emails. */
export const english = {
  name: 'Paperboy',

  digest: {
    /** Takes YYYY-MM-DD. */
    date: unbrokenDate,
    /** Edition number. Takes the day of the year and the year. */
    edition: (day: number, year: string) => `No.\u00A0${number(day)}, ${year}`,
    /** The same for a weekly recap. Takes the week of the year and its year. */
    weekEdition: (week: number, year: string) => `Week\u00A0${number(week)}, ${year}`,
    /** Date line of a recap. Takes the first day of its week. */
    weekOf: (day: string) => `Week of ${plainDate(day).replace(/ \d+$/, '').replace(' ', '\u00A0')}`,
    /** Precedes the subject of a recap. */
    thisWeek: 'This week:',
    weekSummary: (picks: number, pool: number) =>
      `${counted(picks, { one: 'pick', other: 'picks' })} from ` +
      counted(pool, { one: 'paper', other: 'papers' }),
    /** Precedes the name of the rise, which `risingTopic` or `risingPaper` follows. */
    rose: 'Rose most this week:',
    /** Takes the topic's number of papers in the week, and its gain over the week before. */
    risingTopic: (papers: number, more: number) =>
      `${counted(papers, { one: 'paper', other: 'papers' })}, ${number(more)}\u00A0more than last week`,
    risingPaper: (upvotes: number) => counted(upvotes, { one: 'upvote', other: 'upvotes' }),
    otherTopics: 'Other topics',
    /** Follows the date. Takes the number of picks and the size of the candidate pool. */
    summary: (picks: number, pool: number) =>
      `${counted(picks, { one: 'pick', other: 'picks' })} from ` +
      counted(pool, { one: 'new paper', other: 'new papers' }),
    /** Follows the date when nothing matched. */
    quietSummary: 'no matching papers',
    /** Takes the size of the candidate pool, of which nothing matched. */
    quiet: (pool: number) =>
      pool === 0
        ? 'There are no new papers.'
        : plural(pool, {
            one: 'The only new paper does not match what you follow.',
            other: `None of the ${number(pool)}\u00A0new papers match what you follow.`,
          }),
    quietSubject: 'No new papers match what you follow',
    quietWeek: (pool: number) =>
      pool === 0
        ? 'There were no papers this week.'
        : plural(pool, {
            one: 'This week’s only paper does not match what you follow, or you already have it.',
            other:
              `None of this week’s ${number(pool)}\u00A0papers match what you follow, except those you already ` +
              'have.',
          }),
    quietWeekSubject: 'A quiet week: no new papers match what you follow',
    contentsOfWeek: 'This week by topic',
    /** Follows the first title in a subject. */
    more: (count: number) => `and ${number(count)} more`,
    /** Takes the names to show and the number of other authors. */
    authors: (names: readonly string[], others: number) => {
      if (names.length === 0) return others > 0 ? counted(others, { one: 'author', other: 'authors' }) : '';
      if (others > 0) return `${names.join(', ')} and ${counted(others, { one: 'other', other: 'others' })}`;
      return and(names);
    },
    stars: (count: number) => `${compact(count)}\u00A0${plural(count, { one: 'star', other: 'stars' })}`,
    contents: 'In this digest',
    untitled: 'Untitled paper',
    exploration: 'Outside what you follow',
    abstractLink: 'arXiv',
    pdfLink: 'PDF',
    codeLink: 'Code',
    projectLink: 'Project',
    discussionLink: (count: number | null) => (count ? `Discussion (${number(count)})` : 'Discussion'),
    saveLink: 'Save',
    moreLink: 'More like this',
    lessLink: 'Less like this',
    alsoTrending: 'Also trending',
    preferences: 'Preferences',
    pause: 'Pause',
    unsubscribe: 'Unsubscribe',
    readingList: 'Reading list',
    viewInBrowser: 'View in browser',
    forwarded: 'Forwarded this?',
    subscribe: 'Subscribe',
  },

  /** Parts of a pick reason, joined by dots: the matching interest, the rank, and a fact. */
  reasons: {
    query: (query: string) => `Matches “${query}”`,
    author: (name: string) => `By ${name}, an author you follow`,
    organisation: (name: string) => `From ${name}, which you follow`,
    outside: 'Outside your topics',
    editor: 'Editor’s pick',
    edited: 'summary edited',
    generated: 'summary by a language model',
    units: {
      hf_upvotes: (count: number) => counted(count, { one: 'upvote', other: 'upvotes' }),
      hf_comments: (count: number) => counted(count, { one: 'comment', other: 'comments' }),
      github_stars: (count: number) => counted(count, { one: 'GitHub star', other: 'GitHub stars' }),
    },
    /** Takes a formatted number, with or without its unit. */
    since: (count: string) => `${count}\u00A0since yesterday`,
    topInTopic: (share: number, topic: string) => `top\u00A0${percent(share)} in ${topic}`,
    topOfAll: (share: number) => `top\u00A0${percent(share)} of recent papers`,
    mostInTopic: (topic: string) => `most upvoted in ${topic}`,
    mostOfAll: 'most upvoted of all recent papers',
    leaderToday: 'the most upvoted paper of the day',
    leaderOf: (day: string) => `the most upvoted paper of ${day}`,
    newToday: 'new today',
    newOn: (day: string) => `new on ${day}`,
    /** Takes `newToday` or `newOn`. */
    withCode: (age: string) => `${age}, code released`,
    codeReleased: 'code released',
  },

  /** Interests and schedule of a subscriber. */
  subscription: {
    everything: 'You follow all topics',
    topics: (count: number) => `You follow ${counted(count, { one: 'topic', other: 'topics' })}`,
    interests: (count: number) => `You follow ${counted(count, { one: 'interest', other: 'interests' })}`,
    size: (papers: number) => counted(papers, { one: 'paper', other: 'papers' }),
    everyDay: 'every day',
    weekdays: 'weekdays',
    /** Takes the name of a weekday. */
    weekly: (weekday: string) => `${weekday}s`,
    /** For a sentence. Takes a time like 07:00, and a place or else the name of a time zone. */
    sendTime: (time: string, place: string, isPlace: boolean) =>
      isPlace ? `at ${time} ${place} time` : `at ${time}\u00A0${place}`,
    /** The same for the footer line. */
    shortSendTime: (time: string, place: string, isPlace: boolean) =>
      isPlace ? `at ${time}, ${place}` : `at ${time}\u00A0${place}`,
    /** Takes names of topics, the number of further topics, and the number of interests other than topics. */
    chosen: (topics: readonly string[], more: number, custom: number) =>
      topics.length + more + custom === 0
        ? 'You chose no topics, so you get what’s trending overall.'
        : `You chose: ${[
            ...topics,
            ...(more > 0 ? [counted(more, { one: 'topic', other: 'topics' })] : []),
            ...(custom > 0 ? [counted(custom, { one: 'custom interest', other: 'custom interests' })] : []),
          ].join('; ')}.`,
    /** Precedes `chosen` for a subscriber who was subscribed before. */
    welcomeBack:
      'Welcome back. Your earlier interests and schedule apply again, along with what you chose this time.',
    /** Takes a frequency and a `sendTime`. */
    arrives: (frequency: string, sendTime: string) => `Digests arrive ${frequency} ${sendTime}.`,
    /** Follow `arrives`. */
    firstNow: 'The first one is on its way.',
    firstOn: (day: string) => `The first one arrives on ${unbrokenDate(day)}.`,
  },

  transactional: {
    linkHint: 'If the button does not work, open this link:',
    preferences: 'Preferences',
    unsubscribe: 'Unsubscribe',

    confirm: {
      subject: 'Confirm your Paperboy subscription',
      preheader: 'Your digest starts when you confirm your address.',
      heading: 'Confirm your subscription',
      paragraphs: [
        'This address was entered to subscribe to Paperboy. If that was you, please confirm.',
        'You will get a short digest of trending research papers that match what you follow, with the ' +
          'reason for each pick. Every email has links to your preferences and to unsubscribe.',
      ],
      action: 'Confirm subscription',
      notes: (validHours: number) => [
        `The link is valid for ${lifetime(validHours)}. If that was not you, ignore this email: without ` +
          'your confirmation, we will not send a digest.',
      ],
    },

    lifted: {
      subject: 'Do you still want emails from Paperboy?',
      preheader: 'We had stopped emailing you. Confirm to get your digest again.',
      heading: 'Do you still want your digest?',
      paragraphs: [
        'You subscribed to Paperboy with this address. We stopped emailing you because emails bounced or ' +
          'were reported as spam. The operator of this site has now unblocked your address. Confirm to ' +
          'get your digest again.',
      ],
      action: 'Resume my digest',
      notes: (validHours: number) => [
        `The link is valid for ${lifetime(validHours)}. If you no longer want your digest, ignore this ` +
          'email: without your confirmation, we will not send it.',
      ],
    },

    welcome: {
      subject: 'You are subscribed to Paperboy',
      preheader: 'Choose your topics, your schedule and the number of papers at any time.',
      heading: 'Welcome',
      paragraphs: ['Your subscription is confirmed.'],
      hint:
        'The more precisely you choose what to follow, the better your picks. You can follow topics, ' +
        'authors, organizations and keywords.',
      action: 'Set my preferences',
      notes: [
        'This link opens your preferences at any time, without a password. Keep this email, and do not ' +
          'forward it.',
      ],
    },

    'your-link': {
      subject: 'Your Paperboy link',
      preheader: 'It opens your preferences.',
      heading: 'Your link',
      paragraphs: [
        'You asked for the link to your preferences. There you choose what you follow, when your digest ' +
          'arrives and how many papers it has. You can also unsubscribe there.',
      ],
      action: 'Open my preferences',
      notes: (validHours: number | null) => [
        `${validHours === null ? '' : `The link is valid for ${lifetime(validHours)}. `}Anyone with this ` +
          'link can change your subscription, so do not forward it. If you did not ask for it, ignore ' +
          'this email: nothing has changed.',
      ],
    },

    'new-address': {
      subject: 'Confirm your new email address for Paperboy',
      preheader: 'Nothing changes until you confirm.',
      heading: 'Confirm your new email address',
      paragraphs: [
        'This address was entered as the new address of a Paperboy subscription. If that was you, please ' +
          'confirm.',
        'Everything else stays the same: what you follow, your schedule, and which papers you have already ' +
          'received.',
      ],
      action: 'Use this address',
      notes: (validHours: number) => [
        `The link is valid for ${lifetime(validHours)}. If that was not you, ignore this email: without ` +
          'your confirmation, we will not send digests to this address.',
      ],
    },

    'address-notice': {
      subject: 'Your email address for Paperboy is about to change',
      preheader: 'Not you? Cancel the change in your preferences.',
      heading: 'Change of email address',
      paragraphs: [
        'Someone with the link to your preferences asked to move your subscription to another address. The ' +
          'change takes effect when it is confirmed there. After that, we will not email this ' +
          'address anymore.',
        'If that was you, you do not need to do anything. If not, open your preferences and cancel the ' +
          'change.',
      ],
      action: 'Open my preferences',
      notes: [
        'Every digest has a link to your preferences. If you recently forwarded one, that may be how ' +
          'someone else got the link.',
      ],
    },

    goodbye: {
      subject: 'You have been unsubscribed from Paperboy',
      preheader: 'We will not send any more digests to this address.',
      heading: 'You have been unsubscribed',
      paragraphs: [
        'We will not send any more digests to this address. Thank you for reading.',
        'Unsubscribed by mistake? You can subscribe again at any time.',
      ],
      action: 'Subscribe again',
      notes: [],
    },
  },
};
