import type { Language } from '../../config/languages.ts';

/** Language and footer of every transactional email. */
interface Sender {
  language: Language;
  /** Home page. */
  site: string;
  postalAddress: string;
}

/**
 * Asks for the confirmation of double opt-in, or for a new one after unsuppressing. Contains no text that a
 * visitor typed, so the form cannot be used to send messages to strangers.
 */
interface ConfirmProps extends Sender {
  /** Chosen interests and schedule, in our own sentences. */
  chosen: string;
  /** Page with the confirm button; opening it changes nothing. */
  confirm: string;
  /** Lifetime of the link. */
  validHours: number;
}

/** Sent once, after confirmation. */
interface WelcomeProps extends Sender {
  preferences: string;
  unsubscribe: string;
  /** Subscription and first digest, in sentences; null if no digest is due. */
  subscription: string | null;
}

/** Sends a lost preferences link to its subscriber. */
interface YourLinkProps extends Sender {
  preferences: string;
  /** Null if the link does not expire. */
  validHours: number | null;
}

/** Asks for confirmation at a subscriber's new address. Contains no text that a visitor typed. */
interface NewAddressProps extends Sender {
  /** Page with the confirm button; opening it changes nothing. */
  confirm: string;
  validHours: number;
}

/** Notifies the current address of a requested address change. */
interface AddressNoticeProps extends Sender {
  preferences: string;
}

/** Confirms that the subscription has ended. */
interface GoodbyeProps extends Sender {
  /** Page for subscribing again. */
  subscribe: string;
}

/** Data of each kind of transactional email. */
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
