import type { english } from './english.ts';
import { FORMATS } from './formats.ts';

const { counted, compact, plainDate, unbrokenDate, number, percent, plural, and } = FORMATS.de;

const lifetime = (hours: number) =>
  hours >= 72 && hours % 24 === 0
    ? counted(hours / 24, { one: 'Tag', other: 'Tage' })
    : counted(hours, { one: 'Stunde', other: 'Stunden' });

/** German texts of all emails, in the words of the German pages. */
export const german: typeof english = {
  name: 'Paperboy',

  digest: {
    date: unbrokenDate,
    edition: (day, year) => `Nr.\u00A0${number(day)}/${year}`,
    weekEdition: (week, year) => `KW\u00A0${number(week)}/${year}`,
    weekOf: (day) => `Woche vom ${plainDate(day).replace(/ \d+$/, '').replace(' ', '\u00A0')}`,
    thisWeek: 'Diese Woche:',
    weekSummary: (picks, pool) => `${number(picks)} von ${counted(pool, { one: 'Paper', other: 'Papers' })}`,
    rose: 'Am stärksten zugelegt:',
    risingTopic: (papers, more) =>
      `${counted(papers, { one: 'Paper', other: 'Papers' })}, ${number(more)}\u00A0mehr als in der Vorwoche`,
    risingPaper: (upvotes) => counted(upvotes, { one: 'Upvote', other: 'Upvotes' }),
    otherTopics: 'Weitere Themen',
    summary: (picks, pool) =>
      `${number(picks)} von ${counted(pool, { one: 'neuem Paper', other: 'neuen Papers' })}`,
    quietSummary: 'keine passenden Papers',
    quiet: (pool) =>
      pool === 0
        ? 'Es gibt keine neuen Papers.'
        : plural(pool, {
            one: 'Das einzige neue Paper passt nicht zu Ihren Interessen.',
            other: `Keines der ${number(pool)}\u00A0neuen Papers passt zu Ihren Interessen.`,
          }),
    quietSubject: 'Keine neuen Papers zu Ihren Interessen',
    quietWeek: (pool) =>
      pool === 0
        ? 'Diese Woche gab es keine Papers.'
        : plural(pool, {
            one: 'Das einzige Paper dieser Woche passt nicht zu Ihren Interessen, oder Sie haben es schon erhalten.',
            other:
              `Keines der ${number(pool)}\u00A0Papers dieser Woche passt zu Ihren Interessen, ` +
              'oder Sie haben sie schon erhalten.',
          }),
    quietWeekSubject: 'Eine ruhige Woche: keine neuen Papers zu Ihren Interessen',
    contentsOfWeek: 'Die Woche nach Themen',
    more: (count) => `und ${counted(count, { one: 'weiteres', other: 'weitere' })}`,
    authors: (names, others) => {
      if (names.length === 0) return others > 0 ? counted(others, { one: 'Autor', other: 'Autoren' }) : '';
      if (others === 0) return and(names);
      const rest = plural(others, { one: 'eine weitere Person', other: `${number(others)}\u00A0weitere` });
      return `${names.join(', ')} und ${rest}`;
    },
    stars: (count) => `${compact(count)}\u00A0${plural(count, { one: 'Stern', other: 'Sterne' })}`,
    contents: 'In dieser Ausgabe',
    untitled: 'Paper ohne Titel',
    exploration: 'Außerhalb Ihrer Interessen',
    abstractLink: 'arXiv',
    pdfLink: 'PDF',
    codeLink: 'Code',
    projectLink: 'Projekt',
    discussionLink: (count) => (count ? `Diskussion (${number(count)})` : 'Diskussion'),
    saveLink: 'Merken',
    moreLink: 'Mehr davon',
    lessLink: 'Weniger davon',
    alsoTrending: 'Ebenfalls im Trend',
    preferences: 'Einstellungen',
    pause: 'Pausieren',
    unsubscribe: 'Abbestellen',
    readingList: 'Leseliste',
    viewInBrowser: 'Im Browser ansehen',
    forwarded: 'Weitergeleitet bekommen?',
    subscribe: 'Abonnieren',
  },

  reasons: {
    query: (query) => `Passt zu „${query}“`,
    author: (name) => `Sie folgen ${name}`,
    organisation: (name) => `Sie folgen ${name}`,
    outside: 'Außerhalb Ihrer Interessen',
    editor: 'Auswahl der Redaktion',
    edited: 'Kurzfassung bearbeitet',
    generated: 'Kurzfassung von einem Sprachmodell',
    units: {
      hf_upvotes: (count) => counted(count, { one: 'Upvote', other: 'Upvotes' }),
      hf_comments: (count) => counted(count, { one: 'Kommentar', other: 'Kommentare' }),
      github_stars: (count) => counted(count, { one: 'GitHub-Stern', other: 'GitHub-Sterne' }),
    },
    since: (count) => `${count}\u00A0seit gestern`,
    topInTopic: (share, topic) => `Top\u00A0${percent(share)} in ${topic}`,
    topOfAll: (share) => `Top\u00A0${percent(share)} der neuen Papers`,
    mostInTopic: (topic) => `die meisten Upvotes in ${topic}`,
    mostOfAll: 'die meisten Upvotes aller neuen Papers',
    leaderToday: 'heute die meisten Upvotes',
    leaderOf: (day) => `die meisten Upvotes am ${day}`,
    newToday: 'heute neu',
    newOn: (day) => `erschienen am ${day}`,
    withCode: (age) => `${age}, mit Code`,
    codeReleased: 'mit Code',
  },

  subscription: {
    everything: 'Sie folgen allen Themen',
    topics: (count) => `Sie folgen ${counted(count, { one: 'Thema', other: 'Themen' })}`,
    interests: (count) => `Sie haben ${counted(count, { one: 'Interesse', other: 'Interessen' })} angegeben`,
    size: (papers) => counted(papers, { one: 'Paper', other: 'Papers' }),
    everyDay: 'täglich',
    weekdays: 'montags bis freitags',
    weekly: (weekday) => `${weekday.toLowerCase()}s`,
    sendTime: (time, place) => `um ${time}\u00A0Uhr (${place})`,
    shortSendTime: (time, place, isPlace) =>
      isPlace ? `um ${time}\u00A0Uhr, ${place}` : `um ${time}\u00A0Uhr ${place}`,
    chosen: (topics, more, custom) =>
      topics.length + more + custom === 0
        ? 'Sie haben keine Themen ausgewählt und erhalten deshalb, was insgesamt im Trend liegt.'
        : `Ihre Auswahl: ${[
            ...topics,
            ...(more > 0 ? [counted(more, { one: 'Thema', other: 'Themen' })] : []),
            ...(custom > 0 ? [counted(custom, { one: 'eigener Eintrag', other: 'eigene Einträge' })] : []),
          ].join('; ')}.`,
    welcomeBack:
      'Willkommen zurück. Ihre früheren Interessen und Ihr Zeitplan gelten wieder, ergänzt um Ihre neue ' +
      'Auswahl.',
    arrives: (frequency, sendTime) => `Ihr Digest kommt ${frequency} ${sendTime}.`,
    firstNow: 'Der erste ist schon unterwegs.',
    firstOn: (day) => `Der erste kommt am ${unbrokenDate(day)}.`,
  },

  transactional: {
    linkHint: 'Falls die Schaltfläche nicht funktioniert, öffnen Sie diesen Link:',
    preferences: 'Einstellungen',
    unsubscribe: 'Abbestellen',

    confirm: {
      subject: 'Bestätigen Sie Ihr Paperboy-Abonnement',
      preheader: 'Ihr Digest beginnt, sobald Sie Ihre Adresse bestätigen.',
      heading: 'Bestätigen Sie Ihr Abonnement',
      paragraphs: [
        'Diese Adresse wurde für ein Abonnement von Paperboy angegeben. Wenn Sie das waren, bestätigen Sie ' +
          'es bitte.',
        'Sie erhalten dann einen kurzen Digest mit Forschungspapieren, die im Trend liegen und zu Ihren ' +
          'Interessen passen, und zu jedem Paper den Grund der Auswahl. Jede E-Mail enthält Links zu Ihren ' +
          'Einstellungen und zum Abbestellen.',
      ],
      action: 'Abonnement bestätigen',
      notes: (validHours) => [
        `Der Link ist ${lifetime(validHours)} gültig. Wenn Sie das nicht waren, ignorieren Sie diese ` +
          'E-Mail: Ohne Ihre Bestätigung senden wir keinen Digest.',
      ],
    },

    lifted: {
      subject: 'Möchten Sie weiterhin E-Mails von Paperboy?',
      preheader: 'Der Versand an Sie war gestoppt. Bestätigen Sie, um Ihren Digest wieder zu erhalten.',
      heading: 'Möchten Sie Ihren Digest weiterhin erhalten?',
      paragraphs: [
        'Sie haben Paperboy mit dieser Adresse abonniert. Wir haben den Versand gestoppt, weil E-Mails ' +
          'nicht zugestellt werden konnten oder als Spam gemeldet wurden. Der Betreiber dieser Website hat ' +
          'Ihre Adresse jetzt wieder freigegeben. Bestätigen Sie, um Ihren Digest wieder zu erhalten.',
      ],
      action: 'Digest wieder erhalten',
      notes: (validHours) => [
        `Der Link ist ${lifetime(validHours)} gültig. Wenn Sie Ihren Digest nicht mehr möchten, ` +
          'ignorieren Sie diese E-Mail: Ohne Ihre Bestätigung senden wir ihn nicht.',
      ],
    },

    welcome: {
      subject: 'Sie haben Paperboy abonniert',
      preheader: 'Themen, Zeitplan und Anzahl der Papers können Sie jederzeit ändern.',
      heading: 'Willkommen',
      paragraphs: ['Ihr Abonnement ist bestätigt.'],
      hint:
        'Je genauer Sie Ihre Interessen angeben, desto besser passt Ihre Auswahl. Sie können Themen, ' +
        'Autoren, Organisationen und Stichwörter wählen.',
      action: 'Einstellungen vornehmen',
      notes: [
        'Dieser Link öffnet jederzeit Ihre Einstellungen, ohne Passwort. Bewahren Sie diese E-Mail auf, ' +
          'und leiten Sie sie nicht weiter.',
      ],
    },

    'your-link': {
      subject: 'Ihr Link zu Paperboy',
      preheader: 'Er öffnet Ihre Einstellungen.',
      heading: 'Ihr Link',
      paragraphs: [
        'Sie haben den Link zu Ihren Einstellungen angefordert. Dort legen Sie fest, was Sie interessiert, ' +
          'wann Ihr Digest ankommt und wie viele Papers er enthält. Auch abbestellen können Sie dort.',
      ],
      action: 'Meine Einstellungen öffnen',
      notes: (validHours) => [
        `${validHours === null ? '' : `Der Link ist ${lifetime(validHours)} gültig. `}Wer diesen Link ` +
          'hat, kann Ihr Abonnement ändern. Leiten Sie ihn deshalb nicht weiter. Wenn Sie ihn nicht ' +
          'angefordert haben, ignorieren Sie diese E-Mail: Es hat sich nichts geändert.',
      ],
    },

    'new-address': {
      subject: 'Bestätigen Sie Ihre neue Adresse für Paperboy',
      preheader: 'Bis zur Bestätigung ändert sich nichts.',
      heading: 'Bestätigen Sie Ihre neue Adresse',
      paragraphs: [
        'Diese Adresse wurde als neue Adresse eines Paperboy-Abonnements angegeben. Wenn Sie das waren, ' +
          'bestätigen Sie es bitte.',
        'Alles andere bleibt gleich: Ihre Interessen, Ihr Zeitplan und welche Papers Sie bereits ' +
          'erhalten haben.',
      ],
      action: 'Diese Adresse verwenden',
      notes: (validHours) => [
        `Der Link ist ${lifetime(validHours)} gültig. Wenn Sie das nicht waren, ignorieren Sie diese ` +
          'E-Mail: Ohne Ihre Bestätigung senden wir keinen Digest an diese Adresse.',
      ],
    },

    'address-notice': {
      subject: 'Ihre Adresse für Paperboy soll geändert werden',
      preheader: 'Das waren nicht Sie? Brechen Sie die Änderung in Ihren Einstellungen ab.',
      heading: 'Änderung Ihrer Adresse',
      paragraphs: [
        'Jemand, der den Link zu Ihren Einstellungen hat, möchte Ihr Abonnement auf eine andere Adresse ' +
          'umstellen. Die Änderung gilt, sobald sie dort bestätigt wird. Danach senden wir keine E-Mails ' +
          'mehr an diese Adresse.',
        'Wenn Sie das waren, müssen Sie nichts tun. Wenn nicht, öffnen Sie Ihre Einstellungen und ' +
          'brechen Sie die Änderung ab.',
      ],
      action: 'Meine Einstellungen öffnen',
      notes: [
        'Jeder Digest enthält einen Link zu Ihren Einstellungen. Wenn Sie kürzlich einen weitergeleitet ' +
          'haben, ist der Link vielleicht so an andere gelangt.',
      ],
    },

    goodbye: {
      subject: 'Sie haben Paperboy abbestellt',
      preheader: 'Wir senden keine weiteren Digests an diese Adresse.',
      heading: 'Sie haben abbestellt',
      paragraphs: [
        'Wir senden keine weiteren Digests an diese Adresse. Danke fürs Lesen.',
        'Aus Versehen abbestellt? Sie können jederzeit erneut abonnieren.',
      ],
      action: 'Erneut abonnieren',
      notes: [],
    },
  },
};
