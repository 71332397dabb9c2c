import type { english } from './english.ts';
import { GERMAN } from './sentences.ts';

const { counted, plural } = GERMAN;

const hours = (count: number) =>
  count >= 72 && count % 24 === 0 ? plural(count / 24, 'Tag', 'Tage') : plural(count, 'Stunde', 'Stunden');

/** Every word of the mails in German, the same ones as on the pages. */
export const german: typeof english = {
  name: 'Paperboy',

  digest: {
    date: GERMAN.date,
    offer: (picks, pool) => `${plural(picks, 'Paper', 'Papers')} für Sie, von ${counted(pool)}`,
    quietOffer: 'ein ruhiger Tag',
    quiet: (pool) =>
      pool > 0
        ? pool === 1
          ? 'Ein ruhiger Tag: Das eine neue Paper passt nicht zu dem, was Sie ausgesucht haben.'
          : `Ein ruhiger Tag: Von ${counted(pool)} neuen Papers passt keines zu dem, was Sie ausgesucht haben.`
        : 'Ein ruhiger Tag: Es kamen keine neuen Papers herein.',
    quietSubject: 'Ein ruhiger Tag: nichts Neues zu dem, was Sie ausgesucht haben',
    more: (count) => `und ${plural(count, 'weiteres', 'weitere')}`,
    authors: (names, others) => {
      if (names.length === 0) return others > 0 ? plural(others, 'Autor/in', 'Autoren') : '';
      if (others > 0)
        return `${names.join(', ')} und ${others === 1 ? 'eine weitere Person' : `${counted(others)} weitere`}`;
      return GERMAN.list(names);
    },
    untitled: 'Paper ohne Titel',
    exploration: 'Von außerhalb Ihrer Themen',
    abstractLink: 'arXiv',
    pdfLink: 'PDF',
    codeLink: 'Code',
    projectLink: 'Projekt',
    discussionLink: (count) => (count ? `Diskussion (${counted(count)})` : 'Diskussion'),
    moreLink: 'Mehr davon',
    lessLink: 'Weniger',
    alsoTrending: 'Ebenfalls beachtet',
    change: 'Ändern',
    pause: 'Pause',
    unsubscribe: 'Abbestellen',
  },

  reasons: {
    query: (query) => `Passt zu „${query}“`,
    author: (name) => `Von ${name}, auf Ihrer Liste`,
    organisation: (name) => `Von ${name}, auf Ihrer Liste`,
    everything: 'Alle Themen',
    outside: 'Außerhalb Ihrer Themen',
    editor: 'Von der Redaktion für alle ausgewählt',
    edited: 'Zusammenfassung bearbeitet',
    units: {
      hf_upvotes: (count) => plural(count, 'Upvote', 'Upvotes'),
      hf_comments: (count) => plural(count, 'Kommentar', 'Kommentare'),
      github_stars: (count) => plural(count, 'GitHub-Stern', 'GitHub-Sterne'),
    },
    since: (count) => `${count} seit gestern`,
    mostInTopic: 'die meisten in seinem Thema',
    mostOfAll: 'die meisten unter den neuen Papers',
    moreInTopic: (percent) => `mehr als ${percent} % seines Themas`,
    moreOfAll: (percent) => `mehr als ${percent} % der neuen Papers`,
    leaderToday: 'das Paper des Tages mit den meisten Upvotes',
    leaderOf: (day) => `das Paper vom ${day} mit den meisten Upvotes`,
    newToday: 'heute neu',
    newOn: (day) => `neu am ${day}`,
  },

  why: {
    everything: 'Sie bekommen, was überall Beachtung findet',
    topics: (count) => `Sie folgen ${plural(count, 'Thema', 'Themen')}`,
    interests: (count) => `Sie folgen ${plural(count, 'Stichwort', 'Stichwörtern')}`,
    everyDay: 'jeden Tag',
    weekdays: 'montags bis freitags',
    onDays: ['montags', 'dienstags', 'mittwochs', 'donnerstags', 'freitags', 'samstags', 'sonntags'],
    at: (hour, place, isPlace) => (isPlace ? `um ${hour} Uhr (Zeit in ${place})` : `um ${hour} Uhr ${place}`),
    firstNow: 'Ihre erste Auswahl ist unterwegs zu Ihnen.',
    firstOn: (day, at) => `Ihre erste Auswahl kommt am ${GERMAN.date(day)}, ${at}.`,
    chosen: (topics, more, own) =>
      topics.length + more + own === 0
        ? 'Sie haben keine Themen ausgesucht und bekommen darum, was überall Beachtung findet'
        : `Sie haben ausgesucht: ${[
            ...topics,
            ...(more > 0 ? [plural(more, 'Thema', 'Themen')] : []),
            ...(own > 0 ? [plural(own, 'eigenes Stichwort', 'eigene Stichwörter')] : []),
          ].join('; ')}`,
    coming: (chosen, often, at) => `${chosen}. Die Auswahl kommt ${often} ${at}.`,
  },

  letters: {
    byHand: 'Wenn der Knopf nicht geht, öffnen Sie diese Adresse:',
    change: 'Ändern',
    unsubscribe: 'Abbestellen',

    confirm: {
      subject: 'Bitte bestätigen Sie Ihr Abonnement von Paperboy',
      preheader: 'Vorher kommt nichts.',
      heading: 'Bitte bestätigen Sie Ihr Abonnement',
      paragraphs: [
        'Jemand hat diese Adresse angegeben, um Paperboy per Mail zu bekommen. Wenn Sie das waren, bestätigen Sie es bitte.',
        'Was dann kommt: eine kurze Mail mit den Papers aus der Forschung, die in den Themen Ihrer Wahl Beachtung finden, und bei jedem, warum es dabei ist. Jede Mail hat einen Link, um das zu ändern, und einen zum Abbestellen.',
      ],
      action: 'Mein Abonnement bestätigen',
      afterwards: (validHours) => [
        `Der Link gilt ${hours(validHours)}. Wenn Sie das nicht waren, tun Sie nichts: Ohne Ihre Bestätigung kommt keine Auswahl.`,
      ],
    },

    lifted: {
      subject: 'Möchten Sie Paperboy weiter bekommen?',
      preheader: 'Die Mails hatten aufgehört. Ein Druck bringt sie zurück; vorher kommt nichts.',
      heading: 'Möchten Sie Paperboy weiter per Mail bekommen?',
      paragraphs: [
        'Sie haben Paperboy unter dieser Adresse abonniert, dann kamen keine Mails mehr: Sie waren an uns zurückgekommen oder als unerwünscht gemeldet worden. Jemand, der diese Seite betreibt, hat die Sperre aufgehoben. Drücken Sie den Knopf, um sie wieder zu bekommen.',
      ],
      action: 'Paperboy wieder bekommen',
      afterwards: (validHours) => [
        `Der Link gilt ${hours(validHours)}. Wenn Sie sie nicht mehr möchten, tun Sie nichts: Ohne Ihre Bestätigung kommt keine Auswahl.`,
      ],
    },

    welcome: {
      subject: 'Sie haben Paperboy abonniert',
      preheader: 'Ihr Abonnement ist bestätigt. Themen, Zeiten und Umfang bestimmen Sie.',
      heading: 'Willkommen',
      paragraphs: ['Ihr Abonnement ist bestätigt.'],
      hint: 'Je genauer Sie sagen, wem oder was Sie folgen, desto besser passen die Papers: Themen, Autoren, Organisationen oder eigene Wörter.',
      action: 'Aussuchen, was ich bekomme',
      afterwards: [
        'Dieser Link öffnet jederzeit Ihre eigene Seite, ohne Passwort. Bitte heben Sie diese Mail auf und leiten Sie sie nicht weiter.',
      ],
    },

    'your-link': {
      subject: 'Ihr Link zu Paperboy',
      preheader: 'Er öffnet die Seite, auf der Sie Themen, Zeiten und Umfang bestimmen.',
      heading: 'Der Link, um den Sie gebeten haben',
      paragraphs: [
        'Er öffnet die Seite, auf der Sie bestimmen, wem oder was Sie folgen, wann die Auswahl kommt und wie viel darin steht. Dort können Sie auch abbestellen.',
      ],
      action: 'Meine Seite öffnen',
      afterwards: (validHours) => [
        `${validHours === null ? 'Wer diesen Link hat, kann Ihr Abonnement ändern' : `Der Link gilt ${hours(validHours)}, und wer ihn hat, kann Ihr Abonnement ändern`}; bitte leiten Sie ihn darum nicht weiter. Wenn Sie nicht darum gebeten haben, tun Sie nichts: Es hat sich nichts geändert.`,
      ],
    },

    'new-address': {
      subject: 'Bitte bestätigen Sie Ihre neue Adresse für Paperboy',
      preheader: 'Vorher bleibt alles, wie es ist.',
      heading: 'Bitte bestätigen Sie Ihre neue Adresse',
      paragraphs: [
        'Jemand möchte Paperboy künftig an diese Adresse bekommen. Wenn Sie das waren, bestätigen Sie es bitte.',
        'Alles andere bleibt, wie es ist: wem oder was Sie folgen, wann es kommt und was Sie schon hatten.',
      ],
      action: 'Diese Adresse verwenden',
      afterwards: (validHours) => [
        `Der Link gilt ${hours(validHours)}. Wenn Sie das nicht waren, tun Sie nichts: Ohne Ihre Bestätigung kommt hier keine Auswahl.`,
      ],
    },

    'address-notice': {
      subject: 'Ihr Paperboy soll an eine andere Adresse gehen',
      preheader: 'Wenn Sie das nicht waren, nehmen Sie es auf Ihrer eigenen Seite zurück.',
      heading: 'Umzug an eine andere Adresse',
      paragraphs: [
        'Jemand, der den Link zu Ihrer Seite hat, möchte die Auswahl an eine andere Adresse bekommen. Sie zieht um, sobald das dort bestätigt ist; an diese Adresse kommt dann nichts mehr.',
        'Wenn Sie das waren, ist hier nichts zu tun. Wenn nicht, öffnen Sie Ihre Seite und nehmen Sie es zurück.',
      ],
      action: 'Meine Seite öffnen',
      afterwards: [
        'Wer eine Mail von uns hat, kann Ihre Seite öffnen. Falls Sie neulich eine weitergeleitet haben, kam es vielleicht dadurch.',
      ],
    },

    goodbye: {
      subject: 'Sie haben Paperboy abbestellt',
      preheader: 'An diese Adresse kommt keine Auswahl mehr. Mehr ist nicht zu tun.',
      heading: 'Sie haben abbestellt',
      paragraphs: [
        'An diese Adresse kommt keine Auswahl mehr. Mehr ist nicht zu tun. Danke, dass Sie gelesen haben.',
        'Wenn es ein Versehen war, können Sie jederzeit wieder abonnieren.',
      ],
      action: 'Wieder abonnieren',
      afterwards: [],
    },
  },
};
