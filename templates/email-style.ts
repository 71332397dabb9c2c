import type { CSSProperties } from 'react';
import { THEME } from './theme.ts';

const { light, dark, fonts, sizes, lineHeights, spaces } = THEME;

/** The class that the dark scheme recolours, and the inline style that holds where style sheets are thrown away. */
export interface EmailStyle {
  className: string;
  style: CSSProperties;
}

const px = (...values: number[]) => values.map((value) => (value === 0 ? '0' : `${value}px`)).join(' ');

/**
 * How each kind of element in a mail looks, for spreading into JSX. Everything is inline, because Gmail drops
 * the style sheet for accounts of other providers; the class is there for dark mode and narrow screens alone.
 */
export const CHECKS = {
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
  /** A link that reads as text: the masthead and the headlines, which are links throughout. */
  plainLink: { className: 'ink', style: { color: light.ink, textDecoration: 'none' } },
  /** A link that is there for whoever looks for it. */
  quietLink: { className: 'faded', style: { color: light.faded, textDecoration: 'underline' } },
  link: { className: 'press', style: { color: light.press, textDecoration: 'underline' } },
  meta: {
    className: 'faded',
    style: { margin: px(spaces.hair, 0, 0), fontSize: px(sizes.small), color: light.faded },
  },
  /** Inside a line of text. */
  small: { className: 'faded', style: { fontSize: px(sizes.small), color: light.faded } },
  body: {
    className: 'ink',
    style: { margin: px(spaces.near, 0, 0), fontSize: px(sizes.text), color: light.ink },
  },
  reason: {
    className: 'wash',
    style: {
      margin: px(spaces.near, 0, 0),
      padding: px(spaces.hair, spaces.tight),
      fontSize: px(sizes.small),
      color: light.ink,
      backgroundColor: light.wash,
    },
  },
  /** The row of small links; tall enough for a thumb. */
  links: {
    className: 'faded',
    style: {
      margin: px(spaces.tight, 0, 0),
      fontSize: px(sizes.small),
      lineHeight: '28px',
      color: light.faded,
    },
  },
  /** Under the name: a thick line and a thin one. */
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

/** Head of both kinds of mail: without these two a client may invert the colours on its own. */
export const COLOUR_SCHEME_METAS = ['color-scheme', 'supported-color-schemes'] as const;

/**
 * The style sheet of a mail: the dark scheme, and one thing below another where there is no room. It holds no
 * character that HTML would have to escape, so it may stand in markup as it is.
 */
export function emailStyleSheet(): string {
  return [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    `@media (max-width:${THEME.columnWidth - 1}px){.far{display:block!important;width:auto!important;text-align:left!important}`,
    // Two small words side by side: on a phone each is as large as a thumb (44 px with the row's own height).
    `.thumb a{display:inline-block!important;padding:${px(spaces.tight)} 0!important;min-width:44px!important}}`,
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
