import type { Language } from '../config/languages.ts';
import { english } from './english.ts';
import { german } from './german.ts';

/** Every word of the mails. */
export type Texts = typeof english;

/** The words by language. What a language lacks is a type error in its own file. */
export const TEXTS: Readonly<Record<Language, Texts>> = { en: english, de: german };
