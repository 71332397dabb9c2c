import type { Language } from '../../config/languages.ts';

/** What every letter says at its foot. */
interface Sender {
  language: Language;
  /** The site's first page. */
  site: string;
  postalAddress: string;
}

/** Asks for the second yes of double opt-in, or again after a suppression was lifted. Nothing here was typed by anybody, so the mail cannot be abused to carry a message. */
interface ConfirmProps extends Sender {
  /** What was chosen when asking, in sentences of our own. */
  chosen: string;
  /** The page with the button that confirms; opening it changes nothing. */
  confirm: string;
  /** How long the link works. */
  validHours: number;
}

/** Comes once, after the confirmation. */
interface WelcomeProps extends Sender {
  preferences: string;
  unsubscribe: string;
  /** What they follow and when the first digest comes, in sentences; null when there is nothing to say. */
  why: string | null;
}

/** Brings a lost preferences link to the address it belongs to. */
interface YourLinkProps extends Sender {
  preferences: string;
  /** Null when the link works for ever. */
  validHours: number | null;
}

/** Asks at the address that a subscriber wants to move to. Nothing here was typed by anybody. */
interface NewAddressProps extends Sender {
  /** The page with the button that moves; opening it changes nothing. */
  confirm: string;
  validHours: number;
}

/** Tells the present address that somebody wants to move away from it. */
interface AddressNoticeProps extends Sender {
  preferences: string;
}

/** Says that it is over. */
interface GoodbyeProps extends Sender {
  /** The page where one can subscribe again. */
  subscribe: string;
}

/** The letters by kind, with what each needs. */
export interface TransactionalProps {
  confirm: ConfirmProps;
  lifted: ConfirmProps;
  welcome: WelcomeProps;
  'your-link': YourLinkProps;
  'new-address': NewAddressProps;
  'address-notice': AddressNoticeProps;
  goodbye: GoodbyeProps;
}

export type TransactionalKind = keyof TransactionalProps;
