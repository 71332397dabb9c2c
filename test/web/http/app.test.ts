import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/schema.ts';
import { createLog } from '../../../src/log.ts';
import { confirmToken } from '../../../src/subscribers/sign-up/confirm.ts';
import { createApp } from '../../../src/web/http/app.ts';
import { putSubscriber } from '../../support/list.ts';
import { type TestSite, testSite } from '../../support/site.ts';

/** A database that does not respond: port 9 has no listener. */
function unreachable(): Kysely<Database> {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ host: '127.0.0.1', port: 9 }) }),
  });
}

describe('the web app', () => {
  let site: TestSite;
  let reader: { id: string; unsubscribeKey: string };
  beforeAll(async () => {
    site = await testSite();
    reader = await putSubscriber(site.ctx, 'reader@example.com');
  });
  afterAll(() => site?.close());

  describe('probes', () => {
    it('/healthz reports that the process responds', async () => {
      const answer = await site.get('/healthz');
      expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
    });

    it('/readyz reports that it can serve', async () => {
      const answer = await site.get('/readyz');
      expect([answer.status, await answer.json()]).toEqual([
        200,
        { ready: true, checks: { database: 'ok', queue: 'ok', schema: 'ok' } },
      ]);
    });

    it('/readyz names failed parts without the reason', async () => {
      const queue = { ...site.ctx.queue, ping: () => Promise.reject(new Error('secret.host refused')) };
      const app = createApp({ ...site.ctx, db: unreachable(), queue });
      expect((await app.request('/healthz')).status).toBe(200);
      const answer = await app.request('/readyz');
      expect([answer.status, await answer.json()]).toEqual([
        503,
        { ready: false, checks: { database: 'failed', queue: 'failed', schema: 'failed' } },
      ]);
    });

    it('/readyz times out after two seconds', async () => {
      const queue = { ...site.ctx.queue, ping: () => new Promise<void>(() => {}) };
      const began = performance.now();
      const answer = await createApp({ ...site.ctx, queue }).request('/readyz');
      expect(performance.now() - began).toBeGreaterThan(1_900);
      expect([answer.status, await answer.json()]).toEqual([
        503,
        { ready: false, checks: { database: 'ok', queue: 'no answer in 2 s', schema: 'ok' } },
      ]);
    });

    it('/readyz reports an old schema', async () => {
      const { rows } = await sql<{ name: string; timestamp: string }>`
        delete from kysely_migration returning name, timestamp`.execute(site.ctx.db);
      const answer = await site.get('/readyz');
      for (const { name, timestamp } of rows)
        await sql`insert into kysely_migration (name, timestamp) values (${name}, ${timestamp})`.execute(
          site.ctx.db,
        );
      expect([answer.status, await answer.json()]).toEqual([
        503,
        { ready: false, checks: { database: 'ok', queue: 'ok', schema: 'old' } },
      ]);
    });
  });

  describe('error pages', () => {
    it.each(['/nothing', '/papers', '/papers/', '/confirm', '/leave/a/b', '/%00', '/..%2f', '/outbox/'])(
      'return 404 with a page for %s',
      async (path) => {
        const answer = await site.get(path);
        const html = await answer.text();
        expect(answer.status).toBe(404);
        expect(html).toMatch(/^<!doctype html><html lang="en"/);
        expect(html).toContain('<title>Page not found · Paperboy</title>');
        expect(html).toContain('<a href="/">');
      },
    );

    it('show a request id of the log and no reason after an error', async () => {
      const lines: string[] = [];
      const log = createLog('info', { write: (line: string) => void lines.push(line) });
      const app = createApp({ ...site.ctx, db: unreachable(), log });
      const answer = await app.request('/');
      const html = await answer.text();
      expect(answer.status).toBe(500);
      expect(html).toContain('<h1>Something went wrong</h1>');
      expect(html).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|node_modules/);
      const id = answer.headers.get('X-Request-Id') ?? 'none';
      expect(html).toContain(id);
      const failure = lines.map((line) => JSON.parse(line)).find((line) => line.msg === 'request failed');
      expect(failure).toMatchObject({ requestId: id, reason: expect.stringContaining('ECONNREFUSED') });
      expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    });

    it('return 413 for a body of more than 64 kB', async () => {
      const answer = await site.post(
        `/confirm/${confirmToken(site.ctx.keys, reader.id, site.ctx.clock.now())}`,
        {
          x: 'y'.repeat(70_000),
        },
      );
      expect([answer.status, await answer.text()]).toEqual([
        413,
        expect.stringContaining('<h1>Form too large</h1>'),
      ]);
    });
  });

  describe('security headers', () => {
    it('allow only our style sheet and no script', async () => {
      const policy = (await site.get('/leave/x')).headers.get('Content-Security-Policy') ?? '';
      expect(policy.split('; ').sort()).toEqual([
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "frame-src 'self'",
        "img-src 'self'",
        "require-trusted-types-for 'script'",
        "style-src 'self'",
        "trusted-types 'none'",
      ]);
    });

    it('allow our scripts on public pages, without other hosts and without writing markup', async () => {
      const policy = (await site.get('/search')).headers.get('Content-Security-Policy') ?? '';
      expect(policy.split('; ').sort()).toEqual([
        "base-uri 'none'",
        // Lighthouse downloads robots.txt in the name of the page.
        "connect-src 'self'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "require-trusted-types-for 'script'",
        "script-src 'self'",
        "style-src 'self'",
        "trusted-types 'none'",
      ]);
    });

    it.each(['/', '/nothing', '/healthz', '/styles.css', '/leave/x'])(
      'forbid sniffing and framing of %s',
      async (path) => {
        const { headers } = await site.get(path);
        expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
        expect(headers.get('X-Frame-Options')).toBe('DENY');
        expect(headers.get('X-Powered-By')).toBeNull();
        // Over http it would be ignored or, on a shared host name, lock out a neighbor.
        expect(headers.get('Strict-Transport-Security')).toBeNull();
      },
    );

    it('require https when the site uses it', async () => {
      const env = { ...site.ctx.env, PUBLIC_URL: 'https://papers.example.org' };
      const answer = await createApp({ ...site.ctx, env }).request('/healthz');
      expect(answer.headers.get('Strict-Transport-Security')).toBe('max-age=31536000');
    });

    it.each(['/leave/x', '/confirm/x', '/preferences/x', '/outbox'])(
      'keep %s out of caches, referrers and indexes',
      async (path) => {
        const { headers } = await site.get(path);
        expect(headers.get('Referrer-Policy')).toBe('no-referrer');
        expect(headers.get('Cache-Control')).toBe('no-store');
        expect(headers.get('X-Robots-Tag')).toContain('noindex');
      },
    );

    it('set no cookie', async () => {
      for (const path of ['/', '/leave/x', '/preferences/x', '/outbox', '/nothing'])
        expect((await site.get(path)).headers.get('Set-Cookie')).toBeNull();
    });
  });

  describe('the style sheet', () => {
    it('that pages name with its version, to be kept forever', async () => {
      const address =
        /href="(\/styles\.css\?v=[0-9a-f]{12})"/.exec(await (await site.get('/')).text())?.[1] ?? '';
      const sheet = await site.get(address);
      expect(sheet.headers.get('Content-Type')).toBe('text/css; charset=utf-8');
      expect(sheet.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
      const css = await sheet.text();
      expect(css).toContain('--press:#9d2a1b');
      expect(css).toContain('@media (prefers-color-scheme:dark)');
      expect(css).toContain('@media print');
      // Patterns of the same page cause no requests.
      expect(css).not.toMatch(/url\((?!#)|@import/);
      const again = await site.get(address, { 'If-None-Match': sheet.headers.get('ETag') ?? '' });
      expect([again.status, await again.text()]).toEqual([304, '']);
    });

    it('is revalidated under any other address', async () => {
      expect((await site.get('/styles.css?v=old')).headers.get('Cache-Control')).toBe('public, no-cache');
      expect((await site.get('/icon.svg')).headers.get('Content-Type')).toBe('image/svg+xml');
    });
  });

  it('logs requests without tokens, keys, addresses and days', async () => {
    const lines: string[] = [];
    const log = createLog('debug', { write: (line: string) => void lines.push(line) });
    const app = createApp({ ...site.ctx, log });
    const token = confirmToken(site.ctx.keys, reader.id, site.ctx.clock.now());
    const asked: [string, string][] = [
      [`/confirm/${token}`, '/confirm/…'],
      [`/preferences/${token}?x=${token}`, '/preferences/…'],
      [`/leave/${reader.unsubscribeKey}`, '/leave/…'],
      [`/leave/${reader.unsubscribeKey}/`, '/leave/…'],
      [`/${token}`, '(none)'],
      [`/%6Ceave/${reader.unsubscribeKey}?to=reader@example.com`, '/leave/…'],
      ['/outbox/2026-11-23-x.eml/html', '/outbox/…/html'],
      ['/papers/2026-11-23', '/papers/…'],
      ['/', '/'],
    ];
    for (const [path] of asked) await app.request(path);
    const requests = lines.map((line) => JSON.parse(line)).filter((line) => line.msg === 'request');
    expect(requests.map((line) => line.path)).toEqual(asked.map(([, path]) => path));
    expect(requests.at(-1)).toMatchObject({ method: 'GET', status: 200, ms: expect.any(Number) });
    const all = lines.join('');
    for (const secret of [token, reader.unsubscribeKey, 'reader@example.com'])
      expect(all).not.toContain(secret);
  });
});
