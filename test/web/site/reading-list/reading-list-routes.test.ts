import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eraseByAddress } from '../../../../src/subscribers/erase.ts';
import { markToken } from '../../../../src/subscribers/preferences/mark.ts';
import { savePaper } from '../../../../src/subscribers/reading-list/save-paper.ts';
import { signToken } from '../../../../src/token.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import { manyPapers, putList, putSubscriber } from '../../../support/list.ts';
import { formBody, hashDatabase, type TestSite, testSite } from '../../../support/site.ts';

const DAY = '2026-11-23';
const PAPER = '2611.00001';
const OTHER = '2611.00002';

let site: TestSite;
let people = 0;
let id: string;
let path: string;
let address: string;
beforeAll(async () => {
  site = await testSite({ now: `${DAY}T08:00:00Z` });
  await putList(site.ctx, DAY, manyPapers(60));
});
afterAll(() => site?.close());
beforeEach(async () => {
  people += 1;
  address = `reader${people}@example.com`;
  id = (await putSubscriber(site.ctx, address)).id;
  path = `/preferences/${signToken(site.ctx.keys, 'preferences', id, null)}`;
});

const saveLink = (paperId: string) =>
  `/save/${markToken(signToken(site.ctx.keys, 'preferences', id, null), paperId)}`;
const listPage = async (query = '') => (await site.get(`${path}/reading-list${query}`)).text();
/** Saves from a paper's page with a cookie and further headers. */
const saveFromPage = (cookie: string, headers: Record<string, string> = {}, fields = { paper: PAPER }) =>
  createApp(site.ctx).request('/reading-list/save', {
    method: 'POST',
    body: formBody(fields),
    headers: { Host: 'papers.example.org', ...(cookie === '' ? {} : { Cookie: cookie }), ...headers },
  });
const remember = async () =>
  (await site.post(`${path}/reading-list/remember`)).headers.get('Set-Cookie') ?? '';

describe('a browser that is to remember', () => {
  const ask = (headers: Record<string, string>) =>
    createApp(site.ctx).request(`${path}/reading-list/remember`, {
      method: 'POST',
      headers: { Host: 'papers.example.org', ...headers },
    });

  it('takes no list from a form of another site, which would then see what its visitors save', async () => {
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'null' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.example.org' },
      { Origin: 'https://evil.example.com' },
    ] as Record<string, string>[])
      expect((await ask(headers)).headers.get('Set-Cookie'), JSON.stringify(headers)).toBeNull();
  });

  it('takes the list from its own page, which sends no referrer and so no origin', async () => {
    const own = await ask({ 'Sec-Fetch-Site': 'same-origin', Origin: 'null' });
    expect(own.headers.get('Set-Cookie')).toContain('reading-list=');
  });

  it('removes what it saved by the form of the page after saving', async () => {
    const cookie = await remember();
    const saved = await saveFromPage(cookie);
    expect(saved.headers.get('Referrer-Policy')).toBe('same-origin');
    const fields = { paper: PAPER, remove: 'yes' };
    await saveFromPage(cookie, { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }, fields);
    expect(await listPage()).toContain('Nothing saved yet.');
  });
});

describe('the save link of an email', () => {
  it('shows the paper and a button on GET, saves on POST, and removes again', async () => {
    const before = await hashDatabase(site.ctx);
    const shown = await (await site.get(saveLink(PAPER))).text();
    expect(shown).toContain('<h1>Save this paper?</h1>');
    expect(await hashDatabase(site.ctx)).toBe(before);
    for (let press = 0; press < 2; press += 1)
      expect(await (await site.post(saveLink(PAPER))).text()).toContain(
        '<h1>Saved to your reading list</h1>',
      );
    expect(await (await site.get(saveLink(PAPER))).text()).toContain('<h1>On your reading list</h1>');
    expect(await listPage()).toContain(`href="/papers/${PAPER}"`);
    await site.post(saveLink(PAPER), { remove: 'yes' });
    expect(await listPage()).toContain('Nothing saved yet.');
  });

  it('works after unsubscribing, and not after an erasure', async () => {
    await site.ctx.db
      .updateTable('subscribers')
      .set({ state: 'unsubscribed' })
      .where('id', '=', id)
      .execute();
    expect((await site.post(saveLink(PAPER))).status).toBe(200);
    expect(await listPage()).toContain(`href="/papers/${PAPER}"`);
    await eraseByAddress(site.ctx, { address });
    expect([
      (await site.post(saveLink(PAPER))).status,
      (await site.get(`${path}/reading-list`)).status,
    ]).toEqual([404, 404]);
  });

  it('says so when the paper is unknown', async () => {
    const answer = await site.post(saveLink('2611.99999'));
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('Paper not found')]);
  });
});

describe('the page of the list', () => {
  it('marks as read, removes, and confirms each', async () => {
    for (const paper of [PAPER, OTHER]) await site.post(saveLink(paper));
    const read = await site.post(`${path}/reading-list`, { paper: PAPER, action: 'read', page: '1' });
    expect(await read.text()).toMatch(/role="status"><p>Marked as read\..*2 papers, 1 read/s);
    const removed = await site.post(`${path}/reading-list`, { paper: OTHER, action: 'remove', page: '1' });
    expect(await removed.text()).toMatch(/Removed\..*1 paper, 1 read/s);
    const nonsense = await site.post(`${path}/reading-list`, { paper: '\u0000', action: 'read' });
    expect(nonsense.status).toBe(200);
  });

  it('is split into pages, and any page number shows one', async () => {
    for (let at = 1; at <= 55; at += 1) {
      site.ctx.clock.advance(1_000);
      const paperId = `2611.${String(at).padStart(5, '0')}`;
      await savePaper(site.ctx, { subscriberId: id, paperId, source: 'digest' });
    }
    const first = await listPage();
    expect(first.match(/name="paper"/g)).toHaveLength(50);
    expect(first).toContain('reading-list?page=2');
    for (const query of ['?page=2', '?page=99'])
      expect((await listPage(query)).match(/name="paper"/g)).toHaveLength(5);
    for (const query of ['?page=0', '?page=x', '?page=-1', '?page=1e9'])
      expect((await listPage(query)).match(/name="paper"/g)).toHaveLength(50);
  });

  it('has downloads that no cache keeps', async () => {
    await site.post(saveLink(PAPER));
    for (const [format, type] of [
      ['bib', 'application/x-bibtex'],
      ['csv', 'text/csv'],
      ['json', 'application/json'],
    ]) {
      const answer = await site.get(`${path}/reading-list.${format}`);
      expect(answer.headers.get('Content-Type')).toContain(type);
      expect(answer.headers.get('Cache-Control')).toBe('no-store');
      expect(answer.headers.get('Content-Disposition')).toContain(`reading-list.${format}`);
      expect(await answer.text()).toContain(PAPER);
    }
  });
});

describe('saving from the page of a paper', () => {
  it('is offered by the same page to everyone, which a shared cache may keep', async () => {
    const cookie = await remember();
    const pages = [
      await site.get(`/papers/${PAPER}`),
      await site.get(`/papers/${PAPER}`, { Cookie: cookie }),
    ];
    const [plain = '', remembered = ''] = await Promise.all(pages.map((page) => page.text()));
    expect(plain).toContain('action="/reading-list/save"');
    expect(remembered).toBe(plain);
    for (const page of pages) {
      expect(page.headers.get('Cache-Control')).toMatch(/^public/);
      expect(page.headers.get('Set-Cookie')).toBeNull();
    }
  });

  it('works in a browser that was asked to remember, by a cookie that only this path receives', async () => {
    expect((await site.get(`${path}/reading-list`)).headers.get('Set-Cookie')).toBeNull();
    const cookie = await remember();
    expect(cookie).toMatch(
      /^reading-list=[^;]+; Max-Age=31536000; Path=\/reading-list; HttpOnly; .*SameSite=Lax$/,
    );
    const answer = await saveFromPage(cookie);
    expect(await answer.text()).toContain('<h1>Saved to your reading list</h1>');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(await listPage()).toContain(`href="/papers/${PAPER}"`);
  });

  it('explains itself to a stranger, and saves nothing', async () => {
    const before = await hashDatabase(site.ctx);
    const preferences = signToken(site.ctx.keys, 'preferences', id, null);
    const foreign = signToken({ current: 'another', previous: [] }, 'device', id, null);
    for (const cookie of ['', 'reading-list=x', `reading-list=${preferences}`, `reading-list=${foreign}`])
      expect(await (await saveFromPage(cookie)).text()).toContain('Save papers to your reading list');
    expect(await hashDatabase(site.ctx)).toBe(before);
    const page = await site.get('/reading-list/save');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('href="/my-link"')]);
  });

  it('takes no form of another site', async () => {
    const cookie = await remember();
    const before = await hashDatabase(site.ctx);
    for (const Origin of ['https://evil.example.com', 'null', 'https://papers.example.org.evil.example.com'])
      expect(await (await saveFromPage(cookie, { Origin })).text()).toContain('Save papers to your');
    expect(await hashDatabase(site.ctx)).toBe(before);
    const own = await saveFromPage(cookie, { Origin: 'https://papers.example.org' });
    expect(await own.text()).toContain('<h1>Saved to your reading list</h1>');
  });

  it('ends after a year, with an erasure, and when the browser is told to forget', async () => {
    const cookie = await remember();
    expect(
      await (await createApp(site.ctx).request('/reading-list', { headers: { Cookie: cookie } })).text(),
    ).toContain('Forget this device');
    const forgotten = await site.post('/reading-list/forget');
    expect(forgotten.headers.get('Set-Cookie')).toMatch(/^reading-list=; Max-Age=0; Path=\/reading-list/);
    await eraseByAddress(site.ctx, { address });
    expect(await (await saveFromPage(cookie)).text()).toContain('Save papers to your reading list');
  });
});
