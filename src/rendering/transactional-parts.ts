import type { LinkView } from '../../templates/link-row.tsx';
import type { Texts } from '../../templates/texts.ts';
import type { TransactionalKind, TransactionalProps } from '../../templates/transactional/props.ts';
import type { TransactionalView } from '../../templates/transactional/view.ts';
import { cleanLine } from './clean-text.ts';
import { requiredAddress } from './web-address.ts';

/** The parts in which the kinds of transactional email differ. */
type Parts = Pick<TransactionalView, 'paragraphs' | 'afterwards' | 'footLinks'> & { address: string };

const PARTS: {
  [Kind in TransactionalKind]: (props: TransactionalProps[Kind], texts: Texts['letters']) => Parts;
} = {
  confirm: (props, texts) => asking(props, texts.confirm),
  lifted: (props, texts) => asking(props, texts.lifted),
  welcome: (props, texts) => ({
    paragraphs: [
      [...texts.welcome.paragraphs, cleanLine(props.why ?? '')].filter(Boolean).join(' '),
      texts.welcome.hint,
    ],
    address: requiredAddress('preferences', props.preferences),
    afterwards: texts.welcome.afterwards,
    footLinks: [
      link(texts.change, 'preferences', props.preferences),
      link(texts.unsubscribe, 'unsubscribe', props.unsubscribe),
    ],
  }),
  'your-link': (props, texts) => ({
    paragraphs: texts['your-link'].paragraphs,
    address: requiredAddress('preferences', props.preferences),
    afterwards: texts['your-link'].afterwards(props.validHours),
    footLinks: [],
  }),
  'new-address': (props, texts) => ({
    paragraphs: texts['new-address'].paragraphs,
    address: requiredAddress('confirm', props.confirm),
    afterwards: texts['new-address'].afterwards(props.validHours),
    footLinks: [],
  }),
  'address-notice': (props, texts) => ({
    paragraphs: texts['address-notice'].paragraphs,
    address: requiredAddress('preferences', props.preferences),
    afterwards: texts['address-notice'].afterwards,
    footLinks: [],
  }),
  goodbye: (props, texts) => ({
    paragraphs: texts.goodbye.paragraphs,
    address: requiredAddress('subscribe', props.subscribe),
    afterwards: texts.goodbye.afterwards,
    footLinks: [],
  }),
};

function asking(props: TransactionalProps['confirm'], words: Texts['letters']['confirm']): Parts {
  return {
    paragraphs: [...words.paragraphs, cleanLine(props.chosen)].filter(Boolean),
    address: requiredAddress('confirm', props.confirm),
    afterwards: words.afterwards(props.validHours),
    footLinks: [],
  };
}

/** Shapes a transactional email of that kind for the templates. Throws PaperboyError `LINK_UNUSABLE`. */
export function shapeTransactional<Kind extends TransactionalKind>(
  kind: Kind,
  props: TransactionalProps[Kind],
  texts: Texts,
): TransactionalView {
  const words = texts.letters[kind];
  const { address, ...parts } = PARTS[kind](props, texts.letters);
  return {
    language: props.language,
    subject: words.subject,
    preheader: words.preheader,
    name: texts.name,
    site: requiredAddress('site', props.site),
    heading: words.heading,
    action: { label: words.action, url: address },
    byHand: texts.letters.byHand,
    postalAddress: cleanLine(props.postalAddress),
    ...parts,
  };
}

function link(label: string, what: string, address: string): LinkView {
  return { label, url: requiredAddress(what, address) };
}
