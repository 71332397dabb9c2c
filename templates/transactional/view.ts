import type { Language } from '../../config/languages.ts';
import type { LinkView } from '../link-row.tsx';

/** A letter ready to be set. The HTML and the text part are both made from this. */
export interface TransactionalView {
  language: Language;
  subject: string;
  preheader: string;
  name: string;
  site: string;
  heading: string;
  paragraphs: string[];
  /** The one thing to do, as a button, and the address in full below it. */
  action: LinkView;
  byHand: string;
  /** What to know beyond, in small print. */
  afterwards: string[];
  footLinks: LinkView[];
  postalAddress: string;
}
