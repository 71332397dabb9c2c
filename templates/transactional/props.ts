/** What every letter says at its foot. */
interface Sender {
  /** The site's first page. */
  site: string;
  postalAddress: string;
}

/** Asks for the second yes of double opt-in. Nothing here was typed by anybody, so the mail cannot be abused to carry a message. */
interface ConfirmProps extends Sender {
  /** The page with the button that confirms; opening it changes nothing. */
  confirm: string;
  /** How long the link works. */
  validHours: number;
}

/** Comes once, after the confirmation. */
interface WelcomeProps extends Sender {
  preferences: string;
  unsubscribe: string;
  /** One sentence, e.g. `You follow 3 topics, weekdays at 07:00 Berlin time.`; null when there is nothing to say yet. */
  why: string | null;
}

/** Brings a lost preferences link to the address it belongs to. */
interface YourLinkProps extends Sender {
  preferences: string;
  /** Null when the link works for ever. */
  validHours: number | null;
}

/** Says that it is over. */
interface GoodbyeProps extends Sender {
  /** The page where one can subscribe again. */
  subscribe: string;
}

/** The letters by kind, with what each needs. */
export interface LetterProps {
  confirm: ConfirmProps;
  welcome: WelcomeProps;
  'your-link': YourLinkProps;
  goodbye: GoodbyeProps;
}

export type LetterKind = keyof LetterProps;
