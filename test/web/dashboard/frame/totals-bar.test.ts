import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { toTotals } from '../../../../src/delivery/status/totals.ts';
import { TotalsBar } from '../../../../src/web/dashboard/frame/totals-bar.tsx';

const markup = (accepted: number, audience = accepted) => {
  const counts = accepted === 0 ? [] : [{ state: 'accepted', reason: null, count: accepted }];
  return renderToStaticMarkup(createElement(TotalsBar, { totals: toTotals(audience, counts) }));
};
const line = (accepted: number, audience = accepted) =>
  /<p[^>]*>(.*)<\/p>/.exec(markup(accepted, audience))?.[1]?.replaceAll(/<[^>]+>/g, '');

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

it('draws a bar only while something else than accepted is to be seen', () => {
  expect(markup(0)).not.toContain('<svg');
  expect(markup(2)).not.toContain('<svg');
  expect(markup(1, 2)).toContain('<svg');
});
