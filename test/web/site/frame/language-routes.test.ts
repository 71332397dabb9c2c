import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../../src/web/http/app.ts';
import { localPath } from '../../../../src/web/site/frame/language-routes.ts';
import { putSubscriber } from '../../../support/list.ts';
import { formBody, hashDatabase, type TestSite, testSite } from '../../../support/site.ts';

describe('POST /language', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await testSite();
  });
  afterAll(() => site?.close());

  it('answers in the browser’s language until one is chosen, and varies caches by it', async () => {
    const german = await site.get('/nothing', { 'Accept-Language': 'de-AT, en;q=0.5' });
    expect(german.headers.get('Content-Language')).toBe('de');
    expect(german.headers.get('Vary')).toContain('Accept-Language, Cookie');
    expect(await german.text()).toMatch(/<html lang="de".*<h1>Seite nicht gefunden<\/h1>/s);
    const english = await site.get('/nothing');
    expect(english.headers.get('Content-Language')).toBe('en');
    expect((await site.get('/styles.css')).headers.get('Vary')).toBe('Accept-Encoding');
  });

  it('sets a cookie and redirects back to the page it was sent from', async () => {
    const page = await (await site.get('/papers/2026-11-23?x=1&y="><script>')).text();
    expect(page).toMatch(/<form class="languages" aria-label="Language" action="\/language" method="post">/);
    expect(page).toContain('name="back" value="/papers/2026-11-23?x=1&amp;y=%22%3E%3Cscript%3E"');
    expect(page).toMatch(/<button[^>]* value="en" lang="en" aria-current="true" name="language">English</);
    expect(page).toMatch(/<button[^>]* value="de" lang="de" name="language">Deutsch</);

    const answer = await site.post('/language', { language: 'de', back: '/papers/2026-11-23?x=1' });
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/papers/2026-11-23?x=1']);
    const cookie = answer.headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(/^language=de; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/);
    const next = await site.get('/nothing', { Cookie: 'language=de', 'Accept-Language': 'en' });
    expect(next.headers.get('Content-Language')).toBe('de');
  });

  it('sets a Secure cookie on an https site', async () => {
    const env = { ...site.ctx.env, PUBLIC_URL: 'https://papers.example.org' };
    const body = formBody({ language: 'de', back: '/' });
    const answer = await createApp({ ...site.ctx, env }).request('/language', { method: 'POST', body });
    expect(answer.headers.get('Set-Cookie')).toContain('; Secure');
  });

  it.each([
    {},
    { language: 'xx' },
    { language: '__proto__', back: 'https://evil.example.org' },
    { language: ['en', 'de'], back: ['/', '/x'] },
  ])('changes nothing for %j', async (fields) => {
    const before = await hashDatabase(site.ctx);
    const answer = await site.post('/language', fields as Record<string, string>);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toMatch(/^\/(x)?$/);
    if (!('language' in fields) || typeof fields.language === 'string')
      expect(answer.headers.get('Set-Cookie')).toBeNull();
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('has no GET that changes the language', async () => {
    for (const path of ['/language', '/language?language=de', '/?language=de']) {
      const answer = await site.get(path);
      expect(answer.headers.get('Set-Cookie')).toBeNull();
      expect(answer.headers.get('Content-Language')).toBe('en');
    }
  });

  it('applies to pages behind a signed link, without changing the subscription', async () => {
    const { unsubscribeKey } = await putSubscriber(site.ctx, 'leser@example.com');
    const page = await (await site.get(`/leave/${unsubscribeKey}`, { 'Accept-Language': 'de' })).text();
    expect(page).toContain('<button type="submit">Abbestellen</button>');
    const done = await site.ctx.db.selectFrom('subscribers').select('state').execute();
    expect(done.map(({ state }) => state)).toEqual(['active']);
  });
});

describe('localPath', () => {
  it.each([
    ['/', '/'],
    ['/papers/2026-11-23?q=a%20b', '/papers/2026-11-23?q=a%20b'],
    ['//evil.example.org/x', '/'],
    ['/\\evil.example.org', '/'],
    ['/.//evil.example.org', '/'],
    ['/a/..//evil.example.org', '/'],
    ['/\t/evil.example.org', '/'],
    ['https://evil.example.org', '/'],
    ['javascript:alert(1)', '/'],
    ['papers', '/'],
    ['', '/'],
    ['/a\r\nSet-Cookie: x=y', '/aSet-Cookie:%20x=y'],
    ['/x#y', '/x'],
  ])('turns %j into %j', (address, path) => {
    expect(localPath(address)).toBe(path);
  });

  it('never leaves the site, for any input', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      ':',
      '@',
      'x',
      'evil.example.org',
      '\t',
      '\n',
      '?',
      '#',
    );
    const address = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((each) => each.join('')),
    );
    fc.assert(
      fc.property(address, (sent) => {
        const path = localPath(sent);
        expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
        expect(new URL(path, 'https://papers.example.org').origin).toBe('https://papers.example.org');
      }),
      { numRuns: 2_000 },
    );
  });
});
