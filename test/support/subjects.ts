/** Made-up words for each subject, more than a model has dimensions. */
const SYLLABLES = 'ba co du fe gi lo mu ne pi ro'.split(' ');
const SUBJECTS = { birds: 'quen', boats: 'trav', bread: 'olim' } as const;

export type Subject = keyof typeof SUBJECTS;

/** Word of a subject that no other subject has: 100 of them, counted from 0. */
export function wordOf(subject: Subject, number: number): string {
  return `${SUBJECTS[subject]}${SYLLABLES[Math.floor(number / 10) % 10]}${SYLLABLES[number % 10]}`;
}

/** Title and abstract of one paper; the same for the same number. */
export function textAbout(subject: Subject, number: number): { title: string; abstract: string } {
  let state = number + 1;
  const words = (count: number) =>
    Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return wordOf(subject, (state >>> 16) % 100);
    }).join(' ');
  return { title: `A study of ${words(3)}`, abstract: `This work measures ${words(24)} in detail.` };
}
