import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderDigest } from '../../src/rendering/render-digest.ts';
import { renderTransactional } from '../../src/rendering/render-transactional.ts';
import { launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { sampleDigest, samplePick } from '../support/digest-props.ts';
import { sampleTransactionalEmails } from '../support/transactional-email-props.ts';

const longWords = [
  samplePick(1, { title: 'Unbreakable'.repeat(25), summary: '字'.repeat(600), reason: 'x'.repeat(300) }),
  samplePick(2, { title: 'نحو نماذج لغوية أكثر كفاءة', authors: ['أحمد'], exploration: true }),
  samplePick(3, { title: '从理论到大规模部署的实践与教训', summary: null, authors: [], url: '' }),
];

const emails: [string, () => Promise<{ html: string }>][] = [
  ['digest', () => renderDigest(sampleDigest())],
  ['quiet digest in German', () => renderDigest(sampleDigest(0, { language: 'de' }))],
  [
    'digest of long and foreign words in German',
    () => renderDigest(sampleDigest(3, { language: 'de', picks: longWords })),
  ],
  [
    'confirmation in German',
    () => renderTransactional('confirm', { ...sampleTransactionalEmails.confirm, language: 'de' }),
  ],
  ['welcome email', () => renderTransactional('welcome', sampleTransactionalEmails.welcome)],
  ['your-link email', () => renderTransactional('your-link', sampleTransactionalEmails['your-link'])],
  ['goodbye email', () => renderTransactional('goodbye', sampleTransactionalEmails.goodbye)],
];

// An email is shown inside a client's own page, which has the landmarks.
const RUN_AXE = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } },
})`;

describe.skipIf(NO_BROWSER)(`emails in a browser${NO_BROWSER ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(() => browser?.close());

  it('gives the feedback links at least 44 by 44 px on a phone', async () => {
    const page = await browser.newPage({ viewport: { width: 375, height: 740 } });
    await page.setContent((await renderDigest(sampleDigest())).html);
    const links = await page.getByRole('link', { name: /^(?:More|Less) like this$/ }).all();
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) {
      const box = await link.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(box?.width).toBeGreaterThanOrEqual(44);
    }
    await page.close();
  }, 30_000);

  describe.each(emails)('the %s', (_, render) => {
    let page: Page;
    beforeAll(async () => {
      page = await browser.newPage();
      await page.setContent((await render()).html);
      await page.addScriptTag({ content: axe.source });
    }, 30_000);
    afterAll(() => page?.close());

    it.each(['light', 'dark'] as const)(
      'passes axe in the %s scheme',
      async (colorScheme) => {
        await page.setViewportSize({ width: 375, height: 740 });
        await page.emulateMedia({ colorScheme });
        const result = (await page.evaluate(RUN_AXE)) as AxeResults;
        const found = result.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`,
        );
        expect(found).toEqual([]);
        const passed = result.passes.map(({ id }) => id);
        expect(passed).toEqual(
          expect.arrayContaining(['color-contrast', 'document-title', 'heading-order', 'html-has-lang']),
        );
      },
      30_000,
    );

    it.each([320, 375, 1280])(
      'fits into %i pixels',
      async (width) => {
        await page.setViewportSize({ width, height: 740 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      },
      30_000,
    );

    it('has no bright surface but the button in the dark scheme', async () => {
      await page.emulateMedia({ colorScheme: 'dark' });
      const surfaces = await page.evaluate(`[...document.querySelectorAll('body, body *:not(.button)')]
        .map((element) => getComputedStyle(element).backgroundColor)`);
      const seen = new Set(surfaces as string[]);
      seen.delete('rgba(0, 0, 0, 0)');
      for (const colour of seen) expect(['rgb(20, 19, 15)', 'rgb(33, 31, 25)']).toContain(colour);
      expect(seen.has('rgb(20, 19, 15)')).toBe(true);
    }, 30_000);
  });
});
