import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../src/rendering/render-digest.ts';
import { sampleDigest, samplePick } from '../support/digest-props.ts';
import { addresses } from '../support/markup.ts';

const spaced = (text: string) => text.replace(/\s+/g, ' ');

describe('renderDigest', () => {
  it('has date, counts, authors, reasons and footer in HTML and text', async () => {
    const mail = await renderDigest(sampleDigest());
    expect(mail.subject).toBe('Paper 1: Patient Postmen Learn to Ring Once, and 6 more');
    expect(mail.preheader).toBe(
      'Paper 2: Patient Postmen Learn to Ring Once · Paper 3: Patient Postmen Learn to Ring Once',
    );
    for (const part of [mail.html.replaceAll('&amp;', '&'), mail.text].map(spaced)) {
      expect(part).toContain('Monday, 23 November · 7 picks from 143 new papers');
      expect(part).toContain(
        'Ada Example, Bo Sample and 6 others · Example University · 15 Nov · 1.1k stars',
      );
      expect(part).toContain('In this digest');
      expect(part).toContain('No. 327, 2026');
      expect(part).toContain('Agents & tool use · 214 upvotes since yesterday');
      expect(part).toContain('Discussion (12)');
      expect(part).toContain('Also trending');
      expect(part).toContain('You follow 3 topics · weekdays at 07:00, Berlin');
      expect(part).toContain('Paperboy, 1 Example Street, 12345 Example Town');
    }
  });

  it('has every link in HTML and text', async () => {
    const props = sampleDigest(2);
    const mail = await renderDigest(props);
    const picked = props.picks.flatMap((pick) => Object.entries(pick).filter(([name]) => /url$/i.test(name)));
    const expected = [
      ...picked.map(([, url]) => String(url)),
      ...props.alsoTrending.map((entry) => entry.url),
      ...Object.values(props.links).map(String),
    ];
    expect(expected.length).toBe(2 * 9 + 8 + 7);
    expect(new Set(addresses(mail.html))).toEqual(new Set(expected));
    const inText = expected.filter((url) => url !== props.links.site);
    for (const url of inText)
      expect(
        mail.text.split('\n').some((line) => line.endsWith(url)),
        url,
      ).toBe(true);
  });

  it('keeps the no-break spaces of reasons and footer in HTML', async () => {
    const picks = [samplePick(1, { reason: '214\u00A0Upvotes · Top\u00A03\u00A0% in <X>' })];
    const { html, text } = await renderDigest(
      sampleDigest(1, { picks, subscription: 'um 07:00\u00A0Uhr, Berlin' }),
    );
    expect(html).toContain('>214\u00A0Upvotes · Top\u00A03\u00A0% in &lt;X&gt;<');
    expect(html).toContain('>um 07:00\u00A0Uhr, Berlin<');
    expect(text).toContain('214 Upvotes · Top 3 % in <X>');
  });

  it('wraps the text part at 72 columns, except links', async () => {
    const { text } = await renderDigest(sampleDigest());
    for (const line of text.split('\n'))
      expect(line.length <= 72 || line.includes('https://'), line).toBe(true);
  });

  it('renders the same bytes for the same data, with other renderings in between', async () => {
    const first = await renderDigest(sampleDigest());
    await Promise.all([renderDigest(sampleDigest(0)), renderDigest(sampleDigest(30))]);
    const again = await renderDigest(structuredClone(sampleDigest()));
    expect(again).toEqual(first);
  });

  it('loads no external resource', async () => {
    const { html } = await renderDigest(sampleDigest());
    expect(html).not.toMatch(
      /<(?:img|link|script|iframe|object|video)\b|@import|url\(|src=|fonts\.googleapis/i,
    );
  });

  it('states in one sentence that nothing matched', async () => {
    const mail = await renderDigest(sampleDigest(0));
    const sentence = 'None of the 143\u00A0new papers match what you follow.';
    expect(mail.subject).toBe('No new papers match what you follow');
    expect(mail.preheader).toBe(sentence);
    expect(mail.html).toContain(sentence);
    expect(mail.text).toContain('None of the 143 new papers match what you follow.');
    expect(mail.text).toContain('Monday, 23 November · no matching papers');
  });

  it('labels only the exploration pick', async () => {
    const picks = [samplePick(1), samplePick(2, { exploration: true })];
    const mail = await renderDigest(sampleDigest(2, { picks }));
    expect(mail.html.split('Outside what you follow').length).toBe(2);
    expect(mail.text.split('Outside what you follow').length).toBe(2);
  });

  it.each([
    ['preferences', { preferences: 'javascript:alert(1)' }],
    ['unsubscribe', { unsubscribe: '' }],
    ['site', { site: 'papers.example.org' }],
    ['pause', { pause: 'ftp://papers.example.org' }],
  ])('throws LINK_UNUSABLE for an invalid %s link', async (what, wrong) => {
    const props = sampleDigest();
    await expect(renderDigest({ ...props, links: { ...props.links, ...wrong } })).rejects.toMatchObject({
      code: 'LINK_UNUSABLE',
      message: expect.stringContaining(what),
    });
  });

  it('leaves a handful of stars out of the byline', async () => {
    const digest = sampleDigest(1);
    const picks = [samplePick(1, { stars: 9 }), samplePick(2, { stars: 10 })];
    const { text } = await renderDigest({ ...digest, picks });
    expect(text).not.toMatch(/9\sstars/);
    expect(text).toMatch(/10\sstars/);
  });

  it('throws DATE_UNREADABLE for an invalid date', async () => {
    await expect(renderDigest(sampleDigest(1, { date: 'tomorrow' }))).rejects.toMatchObject({
      code: 'DATE_UNREADABLE',
    });
  });
});

describe('missing pieces', () => {
  const bare = samplePick(1, {
    authors: [],
    authorCount: 0,
    organisation: null,
    publicOn: null,
    stars: null,
    topic: '',
    summary: null,
    reason: '',
    codeUrl: null,
    projectUrl: null,
    discussionUrl: null,
    discussionCount: null,
    saveUrl: null,
    moreUrl: null,
    lessUrl: null,
  });

  it('leave no empty element and no stray separator', async () => {
    const mail = await renderDigest(sampleDigest(1, { picks: [bare], alsoTrending: [] }));
    expect(mail.html).not.toMatch(/<(p|h1|h2|a|span|td)\b[^>]*>\s*<\/\1>/);
    expect(mail.html).not.toMatch(/null|undefined|NaN|Also trending/);
    expect(mail.text).not.toMatch(/null|undefined|NaN|Also trending|\n\n\n/);
    expect(mail.subject).toBe('Paper 1: Patient Postmen Learn to Ring Once');
  });

  it.each([
    [{ authors: [], authorCount: 8, organisation: null }, '8 authors'],
    [{ authors: [], authorCount: 0, organisation: 'Example University' }, 'Example University'],
    [{ authors: ['Ada Example'], authorCount: 1, organisation: null }, 'Ada Example'],
    [{ authors: ['A', 'B', 'C'], authorCount: 3, organisation: null }, 'A, B and C'],
    [{ authors: ['A', 'B', 'C'], authorCount: 0, organisation: null }, 'A, B and C'],
    [{ authors: ['', ' \u200B', 'Di'], authorCount: 3, organisation: null }, 'Di and 2 others'],
  ])('yield a byline from %j', async (overrides, line) => {
    const { html } = await renderDigest(sampleDigest(1, { picks: [{ ...bare, ...overrides }] }));
    expect(html.replaceAll('\u00A0', ' ')).toContain(`>${line}</p>`);
  });

  it('use a placeholder title, and no link without a usable address', async () => {
    const picks = [samplePick(1, { title: ' \u0000\u202E', url: 'javascript:alert(1)' })];
    const { html, subject } = await renderDigest(sampleDigest(1, { picks }));
    expect(html).toMatch(/<h2[^>]*>Untitled paper<\/h2>/);
    expect(subject).toBe('Untitled paper');
    expect(html).not.toContain('javascript');
  });

  it('use the summary of a single pick as preheader', async () => {
    const mail = await renderDigest(sampleDigest(1));
    expect(mail.preheader).toMatch(/^A postman who waits/);
  });
});

describe('contents list', () => {
  it('names number, short title and topic from five picks on, and jumps to the picks', async () => {
    const picks = Array.from({ length: 5 }, (_, index) =>
      samplePick(index + 1, { title: `The Patience of Postmen ${index + 1}: A Study in Three Streets` }),
    );
    const { html, text } = await renderDigest(sampleDigest(5, { picks }));
    for (let number = 1; number <= 5; number += 1) {
      expect(html).toMatch(
        new RegExp(`<a href="#pick-${number}"[^>]*>The Patience of Postmen ${number}</a>`),
      );
      expect(html.split(`id="pick-${number}"`).length).toBe(2);
      expect(text).toContain(`\n ${number}. The Patience of Postmen ${number} (Agents & tool use)\n`);
    }
    expect((await renderDigest(sampleDigest(4))).html).not.toContain('href="#pick');
  });

  it('keeps what follows a bare name', async () => {
    const picks = Array.from({ length: 5 }, (_, index) =>
      samplePick(index + 1, { title: 'CLIP: Postmen See' }),
    );
    expect((await renderDigest(sampleDigest(5, { picks }))).text).toContain(' 1. CLIP: Postmen See (Agents');
  });
});

it('sets only the first pick as the lead, with a longer summary', async () => {
  const summary = 'A sentence of some length about postmen. '.repeat(8).trim();
  const picks = [samplePick(1, { summary }), samplePick(2, { summary })];
  const { html } = await renderDigest(sampleDigest(2, { picks }));
  const headings = [...html.matchAll(/<h2 dir="auto"[^>]*font-size:(\d+)px/g)].map(([, size]) => size);
  expect(headings).toEqual(['26', '20']);
  const [, lead = '', later = ''] = html.split('<h2 dir="auto"');
  expect(lead.split('about postmen').length).toBeGreaterThan(later.split('about postmen').length);
});

describe('footer', () => {
  it('offers the page of the digest and, to readers of a forwarded email, a subscription', async () => {
    const { html, text } = await renderDigest(sampleDigest(1));
    expect(html).toMatch(/href="https:\/\/papers\.example\.org\/digests\/token"[^>]*>View in browser</);
    expect(html).toMatch(
      /Forwarded this\? <a href="https:\/\/papers\.example\.org\/subscribe"[^>]*>Subscribe</,
    );
    expect(text).toContain('View in browser: https://papers.example.org/digests/token\n');
    expect(text).toContain('Forwarded this? Subscribe: https://papers.example.org/subscribe\n');
  });

  it('leaves links out that are null, without a stray separator', async () => {
    const links = {
      ...sampleDigest().links,
      preferences: null,
      pause: null,
      unsubscribe: null,
      readingList: null,
      browser: null,
    };
    const { html, text } = await renderDigest(sampleDigest(1, { links, subscription: '' }));
    expect(html).not.toMatch(/Preferences|Unsubscribe|Reading list|View in browser|<p[^>]*>\s*(?:<\/p>|·)/);
    expect(text).not.toMatch(/Preferences|Unsubscribe|\n\n\n/);
  });
});

it('sets numbers, units and dates in German', async () => {
  const { html } = await renderDigest(
    sampleDigest(1, { language: 'de', picks: [samplePick(1, { publicOn: '2025-11-15' })] }),
  );
  expect(html).toContain('>Nr.\u00A0327/2026<');
  expect(html).toContain('15.\u00A0Nov.\u00A02025\u00A0· 1.149\u00A0Sterne<');
});
