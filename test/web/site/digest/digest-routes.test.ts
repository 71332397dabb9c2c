import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../../../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { eraseSubscriber } from '../../../../src/subscribers/erase.ts';
import { cleanUpPools } from '../../../../src/trending/clean-up.ts';
import { createApp } from '../../../../src/web/http/app.ts';
import { manyPapers, putList, putSubscriber } from '../../../support/list.ts';
import { addresses } from '../../../support/markup.ts';
import { readOutbox } from '../../../support/outbox.ts';
import { hashDatabase, type TestSite, testSite } from '../../../support/site.ts';

const DAY = '2026-11-23';
const READER = 'reader@example.com';
const SECRET = 'quiet doorbells';

describe('the page of a digest', () => {
  let site: TestSite;
  let id = '';
  let unsubscribeKey = '';
  let email = '';
  let path = '';

  beforeAll(async () => {
    site = await testSite({ now: `${DAY}T03:40:00Z` });
    const { ctx } = site;
    await putList(ctx, DAY, [...manyPapers(7), { id: '2611.00900', title: 'Quiet doorbells' }]);
    await classifyAndRank(ctx, { day: DAY });
    const interests = [
      { kind: 'query', mode: 'follow', value: SECRET },
      { kind: 'topic', mode: 'follow', value: 'agents-tool-use' },
    ] as const;
    ({ id, unsubscribeKey } = await putSubscriber(ctx, READER, { interests: [...interests], size: 7 }));
    await planEditions(ctx, { day: DAY });
    ctx.clock.set(`${DAY}T07:00:00Z`);
    await deliver(ctx, {});
    email = (await readOutbox(ctx.directory)).find(({ to }) => to === READER)?.html ?? '';
    path = /href="http:\/\/paperboy\.example\.org(\/digests\/[^"]+)"/.exec(email)?.[1] ?? '';
  });
  afterAll(() => site?.close());

  it('shows the picks of the email, and changes nothing', async () => {
    const before = await hashDatabase(site.ctx);
    const html = await (await site.get(path)).text();
    const titles = (text: string) => [...text.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, title]) => title);
    expect(titles(html)).toEqual(titles(email));
    expect(titles(html).join()).toContain('Quiet doorbells');
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('has no link of the subscriber, and names neither interests nor schedule', async () => {
    expect(email).toMatch(/Matches “quiet doorbells”/);
    const html = await (await site.get(path)).text();
    expect(html).not.toMatch(/Matches|you follow|07:00|\/(?:preferences|pause|leave|more|less|digests)\//i);
    for (const own of [READER, id, unsubscribeKey, path.split('/').at(-1) ?? ''])
      expect(html).not.toContain(own);
    expect(addresses(html)).toContain('http://paperboy.example.org/subscribe');
  });

  it('is kept from caches, referrers and search engines, and may load nothing', async () => {
    const { headers, status } = await site.get(path);
    expect(status).toBe(200);
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('X-Robots-Tag')).toBe('noindex, nofollow');
    expect(headers.get('Content-Security-Policy')).toMatch(
      /^sandbox [^;]*; default-src 'none'; style-src 'unsafe-inline';/,
    );
    expect(headers.get('Content-Security-Policy')).not.toMatch(/script|allow-forms|allow-same-origin/);
    expect(headers.get('Content-Language')).toBe('en');
  });

  it('is still open a month later, then answers 410 with a way to the archive', async () => {
    const { ctx } = site;
    ctx.clock.set('2026-12-23T07:00:00Z');
    await cleanUpPools(ctx);
    expect((await site.get(path)).status).toBe(200);
    ctx.clock.set('2027-02-23T07:00:00Z');
    await cleanUpPools(ctx);
    // Another process, or this one after a while, has the pool in memory no longer.
    const gone = await createApp(ctx).request(path);
    expect(gone.status).toBe(410);
    expect(await gone.text()).toContain('href="/editions"');
  });

  it('does not exist after the subscriber was erased', async () => {
    await eraseSubscriber(site.ctx, id);
    expect((await site.get(path)).status).toBe(404);
  });
});
