import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RENDERING } from '../../config/rendering.ts';
import { renderDigest } from '../../src/rendering/render-digest.ts';
import { sampleDigest, samplePick } from '../support/digest-props.ts';

const bytes = (text: string) => Buffer.byteLength(text);

/** Thirty papers with `unit` repeated in every text and long addresses everywhere. */
function hugeDigest(unit: string, picks = 30) {
  const long = unit.repeat(Math.ceil(10_000 / unit.length));
  const url = `https://example.org/?${'a&'.repeat(900)}`;
  const own = `https://papers.example.org/?${'a&'.repeat(160)}`;
  const pick = samplePick(1, {
    title: long,
    authors: Array.from({ length: 3_000 }, () => long),
    authorCount: 3_000,
    organisation: long,
    summary: long,
    reason: long,
    exploration: true,
    url: `https://arxiv.org/abs/2606.10001?${'&'.repeat(30)}`,
    pdfUrl: url,
    codeUrl: url,
    projectUrl: url,
    discussionUrl: url,
    saveUrl: url,
    moreUrl: url,
    lessUrl: url,
  });
  return sampleDigest(picks, {
    picks: Array.from({ length: picks }, () => pick),
    alsoTrending: Array.from({ length: 100 }, () => ({ title: long, topic: long, url })),
    subscription: long,
    postalAddress: long,
    links: {
      site: own,
      preferences: own,
      pause: own,
      unsubscribe: own,
      readingList: own,
      browser: own,
      subscribe: own,
    },
  });
}

describe('size of a digest', () => {
  it('is far below the limit on an ordinary day', async () => {
    const { html } = await renderDigest(sampleDigest(7));
    expect(bytes(html)).toBeLessThan(36_000);
  });

  it.each(['"', '\u{1F9E0}', '\u{20000}', '&', "it's ", 'a\u0301\u0302\u0303\u0304', 'word ', '字'])(
    'stays below 102,400 bytes with thirty papers full of %j',
    async (unit) => {
      const { html, text } = await renderDigest(hugeDigest(unit));
      expect(bytes(html)).toBeLessThan(RENDERING.limitBytes);
      expect(html.split('<h2 dir="auto"').length - 1).toBe(30);
      expect(html).toContain('>Unsubscribe</a>');
      expect(bytes(text)).toBeLessThan(RENDERING.limitBytes);
    },
  );

  it('is below 102,400 bytes for any texts and up to 30 papers', async () => {
    const unit = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(unit, fc.integer({ min: 1, max: 30 }), async (text, picks) => {
        const { html } = await renderDigest(hugeDigest(text, picks));
        expect(bytes(html)).toBeLessThan(RENDERING.limitBytes);
      }),
      { numRuns: 25 },
    );
  }, 30_000);

  it('drops summaries first, then also trending, and never the links to the papers', async () => {
    const summary = 'A sentence of some length about postmen. '.repeat(8);
    const longTitle = 'A Title of Three Hundred Characters '.repeat(8);
    const digest = (picks: number, title: string) =>
      sampleDigest(picks, {
        picks: Array.from({ length: picks }, (_, index) => samplePick(index + 1, { title, summary })),
      });
    const roomy = await renderDigest(digest(7, 'Short'));
    expect(roomy.html.match(/about postmen/g)?.length).toBe(6 * 4 + 8);
    const tight = await renderDigest(digest(30, longTitle));
    expect(bytes(tight.html)).toBeLessThanOrEqual(RENDERING.targetBytes);
    expect(tight.html.match(/about postmen/g)?.length ?? 0).toBeLessThan(30 * 4);
    for (const pick of digest(30, longTitle).picks) expect(tight.html).toContain(`href="${pick.url}"`);
  });

  it('refuses a digest that cannot be cut below the clipping limit', async () => {
    await expect(renderDigest(hugeDigest('"', 200))).rejects.toMatchObject({ code: 'DIGEST_TOO_LARGE' });
  });
});
