import { THEME } from '../../../../templates/theme.ts';

/**
 * Small text and null are too faint in its own style. Tabs that it pushes out of a narrow window go on in the next line.
 * Only the stems of its class names are told: what follows them changes with every release.
 */
const MENDED = `small{opacity:1!important}
[class*=nullValue]{color:var(--muted-foreground)!important}
[class*=statusTabs]{flex-wrap:wrap!important;overflow:visible!important;-webkit-mask-image:none!important;mask-image:none!important}
`;

/** Our colours under the names that the dashboard has for them, as a style sheet that comes after its own. */
export function queuesTheme(): string {
  return `:root:root{${declarations('light')}}body.dark-mode.dark-mode{${declarations('dark')}}\n${MENDED}`;
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
