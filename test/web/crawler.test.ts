import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { confirmToken } from '../../src/subscribers/sign-up/confirm.ts';
import { subscribe } from '../../src/subscribers/sign-up/subscribe.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { feedUrl } from '../../src/web/site/frame/feed-addresses.ts';
import { manyPapers, putList, putSubscriber } from '../support/list.ts';
import { ownPaths } from '../support/markup.ts';
import { hashDatabase, type TestSite, testSite } from '../support/site.ts';

const DAY = '2026-11-23';

describe('a scanner that opens every link of every page and email', () => {
  let site: TestSite;
  let start: string[];
  beforeAll(async () => {
    site = await testSite({ now: `${DAY}T03:40:00Z` });
    const { ctx } = site;
    await putList(ctx, '2026-11-20', manyPapers(3, 100));
    await putList(ctx, DAY, manyPapers(12));
    const reader = await putSubscriber(ctx, 'reader@example.com');
    await subscribe(ctx, { address: 'pending@example.com', source: 'test', network: null });
    const pending = await findSubscriberByAddress(ctx.db, 'pending@example.com');
    await classifyAndRank(ctx, { day: DAY });
    await planEditions(ctx, { day: DAY });
    ctx.clock.set(`${DAY}T07:00:00Z`);
    await deliver(ctx, {});
    const token = confirmToken(ctx.keys, pending?.id ?? '', ctx.clock.now());
    const feed = feedUrl('', ctx.keys, reader.id);
    start = [
      feed,
      '/robots.txt',
      '/sitemap.xml',
      '/sitemaps/pages-1.xml',
      '/sitemaps/papers-1.xml',
      '/',
      '/healthz',
      '/readyz',
      `/confirm/${token}`,
      '/leave/x',
      `/fewer/${reader.unsubscribeKey}`,
      '/nothing',
    ];
  });
  afterAll(() => site?.close());

  it('finds no dead end, causes no error and changes nothing, by GET and by HEAD', async () => {
    const { ctx } = site;
    const outbox = join(ctx.env.DATA_DIR, 'outbox');
    const files = () => readdirSync(outbox).map((file) => [file, statSync(join(outbox, file)).mtimeMs]);
    const before = [await hashDatabase(ctx), files()];
    const found = new Map<string, number>();
    const open = [...start];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (found.has(path)) continue;
      await site.head(path);
      const page = await site.get(path);
      found.set(path, page.status);
      if (page.headers.get('Content-Type')?.startsWith('text/html'))
        open.push(...ownPaths(await page.text(), ctx.env.PUBLIC_URL));
    }
    expect([await hashDatabase(ctx), files()]).toEqual(before);
    const kinds = new Set([...found.keys()].map((path) => path.split(/[/?]/)[1]));
    expect(kinds).toEqual(
      new Set([
        '',
        'papers',
        'topics',
        'authors',
        'search',
        'outbox',
        'leave',
        'preferences',
        'more',
        'less',
        'digests',
        'save',
        'reading-list',
        'pause',
        'fewer',
        'subscribe',
        'my-link',
        'reader.js',
        'zone.js',
        'paper.js',
        'filter.js',
        'confirm',
        'styles.css',
        'icon.svg',
        'healthz',
        'readyz',
        'nothing',
        'language',
        'feed.atom',
        'feed.json',
        'feed',
        'editions',
        'robots.txt',
        'sitemap.xml',
        'sitemaps',
      ]),
    );
    const refused = [...found].filter(([, status]) => status !== 200).sort();
    // The target of a form is not a page to open.
    expect(refused).toEqual([
      ['/language', 405],
      ['/nothing', 404],
    ]);
    // Every list has its orders and topics in two views.
  }, 300_000);
});
