import { FORMATS } from '../frame/formats.ts';
import { parts, times } from '../preferences/weight-words.ts';

/** More or less like a pick. `weight`: above 0 doubled so often, below 0 halved so often. */
const en = {
  heading: { more: 'More like this?', less: 'Less like this?' },
  about: (topic: string) => `This paper is about ${FORMATS.en.quoted(topic)}.`,
  /** Takes the weight now, where the button is for the other direction. */
  sofar: (weight: number) =>
    weight > 0
      ? `So far papers about it count ${times.en[weight] ?? ''} as much, because you asked for more.`
      : `So far papers about it count ${parts.en[-weight] ?? ''}, because you asked for less.`,
  /** The button that forgets what was said to the contrary; takes the weight that is left. */
  firmly: (weight: number) =>
    weight > 0
      ? `Forget “less”: let them count ${times.en[weight] ?? ''} as much`
      : `Forget “more”: let them count ${parts.en[-weight] ?? ''}`,
  /** What the button does: takes the topic and its weight afterwards. */
  will: (topic: string, weight: number) =>
    weight === 0
      ? `From your next digest on, papers that are mainly about ${FORMATS.en.quoted(topic)} count as much as any others again.`
      : weight > 0
        ? `From your next digest on, papers that are mainly about ${FORMATS.en.quoted(topic)} count ${times.en[weight] ?? ''} as much when yours are picked.`
        : `From your next digest on, papers that are mainly about ${FORMATS.en.quoted(topic)} count ${parts.en[-weight] ?? ''} when yours are picked.`,
  unfollowed: 'You do not follow this topic; it is picked from as if you did.',
  most: 'You have said so of several papers on it; one more makes no difference.',
  back: 'You can take it back here at any time.',
  button: { more: 'More like this', less: 'Less like this' },
  done: { more: 'Noted: more like this', less: 'Noted: less like this' },
  already: { more: 'You asked for more like this', less: 'You asked for less like this' },
  undo: 'Take it back',
  undone: 'Taken back',
  isNow: (topic: string, weight: number) =>
    weight === 0
      ? `Papers that are mainly about ${FORMATS.en.quoted(topic)} count as much as any others.`
      : `Papers that are mainly about ${FORMATS.en.quoted(topic)} count ${weight > 0 ? `${times.en[weight] ?? ''} as much` : (parts.en[-weight] ?? '')}.`,
  noTopic: {
    heading: 'Nothing to weigh here',
    paragraphs: [
      'This paper fits none of our topics well enough to tell what more or less of it would be. On your own page you can follow its words, its authors or its organisation, or mute them.',
    ],
  },
};

const de: typeof en = {
  heading: { more: 'Mehr davon?', less: 'Weniger davon?' },
  about: (topic) => `Dieses Paper handelt von ${FORMATS.de.quoted(topic)}.`,
  sofar: (weight) =>
    weight > 0
      ? `Bisher zählen Papers darüber ${times.de[weight] ?? ''}, weil Sie mehr davon wollten.`
      : `Bisher zählen Papers darüber ${parts.de[-weight] ?? ''}, weil Sie weniger davon wollten.`,
  firmly: (weight) =>
    weight > 0
      ? `„Weniger“ vergessen: ${times.de[weight] ?? ''} zählen lassen`
      : `„Mehr“ vergessen: ${parts.de[-weight] ?? ''} zählen lassen`,
  will: (topic, weight) =>
    weight === 0
      ? `Ab Ihrer nächsten Mail zählen Papers, die vor allem von ${FORMATS.de.quoted(topic)} handeln, wieder wie alle anderen.`
      : weight > 0
        ? `Ab Ihrer nächsten Mail zählen Papers, die vor allem von ${FORMATS.de.quoted(topic)} handeln, ${times.de[weight] ?? ''}, wenn Ihre ausgesucht werden.`
        : `Ab Ihrer nächsten Mail zählen Papers, die vor allem von ${FORMATS.de.quoted(topic)} handeln, ${parts.de[-weight] ?? ''}, wenn Ihre ausgesucht werden.`,
  unfollowed: 'Sie folgen diesem Thema nicht; es wird ausgesucht, als täten Sie es.',
  most: 'Sie haben das schon von mehreren Papers dazu gesagt; eines mehr ändert nichts.',
  back: 'Sie können es hier jederzeit zurücknehmen.',
  button: { more: 'Mehr davon', less: 'Weniger davon' },
  done: { more: 'Notiert: mehr davon', less: 'Notiert: weniger davon' },
  already: { more: 'Sie wollten mehr davon', less: 'Sie wollten weniger davon' },
  undo: 'Zurücknehmen',
  undone: 'Zurückgenommen',
  isNow: (topic, weight) =>
    weight === 0
      ? `Papers, die vor allem von ${FORMATS.de.quoted(topic)} handeln, zählen wie alle anderen.`
      : `Papers, die vor allem von ${FORMATS.de.quoted(topic)} handeln, zählen ${weight > 0 ? (times.de[weight] ?? '') : (parts.de[-weight] ?? '')}.`,
  noTopic: {
    heading: 'Hier gibt es nichts zu gewichten',
    paragraphs: [
      'Dieses Paper passt zu keinem unserer Themen gut genug, um zu wissen, was mehr oder weniger davon wäre. Auf Ihrer eigenen Seite können Sie seinen Wörtern, Autoren oder seiner Organisation folgen oder sie ausblenden.',
    ],
  },
};

export const marksTexts = { en, de };
