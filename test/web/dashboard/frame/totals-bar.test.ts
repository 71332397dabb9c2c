import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { toTotals } from '../../../../src/delivery/status/totals.ts';
import { TotalsBar } from '../../../../src/web/dashboard/frame/totals-bar.tsx';

const line = (accepted: number, audience = accepted) => {
  const counts = accepted === 0 ? [] : [{ state: 'accepted', reason: null, count: accepted }];
  const html = renderToStaticMarkup(createElement(TotalsBar, { totals: toTotals(audience, counts) }));
  return /<p[^>]*>(.*)<\/p>/.exec(html)?.[1]?.replaceAll(/<[^>]+>/g, '');
};

it.each([
  [0, 'no recipients'],
  [1, '✓ 1 accepted · 1 recipient accounted for'],
  [2, '✓ 2 accepted · all 2 recipients accounted for'],
])('accounts for %i recipients', (accepted, text) => {
  expect(line(accepted)).toBe(text);
});

it('names the sum when the totals do not add up', () => {
  expect(line(1, 2)).toContain('1 of 2 recipients accounted for');
});
