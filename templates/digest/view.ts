import type { Language } from '../../config/languages.ts';
import type { LinkView } from '../link-row.tsx';

/** One pick ready to be set. What is null or empty is left out, and the card stays whole. */
export interface PickView {
  /** Says that the pick is from outside the reader's interests. */
  mark: string | null;
  title: string;
  url: string | null;
  byline: string | null;
  summary: string | null;
  reason: string | null;
  links: LinkView[];
  /** More like this, Less. */
  feedback: LinkView[];
}

/**
 * A digest ready to be set: every text clean, cut and worded, every address checked. The HTML and the text
 * part are both made from this, so they cannot say different things.
 */
export interface DigestView {
  language: Language;
  subject: string;
  preheader: string;
  name: string;
  site: string;
  /** The line under the masthead. */
  dateLine: string;
  /** The sentence of a quiet day; null when there are picks. */
  quiet: string | null;
  picks: PickView[];
  alsoTrending: { heading: string; entries: { title: string; topic: string; url: string | null }[] } | null;
  why: string;
  footLinks: LinkView[];
  postalAddress: string;
}
