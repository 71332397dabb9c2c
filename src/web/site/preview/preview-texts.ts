import { FORMATS } from '../../../../templates/formats.ts';
import { TEXTS } from '../../../../templates/texts.ts';

const { en: english, de: german } = FORMATS;
const PAPERS_EN = { one: 'paper', other: 'papers' };
const PAPERS_DE = { one: 'Paper', other: 'Papers' };

/** The digest that a preference would give today. */
const en = {
  heading: 'Preview',
  /** Link to the preview on screens where it lies below the form. */
  jump: 'See the preview ↓',
  button: 'Preview',
  /** Takes the number of picks and the size of the candidate pool. */
  picked: (picks: number, pool: number) =>
    `${english.counted(picks, PAPERS_EN)} from ${english.number(pool)}`,
  alsoTrending: (count: number) =>
    `plus ${english.counted(count, { one: 'title', other: 'titles' })} under ` +
    english.quoted(TEXTS.en.digest.alsoTrending),
  noMatch: 'No papers match today, so no email would be sent. Follow more topics or mute less to get more.',
  nothingNew:
    'You already received today’s matching papers, so no email would be sent. Follow more topics or mute ' +
    'less to get more.',
  titlesOnly: (count: number) =>
    'No papers match today. The email would say so and list ' +
    `${english.counted(count, { one: 'title', other: 'titles' })} trending elsewhere.`,
  notRanked: 'No papers have been ranked yet. The first ranking runs early in the morning (UTC).',
  exploration: 'Outside what you follow',
  added: 'New',
  removed: (count: number) => `No longer included (${english.number(count)}):`,
  same: 'No difference for today’s papers: everything that matches is already included.',
  notSaved: 'This is a preview. Nothing is saved yet.',
  keywords: 'Your keywords in the last 7 days',
  /** `hasMore`: there may be more than counted. */
  matched: ({ count, hasMore, muted }: { count: number; hasMore: boolean; muted: boolean }) =>
    (count === 0
      ? hasMore
        ? 'none of the newest papers'
        : 'no paper'
      : `${hasMore ? 'at least ' : ''}${english.counted(count, PAPERS_EN)}`) + (muted ? ' muted' : ''),
  more: 'More like this',
  less: 'Less like this',
};

const de: typeof en = {
  heading: 'Vorschau',
  jump: 'Vorschau ansehen ↓',
  button: 'Vorschau',
  picked: (picks, pool) => `${german.number(picks)} von ${german.counted(pool, PAPERS_DE)}`,
  alsoTrending: (count) =>
    `und ${german.counted(count, { one: 'Titel', other: 'Titel' })} unter ` +
    german.quoted(TEXTS.de.digest.alsoTrending),
  noMatch:
    'Heute passen keine Papers, es würde also keine E-Mail verschickt. Mit mehr Themen oder weniger ' +
    'Ausgeblendetem erhalten Sie mehr.',
  nothingNew:
    'Die passenden Papers von heute haben Sie bereits erhalten, es würde also keine E-Mail verschickt. Mit ' +
    'mehr Themen oder weniger Ausgeblendetem erhalten Sie mehr.',
  titlesOnly: (count) =>
    'Heute passen keine Papers. Die E-Mail würde das mitteilen und ' +
    `${german.counted(count, { one: 'Titel', other: 'Titel' })} aus anderen Themen nennen.`,
  notRanked: 'Noch sind keine Papers bewertet. Die erste Bewertung läuft früh am Morgen (UTC).',
  exploration: 'Außerhalb Ihrer Interessen',
  added: 'Neu',
  removed: (count) => `Nicht mehr enthalten (${german.number(count)}):`,
  same: 'Für die Papers von heute ändert sich nichts: Alles Passende ist bereits enthalten.',
  notSaved: 'Das ist eine Vorschau. Noch ist nichts gespeichert.',
  keywords: 'Ihre Stichwörter in den letzten 7 Tagen',
  matched: ({ count, hasMore, muted }) =>
    (count === 0
      ? hasMore
        ? 'keines der neuesten Papers'
        : 'kein Paper'
      : `${hasMore ? 'mindestens ' : ''}${german.counted(count, PAPERS_DE)}`) +
    (muted ? ' ausgeblendet' : ''),
  more: 'Mehr davon',
  less: 'Weniger davon',
};

export const previewTexts = { en, de };
