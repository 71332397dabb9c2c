import type { CSSProperties } from 'react';
import { THEME } from './theme.ts';

const { light, dark, fonts, sizes, lineHeights, spaces } = THEME;

/** Class that the dark scheme recolors, and inline style for clients that drop style sheets. */
export interface EmailStyle {
  className: string;
  style: CSSProperties;
}

const px = (...values: number[]) => values.map((value) => (value === 0 ? '0' : `${value}px`)).join(' ');

/**
 * Style of each kind of element in an email, for spreading into JSX. Everything is inline, because Gmail
 * drops the style sheet for accounts of other providers; classes serve only dark mode and narrow screens.
 */
export const EMAIL_STYLES = {
  masthead: {
    className: 'ink',
    style: {
      margin: '0',
      fontFamily: fonts.headline,
      fontSize: px(sizes.masthead),
      lineHeight: lineHeights.headline,
      fontWeight: 'bold',
      color: light.ink,
    },
  },
  heading: {
    className: 'ink',
    style: {
      margin: '0',
      fontFamily: fonts.headline,
      fontSize: px(sizes.title),
      lineHeight: lineHeights.headline,
      fontWeight: 'bold',
      color: light.ink,
    },
  },
  /** Link that looks like text: masthead and headlines. */
  plainLink: { className: 'ink', style: { color: light.ink, textDecoration: 'none' } },
  /** Link that stays in the background. */
  quietLink: { className: 'faded', style: { color: light.faded, textDecoration: 'underline' } },
  link: { className: 'press', style: { color: light.press, textDecoration: 'underline' } },
  meta: {
    className: 'faded',
    style: { margin: px(spaces.hair, 0, 0), fontSize: px(sizes.small), color: light.faded },
  },
  /** Within a line of text. */
  small: { className: 'faded', style: { fontSize: px(sizes.small), color: light.faded } },
  body: {
    className: 'ink',
    style: { margin: px(spaces.near, 0, 0), fontSize: px(sizes.text), color: light.ink },
  },
  /** Pick reason in one quiet line. */
  reason: {
    className: 'ink',
    style: {
      margin: px(spaces.tight, 0, 0),
      fontFamily: fonts.headline,
      fontSize: px(sizes.text),
      fontStyle: 'italic',
      color: light.ink,
    },
  },
  /** Line above a headline or a list. */
  label: {
    className: 'faded',
    style: {
      margin: px(0, 0, spaces.hair),
      fontFamily: fonts.headline,
      fontSize: px(sizes.text),
      fontVariant: 'small-caps',
      letterSpacing: '0.5px',
      color: light.faded,
    },
  },
  /** Number in the headline face, with old-style figures as in a book. */
  figure: {
    className: 'faded',
    style: { fontFamily: fonts.headline, fontSize: px(sizes.lead), color: light.faded },
  },
  contents: { className: 'ink', style: { fontSize: px(sizes.text), lineHeight: '20px', color: light.ink } },
  /** Row of small links, tall enough for a thumb. */
  links: {
    className: 'faded',
    style: {
      margin: px(spaces.tight, 0, 0),
      fontSize: px(sizes.small),
      lineHeight: '28px',
      color: light.faded,
    },
  },
  /** Thick line above a thin one, below the name. */
  doubleRule: {
    className: 'stroke',
    style: {
      margin: px(spaces.tight, 0, 0),
      height: '2px',
      fontSize: '1px',
      lineHeight: '2px',
      borderTop: `3px solid ${light.ink}`,
      borderBottom: `1px solid ${light.ink}`,
    },
  },
  button: {
    className: 'button',
    style: {
      padding: px(spaces.near, spaces.block),
      fontSize: px(sizes.text),
      fontWeight: 'bold',
      color: light.paper,
      backgroundColor: light.press,
    },
  },
} as const satisfies Record<string, EmailStyle>;

/** Meta names for the head of every email: without both, a client may invert colors on its own. */
export const COLOR_SCHEME_METAS = ['color-scheme', 'supported-color-schemes'] as const;

/**
 * Style sheet of an email: dark scheme, and stacked layout on narrow screens. Contains no character that HTML
 * escapes, so it can be inserted into markup unchanged.
 */
export function emailStyleSheet(): string {
  return [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    `@media (max-width:${THEME.columnWidth - 1}px){`,
    '.far{display:block!important;width:auto!important;text-align:left!important}',
    // Short links side by side: on a phone each is 44 px high and wide with its padding, which reaches below
    // the dots beside it.
    `.thumb a{display:inline-block!important;padding:${px(spaces.tight)}!important;`,
    `margin:0 -${px(spaces.tight)}!important;min-width:28px!important}}`,
    '@media (prefers-color-scheme:dark){',
    `.paper,.paper div,.paper td{background-color:${dark.paper}!important}`,
    `.ink{color:${dark.ink}!important}`,
    `.faded{color:${dark.faded}!important}`,
    `.press{color:${dark.press}!important}`,
    `.wash{color:${dark.ink}!important;background-color:${dark.wash}!important}`,
    `.rule{border-color:${dark.rule}!important}`,
    `.stroke{border-color:${dark.ink}!important}`,
    `.button{color:${dark.paper}!important;background-color:${dark.press}!important}`,
    '}',
  ].join('');
}
