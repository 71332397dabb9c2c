import type { Language } from '../../config/languages.ts';
import type { LinkView } from '../link-row.tsx';

/** One pick, ready for the template. Null and empty parts are omitted. */
export interface PickView {
  /** Label of a pick from outside the subscriber's interests. */
  mark: string | null;
  title: string;
  url: string | null;
  byline: string | null;
  summary: string | null;
  reason: string | null;
  links: LinkView[];
  /** More like this, Less like this. */
  feedback: LinkView[];
}

/**
 * A digest, ready for the template: every text final, every address checked. HTML and text part are both made
 * from this, so their content cannot differ.
 */
export interface DigestView {
  language: Language;
  subject: string;
  preheader: string;
  name: string;
  site: string;
  /** Line below the masthead: date and number of picks. */
  dateLine: string;
  /** Sentence for a day without matching papers; null when there are picks. */
  quiet: string | null;
  picks: PickView[];
  alsoTrending: { heading: string; entries: { title: string; topic: string; url: string | null }[] } | null;
  /** Footer line: interests and schedule. */
  subscription: string;
  footerLinks: LinkView[];
  postalAddress: string;
}
