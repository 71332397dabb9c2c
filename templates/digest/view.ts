import type { Language } from '../../config/languages.ts';
import type { LinkView } from '../link-row.tsx';

/** One pick, ready for the template. Null and empty parts are omitted. */
export interface PickView {
  /** Position among the picks, from 1; also names its anchor. */
  number: number;
  /** The first pick, set larger than the rest. */
  lead: boolean;
  /** Heading of a group of picks, on its first pick; null otherwise, and outside of a weekly recap. */
  section: string | null;
  /** Line above the headline: its topic, or the label of a pick from outside the subscriber's interests. */
  kicker: string | null;
  title: string;
  /** `lang` of title and summary where it differs from the email's. */
  titleLanguage: string | undefined;
  summaryLanguage: string | undefined;
  url: string | null;
  byline: string | null;
  summary: string | null;
  reason: string | null;
  links: LinkView[];
  /** More like this, Less like this. */
  feedback: LinkView[];
}

/** Line of the contents list, which leads to the pick of that number. */
export interface ContentsEntry {
  number: number;
  title: string;
  /** Empty where a heading above names it. */
  topic: string;
  section: string | null;
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
  /** Edition number: `No. 163, 2026`. */
  edition: string;
  /** Line below the masthead: date and number of picks. */
  dateLine: string;
  /** Sentence for a day without matching papers; null when there are picks. */
  quiet: string | null;
  /** One line on what rose in the week of a recap. */
  rise: { label: string; name: string; url: string | null; fact: string } | null;
  /** Null for a digest of few picks. */
  contents: { heading: string; entries: ContentsEntry[] } | null;
  picks: PickView[];
  alsoTrending: { heading: string; entries: { title: string; topic: string; url: string | null }[] } | null;
  /** Footer line: interests and schedule. */
  subscription: string;
  footerLinks: LinkView[];
  /** View in browser. */
  viewLinks: LinkView[];
  /** `Forwarded this?` with a link to subscribe. */
  forwarded: { question: string; link: LinkView };
  postalAddress: string;
}
