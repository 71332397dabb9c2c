import { describe, expect, it } from 'vitest';
import { emailStyleSheet } from '../../templates/email-style.ts';
import { cssVariables, type Palette, THEME } from '../../templates/theme.ts';

/** WCAG 2.2, relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const schemes: [string, Palette][] = [
  ['light', THEME.light],
  ['dark', THEME.dark],
];

describe('THEME', () => {
  it.each(schemes)('has a contrast of at least 4.5:1 for every text of the %s scheme', (_, palette) => {
    for (const background of [palette.paper, palette.wash])
      for (const text of [palette.ink, palette.faded, palette.press])
        expect(contrast(text, background), `${text} on ${background}`).toBeGreaterThanOrEqual(4.5);
  });

  it('keeps the button readable: paper color on press color', () => {
    for (const [, palette] of schemes)
      expect(contrast(palette.paper, palette.press)).toBeGreaterThanOrEqual(4.5);
  });

  it('exports every token as CSS, dark colors in a media query', () => {
    const [light = '', dark = ''] = cssVariables().split('\n');
    expect(light).toContain('--paper:#fbfaf7;');
    expect(light).toContain('--size-title:20px;');
    expect(light).toContain('--space-section:32px;');
    expect(light).toContain('--line-height-text:1.5;');
    expect(dark).toMatch(/^@media \(prefers-color-scheme:dark\)\{:root\{.*--paper:#14130f;/);
  });

  it('has an email style sheet that needs no escaping', () => {
    expect(emailStyleSheet()).not.toMatch(/[<>&"']/);
  });
});
