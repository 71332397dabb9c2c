import type { Language } from '../../config/languages.ts';
import type { LinkView } from '../link-row.tsx';

/** A transactional email, ready for the template. HTML and text part are both made from this. */
export interface TransactionalView {
  language: Language;
  subject: string;
  preheader: string;
  name: string;
  site: string;
  heading: string;
  paragraphs: string[];
  /** Rendered as a button, with the full address below. */
  action: LinkView;
  /** Line above that address. */
  linkHint: string;
  /** Paragraphs after the action. */
  notes: string[];
  footerLinks: LinkView[];
  postalAddress: string;
}
