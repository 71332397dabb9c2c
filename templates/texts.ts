import type { Language } from '../config/languages.ts';
import { english } from './english.ts';
import { german } from './german.ts';

/** All texts of emails in one language. */
export type Texts = typeof english;

/** Email texts by language. A text missing from a language is a type error in its file. */
export const TEXTS: Readonly<Record<Language, Texts>> = { en: english, de: german };
