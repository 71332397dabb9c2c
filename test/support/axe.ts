import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RUN_AXE = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
})`;
const RUN_AXE_ON_COLORS = `axe.run(document, {
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
})`;

interface AxeResult {
  violations: { id: string; nodes: { html: string }[] }[];
  passes: { id: string }[];
}

/** Widths and color schemes in which every page is checked. */
export const VIEWS: [number, 'light' | 'dark'][] = [
  [360, 'light'],
  [360, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
];

/**
 * Expects no axe violation and no content wider than the window. The dark scheme changes colors only, so only
 * the rules about colors run there.
 */
export async function expectNoViolations(page: Page, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  // Evaluated from outside, so that the page's own Content-Security-Policy stays on.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  const result = (await page.evaluate(colorScheme === 'light' ? RUN_AXE : RUN_AXE_ON_COLORS)) as AxeResult;
  expect(
    result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`),
  ).toEqual([]);
  const rules = ['color-contrast', 'document-title', 'html-has-lang', 'landmark-one-main', 'target-size'];
  expect(result.passes.map(({ id }) => id)).toEqual(
    expect.arrayContaining(colorScheme === 'light' ? rules : ['color-contrast']),
  );
  const [content, width] = (await page.evaluate(
    '[document.documentElement.scrollWidth, innerWidth]',
  )) as number[];
  expect(content).toBeLessThanOrEqual(width ?? 0);
}
