import { FORMATS } from '../frame/formats.ts';

/** The digest that a preference would give, as pages show it. */
const en = {
  heading: 'What would come now',
  show: 'Show me what would come',
  look: 'See what would come ↓',
  /** Takes how many papers are picked and out of how many. */
  offer: (picks: number, pool: number) =>
    `${FORMATS.en.counted(picks, { one: 'paper', other: 'papers' })}, out of ${FORMATS.en.number(pool)}`,
  /** Takes the day of the papers, YYYY-MM-DD. */
  day: (day: string) => FORMATS.en.date(day),
  further: (count: number) =>
    `and ${FORMATS.en.counted(count, { one: 'further title', other: 'further titles' })} under “Also trending”`,
  nothing: 'Nothing of today matches, so no mail would come today. More topics or fewer mutes bring more.',
  nothingMore:
    'You have already received today’s matching papers, so nothing more would come today. More topics or fewer mutes bring more.',
  titlesOnly: (count: number) =>
    `A quiet day: nothing of today matches. The mail would say so, with ${FORMATS.en.counted(count, { one: 'title', other: 'titles' })} of what is trending elsewhere.`,
  none: 'No papers have been ranked yet, so there is nothing to show. Early in the morning (UTC) there will be.',
  exploration: 'From outside what you follow',
  fresh: 'New here',
  gone: (titles: number) => `No longer here (${titles}):`,
  same: 'With the papers of today it makes no difference: whatever fits has a place anyway. It counts from the next digest on.',
  notSaved: 'This is how it would be. Nothing is saved yet.',
  more: 'More like this',
  less: 'Less',
};

const de: typeof en = {
  heading: 'Was jetzt käme',
  show: 'Zeigen, was käme',
  look: 'Sehen, was käme ↓',
  offer: (picks, pool) =>
    `${FORMATS.de.counted(picks, { one: 'Paper', other: 'Papers' })} von ${FORMATS.de.number(pool)}`,
  day: (day) => FORMATS.de.date(day),
  further: (count) =>
    `und ${FORMATS.de.counted(count, { one: 'weiterer Titel', other: 'weitere Titel' })} unter „Ebenfalls beachtet“`,
  nothing:
    'Heute passt nichts, also käme heute keine Mail. Mit mehr Themen oder weniger Ausgeblendetem kommt mehr.',
  nothingMore:
    'Was heute passt, haben Sie schon bekommen, also käme heute nichts mehr. Mit mehr Themen oder weniger Ausgeblendetem kommt mehr.',
  titlesOnly: (count) =>
    `Ein ruhiger Tag: Heute passt nichts. Die Mail würde das sagen, mit ${FORMATS.de.counted(count, { one: 'Titel', other: 'Titeln' })} von dem, was anderswo Beachtung findet.`,
  none: 'Noch ist kein Paper eingeordnet, also gibt es nichts zu zeigen. Früh am Morgen (UTC) ist es so weit.',
  exploration: 'Von außerhalb Ihrer Themen',
  fresh: 'Neu hier',
  gone: (titles) => `Nicht mehr dabei (${titles}):`,
  same: 'Bei den Papers von heute ändert es nichts: Was passt, hat ohnehin Platz. Es zählt ab der nächsten Mail.',
  notSaved: 'So würde es. Noch ist nichts gespeichert.',
  more: 'Mehr davon',
  less: 'Weniger',
};

export const previewTexts = { en, de };
