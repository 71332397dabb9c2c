import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutboxMailer } from '../../../../src/delivery/providers/mailers/outbox.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import { sampleMail } from '../../../support/mail.ts';
import { mainOf } from '../../../support/markup.ts';
import { type TestSite, testSite } from '../../../support/site.ts';

describe('the outbox in the browser', () => {
  let site: TestSite;
  let directory: string;
  const html = async (path: string) => (await site.get(path)).text();
  beforeAll(async () => {
    site = await testSite();
    directory = join(site.ctx.env.DATA_DIR, 'outbox');
  });
  afterAll(() => site?.close());

  it('is empty without emails', async () => {
    const page = await site.get('/outbox');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('No emails yet')]);
  });

  describe('with emails', () => {
    const first = '2026-11-23-dlv-1';
    beforeAll(async () => {
      const mails = [
        sampleMail(1, {
          html: '<!doctype html><html lang="en"><head><title>x</title></head><body><h1>Hé 字</h1><script>alert(1)</script></body></html>',
        }),
        sampleMail(2, { subject: '<script>alert(2)</script> and 3 more' }),
      ];
      await createOutboxMailer({ directory }).send(mails, { idempotencyKey: 'k' });
      writeFileSync(join(directory, '2026-11-23-odd.eml'), Buffer.from([0, 255, 13, 10, 13, 10, 7]));
      utimesSync(join(directory, `${first}.eml`), 1_000, 3_000);
      utimesSync(join(directory, '2026-11-23-dlv-2.eml'), 1_000, 2_000);
      utimesSync(join(directory, '2026-11-23-odd.eml'), 1_000, 1_000);
      // A file that does not belong here.
      writeFileSync(join(directory, '.hidden.eml'), 'Subject: hidden\r\n\r\n');
      writeFileSync(join(directory, 'notes.txt'), 'notes');
      writeFileSync(join(directory, '<script>.eml'), 'Subject: hostile name\r\n\r\n');
      mkdirSync(join(directory, 'folder.eml'));
      writeFileSync(join(site.ctx.env.DATA_DIR, 'secret.eml'), 'Subject: a secret\r\n\r\nsecret');
      symlinkSync(join(site.ctx.env.DATA_DIR, 'secret.eml'), join(directory, 'link.eml'));
    });

    it('lists them newest first with sender, recipient and subject', async () => {
      const text = await html('/outbox');
      const files = [...text.matchAll(/href="\/outbox\/([^"]+)"/g)].map(([, file]) => file);
      expect(files).toEqual([`${first}.eml`, '2026-11-23-dlv-2.eml', '2026-11-23-odd.eml']);
      expect(text).toContain('Your papers of Monday, 1');
      expect(text).toMatch(/reader1@example\.com · 2026-11-23 06:30 UTC · \d+ (?:bytes|kB)/);
      expect(text).toContain('&lt;script&gt;alert(2)&lt;/script&gt; and 3 more');
      expect(mainOf(text)).not.toMatch(/hidden|hostile|secret/);
      expect(text).toContain('<a href="/outbox" aria-current="page">Outbox</a>');
    });

    it('shows one email: headers, the HTML part in a sandbox, the text part', async () => {
      const text = await html(`/outbox/${first}.eml`);
      expect(text).toContain('<h1 dir="auto">Your papers of Monday, 1</h1>');
      expect(text).toContain('<dd>reader1@example.com</dd>');
      expect(text).toContain('<dd>List-Unsubscribe=One-Click</dd>');
      expect(text).toContain('Papers for reader 1');
      expect(text).toContain(
        `<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/outbox/${first}.eml/html"`,
      );
      expect(text).not.toContain('alert(1)');
    });

    it('sizes the frame to the email, within limits', async () => {
      const lines = [1, 200, 100_000];
      const mails = lines.map((count, place) => sampleMail(10 + place, { text: 'line\n'.repeat(count) }));
      await createOutboxMailer({ directory }).send(mails, { idempotencyKey: 'heights' });
      const heights = await Promise.all(
        [10, 11, 12].map(async (mail) =>
          Number(/<iframe[^>]*height="(\d+)"/.exec(await html(`/outbox/2026-11-23-dlv-${mail}.eml`))?.[1]),
        ),
      );
      expect(heights[0]).toBe(480);
      expect(heights[1]).toBeGreaterThan(3_000);
      expect(heights[2]).toBe(8_000);
    });

    it('serves the HTML part unchanged under a policy of its own: no script, no image', async () => {
      const part = await site.get(`/outbox/${first}.eml/html`);
      expect(await part.text()).toContain(
        '<base target="_blank"><title>x</title></head><body><h1>Hé 字</h1>',
      );
      expect(part.headers.get('Content-Security-Policy')).toBe(
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
      );
      expect(part.headers.get('X-Frame-Options')).toBe('SAMEORIGIN');
      expect(part.headers.get('X-Content-Type-Options')).toBe('nosniff');
    });

    it('marks an unreadable file, without an HTML part', async () => {
      expect((await site.get('/outbox/2026-11-23-odd.eml')).status).toBe(200);
      expect((await site.get('/outbox/2026-11-23-odd.eml/html')).status).toBe(404);
    });

    it.each([
      '../secret.eml',
      '..%2Fsecret.eml',
      '%2e%2e%2fsecret.eml',
      '..%5Csecret.eml',
      '%2Fetc%2Fpasswd',
      'link.eml',
      'folder.eml',
      '.hidden.eml',
      'notes.txt',
      '%3Cscript%3E.eml',
      `${first}.eml%00`,
      `${first}.EML`,
      'x'.repeat(10_000),
      `${'x'.repeat(10_000)}.eml`,
      'missing.eml',
    ])('serves no other file (%#)', async (file) => {
      for (const path of [`/outbox/${file}`, `/outbox/${file}/html`]) {
        const answer = await site.get(path);
        expect([answer.status, mainOf(await answer.text())]).toEqual([
          404,
          expect.not.stringContaining('secret'),
        ]);
      }
    });
  });

  it.each([{ NODE_ENV: 'production' as const }, { MAILER: [{ name: 'smtp' as const, weight: 1 }] }])(
    'returns 404 with %o',
    async (over) => {
      const app = createApp({ ...site.ctx, env: { ...site.ctx.env, ...over } });
      for (const path of ['/outbox', '/outbox/2026-11-23-dlv-1.eml', '/outbox/2026-11-23-dlv-1.eml/html'])
        expect((await app.request(path)).status).toBe(404);
      expect(await (await app.request('/')).text()).not.toContain('Outbox');
    },
  );
});
