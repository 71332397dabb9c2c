import { caniemail } from 'caniemail';
import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../src/rendering/render-digest.ts';
import { sampleDigest } from '../support/digest-props.ts';

const CLIENTS = ['gmail.*', 'outlook.*', 'apple-mail.*', 'yahoo.*'] as const;

const STYLE_SHEET = 'inline styles carry the layout; the sheet only adds dark mode and stacking on phones';
const HIDDEN = 'part of the hidden preheader; if it shows, it is one line of titles in 1 px';
const RESET = 'part of MJML’s reset, without visible effect on a text column';
const WRAPS = 'long words overflow their line instead; the text stays complete';
const ACCESSIBILITY = 'for screen readers of clients that keep it; the text itself is complete';
const SPACING = 'paragraph margins or line height remain, so blocks still stand apart';

/** Features that some client drops or limits, each with the reason why the digest can still be read there. */
const HARMLESS: Readonly<Record<string, string>> = {
  '<style> element': STYLE_SHEET,
  '@media': STYLE_SHEET,
  'Chaining selectors': STYLE_SHEET,
  'Class selector': STYLE_SHEET,
  'Descendant combinator': STYLE_SHEET,
  'ID selector': STYLE_SHEET,
  'Type selector': STYLE_SHEET,
  '!important keyword': STYLE_SHEET,
  display: STYLE_SHEET,
  '<body> element': 'becomes a div; the color of the paper is set on the element inside it again',
  'display:none': HIDDEN,
  opacity: HIDDEN,
  overflow: HIDDEN,
  outline: RESET,
  'word-spacing': RESET,
  'word-break': WRAPS,
  'aria-label attribute': ACCESSIBILITY,
  'role attribute': ACCESSIBILITY,
  'lang attribute': ACCESSIBILITY,
  'height property': 'of the double rule, whose borders are drawn without it',
  'Local anchors': 'the contents list still lists; its lines just do not jump',
  padding: SPACING,
  margin: SPACING,
  'line-height': SPACING,
  border: 'a missing rule leaves the space between picks',
  'text-decoration': 'links keep their color',
  'max-width': 'MJML’s table for Outlook sets the width there; on a phone the screen does',
  'width property': 'MJML’s table for Outlook sets the width there',
  'width attribute': 'cells share the row by their content instead',
  'align attribute': 'the links of the second cell begin at its left',
  'text-align': 'only `left`, the default, is used',
  'dir attribute': 'Arabic titles are set by their letters; only their punctuation may move',
  direction: 'only `ltr`, the default, is used',
  background: 'the client’s own background, on which the ink is readable',
  'font-size': 'pixels, which every client takes; the limits concern other units',
  'font-weight': 'only `bold`, which every client takes',
  'letter-spacing': 'decoration of labels',
};

/** Features without which the digest could not be read: columns, pictures, positions, external styles. */
const HARMFUL =
  /flex|grid|position|float|svg|<img>|<picture>|<video>|<link>|@import|@font-face|var\(\)|calc|transform/i;

describe('the digest in Gmail, Outlook, Apple Mail and Yahoo', () => {
  it('uses nothing that harms reading there, and every limit has a reason', async () => {
    const { html } = await renderDigest(sampleDigest(7));
    const { issues } = caniemail({ clients: [...CLIENTS], html });
    const found = new Set(
      [issues.errors, issues.warnings].flatMap((kind) =>
        [...kind.values()].flatMap((each) => each.map(({ title }) => title)),
      ),
    );
    expect([...found].filter((title) => HARMFUL.test(title))).toEqual([]);
    expect([...found].sort()).toEqual(Object.keys(HARMLESS).sort());
  });

  it('keeps every title, summary and link without the style sheet and without ids', async () => {
    const { html } = await renderDigest(sampleDigest(7));
    const left = html.replace(/<style[^>]*>.*?<\/style>/gs, '').replace(/\s(?:class|id)="[^"]*"/g, '');
    for (const pick of sampleDigest(7).picks) {
      expect(left).toMatch(new RegExp(`<a href="${pick.url}" style="color:#\\w+[^"]*">${pick.title}</a>`));
      expect(left).toContain(`href="${pick.moreUrl}"`);
    }
    expect(left).toContain('font-size:26px');
    expect(left).toContain('border-top:1px solid');
  });
});
