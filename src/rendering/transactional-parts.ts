import type { LinkView } from '../../templates/link-row.tsx';
import type { Texts } from '../../templates/texts.ts';
import type { TransactionalKind, TransactionalProps } from '../../templates/transactional/props.ts';
import type { TransactionalView } from '../../templates/transactional/view.ts';
import { cleanLine, cleanOwnLine } from '../papers/text/clean-text.ts';
import { requiredAddress } from './web-address.ts';

/** The parts in which the kinds of transactional email differ. */
type Parts = Pick<TransactionalView, 'paragraphs' | 'notes' | 'footerLinks'> & { address: string };

const PARTS: {
  [Kind in TransactionalKind]: (props: TransactionalProps[Kind], texts: Texts['transactional']) => Parts;
} = {
  confirm: (props, texts) => confirmationParts(props, texts.confirm),
  lifted: (props, texts) => confirmationParts(props, texts.lifted),
  welcome: (props, texts) => ({
    paragraphs: [
      [...texts.welcome.paragraphs, cleanOwnLine(props.subscription ?? '')].filter(Boolean).join(' '),
      texts.welcome.hint,
    ],
    address: requiredAddress('preferences', props.preferences),
    notes: texts.welcome.notes,
    footerLinks: [
      link(texts.preferences, 'preferences', props.preferences),
      link(texts.unsubscribe, 'unsubscribe', props.unsubscribe),
    ],
  }),
  'your-link': (props, texts) => ({
    paragraphs: texts['your-link'].paragraphs,
    address: requiredAddress('preferences', props.preferences),
    notes: texts['your-link'].notes(props.validHours),
    footerLinks: [],
  }),
  'new-address': (props, texts) => ({
    paragraphs: texts['new-address'].paragraphs,
    address: requiredAddress('confirm', props.confirm),
    notes: texts['new-address'].notes(props.validHours),
    footerLinks: [],
  }),
  'address-notice': (props, texts) => ({
    paragraphs: texts['address-notice'].paragraphs,
    address: requiredAddress('preferences', props.preferences),
    notes: texts['address-notice'].notes,
    footerLinks: [],
  }),
  goodbye: (props, texts) => ({
    paragraphs: texts.goodbye.paragraphs,
    address: requiredAddress('subscribe', props.subscribe),
    notes: texts.goodbye.notes,
    footerLinks: [],
  }),
};

function confirmationParts(
  props: TransactionalProps['confirm'],
  words: Texts['transactional']['confirm'],
): Parts {
  return {
    paragraphs: [...words.paragraphs, cleanOwnLine(props.chosen)].filter(Boolean),
    address: requiredAddress('confirm', props.confirm),
    notes: words.notes(props.validHours),
    footerLinks: [],
  };
}

/** Shapes a transactional email of that kind for the templates. Throws PaperboyError `LINK_UNUSABLE`. */
export function shapeTransactional<Kind extends TransactionalKind>(
  kind: Kind,
  props: TransactionalProps[Kind],
  texts: Texts,
): TransactionalView {
  const words = texts.transactional[kind];
  const { address, ...parts } = PARTS[kind](props, texts.transactional);
  return {
    language: props.language,
    subject: words.subject,
    preheader: words.preheader,
    name: texts.name,
    site: requiredAddress('site', props.site),
    heading: words.heading,
    action: { label: words.action, url: address },
    linkHint: texts.transactional.linkHint,
    postalAddress: cleanLine(props.postalAddress),
    ...parts,
  };
}

function link(label: string, what: string, address: string): LinkView {
  return { label, url: requiredAddress(what, address) };
}
