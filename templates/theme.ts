/** Colors of one scheme, as hex. `paper` and `wash` are backgrounds; the others go on either of them. */
export interface Palette {
  /** Background. */
  paper: string;
  /** Text. */
  ink: string;
  /** Secondary text. */
  faded: string;
  /** Lines. Decorative only, so exempt from the contrast minimum. */
  rule: string;
  /** Links; the only accent. */
  press: string;
  /** Background of pick reasons and chips. */
  wash: string;
}

/**
 * Design tokens of emails and pages. Sizes and spaces are pixels. Font names have no quotation marks: CSS
 * does not need them, and in a style attribute each would take six bytes.
 */
export const THEME = {
  light: {
    paper: '#fbfaf7',
    ink: '#1d1b16',
    faded: '#625c50',
    rule: '#e2dccf',
    press: '#9d2a1b',
    wash: '#f1ece1',
  } satisfies Palette,
  dark: {
    paper: '#14130f',
    ink: '#ece8df',
    faded: '#a8a193',
    rule: '#35322a',
    press: '#ff9a85',
    wash: '#211f19',
  } satisfies Palette,
  fonts: {
    headline: 'Georgia, Iowan Old Style, Palatino Linotype, serif',
    // Word, which renders email in Outlook, ignores system-ui and falls back to Times unless a name follows.
    text: 'system-ui, Segoe UI, Helvetica, Arial, sans-serif',
  },
  sizes: { small: 13, text: 15, lead: 17, title: 20, heading: 26, masthead: 34 },
  lineHeights: { text: 1.5, headline: 1.25 },
  spaces: { hair: 4, tight: 8, near: 12, block: 20, section: 32, page: 52 },
  /** Width of an email's column. */
  columnWidth: 600,
} as const;

/** All tokens as CSS custom properties (`--paper`, `--size-text`, `--space-block`, …), light and dark. */
export function cssVariables(): string {
  return [
    `:root{color-scheme:light dark;${colorVariables('light')}${typeVariables()}}`,
    `@media (prefers-color-scheme:dark){:root{${colorVariables('dark')}}}`,
  ].join('\n');
}

/** Declarations of one scheme's colors: `--paper:#fbfaf7;--ink:…`. */
export function colorVariables(scheme: 'light' | 'dark'): string {
  return declarations('', THEME[scheme], '');
}

/** Declarations of fonts, sizes, line heights and spaces. */
export function typeVariables(): string {
  const { fonts, sizes, lineHeights, spaces } = THEME;
  return [
    declarations('font-', fonts, ''),
    declarations('size-', sizes, 'px'),
    declarations('line-height-', lineHeights, ''),
    declarations('space-', spaces, 'px'),
  ].join('');
}

function declarations(
  prefix: string,
  values: Readonly<Record<string, string | number>>,
  unit: string,
): string {
  return Object.entries(values)
    .map(([name, value]) => `--${prefix}${name}:${value}${unit};`)
    .join('');
}
