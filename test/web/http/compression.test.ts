import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken } from '../../../src/token.ts';
import { createApp } from '../../../src/web/http/app.ts';
import { manyPapers, putList, putSubscriber } from '../../support/list.ts';
import { type TestSite, testSite } from '../../support/site.ts';

describe('responses', () => {
  let site: TestSite;
  const secret: Record<string, string> = {};
  beforeAll(async () => {
    site = await testSite();
    await putList(site.ctx, '2026-11-23', manyPapers(30));
    const reader = await putSubscriber(site.ctx, 'reader@example.com');
    secret.preferences = `/preferences/${signToken(site.ctx.keys, 'preferences', reader.id, null)}`;
    secret.leave = `/leave/${reader.unsubscribeKey}`;
  });
  afterAll(() => site?.close());

  it.each(['/', '/papers/2026-11-23'])('%s may be cached for a minute by shared caches', async (path) => {
    const page = await site.get(path);
    expect(page.headers.get('Cache-Control')).toBe('public, max-age=60, stale-while-revalidate=600');
    const vary = (page.headers.get('Vary') ?? '').split(', ');
    expect(vary.sort()).toEqual(['Accept-Encoding', 'Accept-Language', 'Cookie']);
  });

  it('return 304 when nothing changed, per language', async () => {
    const english = (await site.get('/')).headers.get('ETag') ?? '';
    const german = (await site.get('/', { 'Accept-Language': 'de' })).headers.get('ETag') ?? '';
    expect(english).toMatch(/^W\/"[0-9a-f]+"$/);
    expect(german).not.toBe(english);
    const again = await site.get('/', { 'If-None-Match': `"x", ${english}` });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('Vary')).toContain('Accept-Language, Cookie');
    expect(again.headers.get('Cache-Control')).toMatch(/^public/);
    expect(again.headers.get('ETag')).toBe(english);
    const other = await site.get('/', { 'If-None-Match': english, 'Accept-Language': 'de' });
    expect(other.status).toBe(200);
    await putList(site.ctx, '2026-11-23', [{ id: '2611.09999', title: 'One More' }]);
    expect((await site.get('/', { 'If-None-Match': english })).status).toBe(200);
  });

  it('are compressed on request when public, and keep the ETag', async () => {
    const plain = await site.get('/');
    const packed = await site.get('/', { 'Accept-Encoding': 'gzip, br' });
    expect(packed.headers.get('Content-Encoding')).toBe('gzip');
    expect(packed.headers.get('ETag')).toBe(plain.headers.get('ETag'));
    expect(packed.headers.get('Content-Length')).toBeNull();
    const bytes = Buffer.from(await packed.arrayBuffer());
    const html = await plain.text();
    expect(gunzipSync(bytes).toString()).toBe(html);
    expect(bytes.length).toBeLessThan(html.length / 3);
    expect(plain.headers.get('Content-Length')).toBe(String(Buffer.byteLength(html)));
    const sheet = await site.get('/styles.css', { 'Accept-Encoding': 'gzip' });
    expect(sheet.headers.get('Content-Encoding')).toBe('gzip');
    const again = await site.get('/styles.css', { 'If-None-Match': sheet.headers.get('ETag') ?? 'none' });
    expect(again.status).toBe(304);
  });

  it('are not compressed when small', async () => {
    const icon = await site.get('/icon.svg', { 'Accept-Encoding': 'gzip' });
    expect(icon.headers.get('Content-Encoding')).toBeNull();
    expect(Number(icon.headers.get('Content-Length'))).toBeLessThan(1_024);
  });

  it('are never compressed when they contain a secret', async () => {
    for (const path of [...Object.values(secret), '/nothing', `/nothing?${'x'.repeat(1_900)}`]) {
      const page = await site.get(path, { 'Accept-Encoding': 'gzip' });
      expect(page.headers.get('Content-Encoding')).toBeNull();
      expect(page.headers.get('Cache-Control')).toMatch(/no-store|no-cache, private/);
      expect(page.headers.get('ETag')).toBeNull();
    }
  });

  it('have the same headers for HEAD and GET', async () => {
    for (const path of [
      '/',
      '/nothing',
      '/styles.css',
      secret.preferences ?? '',
      '/readyz',
      '/papers/2026-11-23',
    ]) {
      const [head, get] = [await site.head(path), await site.get(path)];
      expect([head.status, await head.text()]).toEqual([get.status, '']);
      for (const name of ['Content-Type', 'Cache-Control', 'ETag', 'Vary', 'Content-Length'])
        expect([path, name, head.headers.get(name)]).toEqual([path, name, get.headers.get(name)]);
    }
  });
});

describe('methods that a path does not allow', () => {
  let site: TestSite;
  beforeAll(async () => {
    site = await testSite();
  });
  afterAll(() => site?.close());

  it.each([
    ['POST', '/', 'GET, HEAD'],
    ['GET', '/language', 'POST'],
    ['HEAD', '/language', 'POST'],
    ['DELETE', '/leave/x', 'GET, HEAD, POST'],
    ['OPTIONS', '/preferences/x', 'GET, HEAD, POST'],
    ['PROPFIND', '/styles.css', 'GET, HEAD'],
  ])('%s %s returns 405 with a page and the Allow header', async (method, path, allowed) => {
    const answer = await createApp(site.ctx).request(path, { method, headers: { 'Accept-Language': 'de' } });
    expect([answer.status, answer.headers.get('Allow')]).toEqual([405, allowed]);
    if (method !== 'HEAD')
      expect(await answer.text()).toMatch(/<h1>Anfrage nicht möglich<\/h1>.*<a href="\/">/s);
  });

  it.each(['POST', 'DELETE', 'PROPFIND'])('%s to an unknown path returns 404', async (method) => {
    const answer = await createApp(site.ctx).request('/nothing', { method });
    expect([answer.status, answer.headers.get('Allow')]).toEqual([404, null]);
  });

  it.each([
    '/%00',
    '/%E0%A4%A',
    '/%',
    '/papers/%2e%2e%2f',
    '/papers/\u202E',
    '/\u{1F4A9}?%ff=%',
    `/${'a'.repeat(15_000)}`,
    `/papers/${'%20'.repeat(4_000)}`,
    '/?q=%E0%A4%A&q[]=1',
    '//evil.example.org/',
    '/papers//2026-11-23',
  ])('%j never causes an error', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      const answer = await createApp(site.ctx).request(`http://localhost${path}`, { method });
      expect(answer.status).toBeLessThan(500);
      const html = await answer.text();
      expect(html).not.toMatch(/node_modules|Error:| at /);
    }
  });
});
