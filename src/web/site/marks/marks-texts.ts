import { FORMATS } from '../../../../templates/formats.ts';
import { weightText } from '../preferences/subscription-texts.ts';

const papersOn = {
  en: (topic: string) => `papers mainly about ${FORMATS.en.quoted(topic)}`,
  de: (topic: string) => `Papers, in denen es vor allem um ${FORMATS.de.quoted(topic)} geht,`,
};

/** More or less like a pick. Weights as in `weightText`; 0 counts as much as any other topic. */
const en = {
  heading: { more: 'More like this?', less: 'Less like this?' },
  about: (topic: string) => `This paper is about ${FORMATS.en.quoted(topic)}.`,
  /** Shown where earlier marks went in the other direction. */
  weightSoFar: (weight: number) =>
    `So far, papers on this topic count ${weightText(weight, 'en')}, because you asked for ` +
    `${weight > 0 ? 'more' : 'less'}.`,
  /** Button that drops the earlier marks in the other direction; takes the resulting weight. */
  overrule: (weight: number) =>
    `Undo my earlier “${weight > 0 ? 'less' : 'more'}” and count them ${weightText(weight, 'en')}`,
  /** Effect of the button. */
  effect: (topic: string, weight: number) =>
    `From your next digest, ${papersOn.en(topic)} count ` +
    `${weight === 0 ? 'as much as any others again' : weightText(weight, 'en')} when we choose your picks.`,
  notFollowed: 'You do not follow this topic. We will treat its papers as if you did.',
  limitReached: 'You have already asked for this on several papers of this topic. Once more has no effect.',
  reversible: 'You can undo this here at any time.',
  button: { more: 'More like this', less: 'Less like this' },
  done: { more: 'Saved: more like this', less: 'Saved: less like this' },
  already: { more: 'You asked for more like this', less: 'You asked for less like this' },
  undo: 'Undo',
  undone: 'Undone',
  current: (topic: string, weight: number) =>
    `Papers mainly about ${FORMATS.en.quoted(topic)} count ` +
    `${weight === 0 ? 'as much as any others' : weightText(weight, 'en')}.`,
  noTopic: {
    heading: 'No topic to adjust',
    paragraphs: [
      'This paper does not fit any of our topics well enough. In your preferences you can follow or mute ' +
        'its keywords, authors or organization.',
    ],
  },
};

const de: typeof en = {
  heading: { more: 'Mehr davon?', less: 'Weniger davon?' },
  about: (topic) => `In diesem Paper geht es um ${FORMATS.de.quoted(topic)}.`,
  weightSoFar: (weight) =>
    `Bisher zählen Papers zu diesem Thema ${weightText(weight, 'de')}, weil Sie ` +
    `${weight > 0 ? 'mehr' : 'weniger'} davon wollten.`,
  overrule: (weight) =>
    `Früheres „${weight > 0 ? 'Weniger' : 'Mehr'}“ zurücknehmen und ${weightText(weight, 'de')} zählen`,
  effect: (topic, weight) =>
    `Ab Ihrem nächsten Digest zählen ${papersOn.de(topic)} bei Ihrer Auswahl ` +
    `${weight === 0 ? 'wieder so viel wie alle anderen' : weightText(weight, 'de')}.`,
  notFollowed:
    'Sie folgen diesem Thema nicht. Wir berücksichtigen seine Papers trotzdem so, als würden Sie ihm folgen.',
  limitReached: 'Das haben Sie schon zu mehreren Papers dieses Themas angegeben. Ein weiteres ändert nichts.',
  reversible: 'Sie können das hier jederzeit rückgängig machen.',
  button: { more: 'Mehr davon', less: 'Weniger davon' },
  done: { more: 'Gespeichert: mehr davon', less: 'Gespeichert: weniger davon' },
  already: { more: 'Sie möchten mehr davon', less: 'Sie möchten weniger davon' },
  undo: 'Rückgängig machen',
  undone: 'Rückgängig gemacht',
  current: (topic, weight) =>
    `${papersOn.de(topic)} zählen ${weight === 0 ? 'so viel wie alle anderen' : weightText(weight, 'de')}.`,
  noTopic: {
    heading: 'Kein Thema zum Anpassen',
    paragraphs: [
      'Dieses Paper passt zu keinem unserer Themen gut genug. In Ihren Einstellungen können Sie seine ' +
        'Stichwörter, Autoren oder seine Organisation auswählen oder ausblenden.',
    ],
  },
};

export const marksTexts = { en, de };
