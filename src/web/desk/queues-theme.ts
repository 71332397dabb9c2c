import { THEME } from '../../../templates/theme.ts';

/** Our colours under the names that the dashboard has for them, as a style sheet that comes after its own. */
export function queuesTheme(): string {
  return `:root:root{${declarations('light')}}body.dark-mode.dark-mode{${declarations('dark')}}\n`;
}

function declarations(scheme: 'light' | 'dark'): string {
  return Object.entries(tokens(scheme))
    .map(([name, value]) => `--${name}:${value};`)
    .join('');
}

function tokens(scheme: 'light' | 'dark'): Record<string, string> {
  const { paper, ink, faded, rule, press, wash } = THEME[scheme];
  return {
    background: paper,
    foreground: ink,
    card: paper,
    'card-foreground': ink,
    popover: paper,
    'popover-foreground': ink,
    primary: press,
    'primary-foreground': paper,
    secondary: wash,
    'secondary-foreground': ink,
    muted: wash,
    'muted-foreground': faded,
    accent: wash,
    'accent-foreground': ink,
    border: rule,
    input: faded,
    ring: press,
    sidebar: wash,
    'sidebar-foreground': ink,
    'font-sans': THEME.fonts.text,
    radius: '2px',
  };
}
