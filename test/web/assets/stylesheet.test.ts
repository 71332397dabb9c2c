import { describe, expect, it } from 'vitest';
import { DASHBOARD_STYLES } from '../../../src/web/assets/styles/dashboard.ts';
import { DASHBOARD_TODAY_STYLES } from '../../../src/web/assets/styles/dashboard-today.ts';
import { STYLESHEET } from '../../../src/web/assets/stylesheet.ts';

const selectorsOf = (css: string) =>
  [...css.matchAll(/([^{}@;]+)\{/g)].flatMap(([, list = '']) => list.split(',').map((each) => each.trim()));

/** The class that a selector styles wherever it stands, or null where it needs anything beside. */
const classOf = (selector: string) => /^\.[\w-]+$/.exec(selector)?.[0] ?? null;

describe('the one style sheet', () => {
  it('keeps the desk, which comes last, from restyling what readers see', () => {
    const readers = STYLESHEET.replace(lines(DASHBOARD_STYLES), '').replace(
      lines(DASHBOARD_TODAY_STYLES),
      '',
    );
    expect(readers.includes('.verdict{') || readers.includes('.desk-head{')).toBe(false);
    const known = new Set(selectorsOf(readers).map(classOf));
    expect(known).toContain('.facts');
    const taken = selectorsOf(DASHBOARD_STYLES + DASHBOARD_TODAY_STYLES).map(classOf);
    expect(taken.filter((each) => each !== null && known.has(each))).toEqual([]);
  });
});

/** An area as it stands in the whole: nothing indented. */
function lines(area: string): string {
  return area.replace(/\n\s*/g, '\n').trim();
}
