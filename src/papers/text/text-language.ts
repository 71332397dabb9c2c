import type { Language } from '../../../config/languages.ts';

// Greek and symbols like ℓ are part of formulas.
const OTHER_SCRIPT = /(?!\p{Script=Latin}|\p{Script=Greek}|\p{Script=Common})\p{L}/u;

/**
 * `lang` attribute of a paper's text within a page or email in `around`, so that a screen reader does not read
 * English with German rules (WCAG 3.1.2); undefined where it is not needed. Titles and abstracts are English
 * unless they are written in another script.
 */
export function textLanguage(text: string, around: Language): 'en' | undefined {
  return around === 'en' || OTHER_SCRIPT.test(text) ? undefined : 'en';
}
