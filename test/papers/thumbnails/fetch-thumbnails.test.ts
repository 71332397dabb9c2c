import { deflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { THUMBNAIL_LIMITS } from '../../../config/thumbnails.ts';
import { parseHuggingFaceEntry } from '../../../src/papers/sources/hugging-face-entry.ts';
import { cleanUpThumbnails, fetchThumbnails } from '../../../src/papers/thumbnails/fetch-thumbnails.ts';
import {
  dropThumbnailsBeyond,
  readThumbnailVersions,
} from '../../../src/papers/thumbnails/thumbnail-queries.ts';
import { observeJob } from '../../../workers/jobs/observe.ts';
import { dailyEntry } from '../../support/hugging-face-server.ts';
import { putPapers, type TestSite, testSite } from '../../support/site.ts';
import { type Reply, type StandIn, startStandIn } from '../../support/stand-in.ts';

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), deflateSync(Buffer.alloc(64, 7))]);
const DAY = '2026-11-23';
const ID = '2611.00001';
const address = (name: string) => `https://cdn-thumbnails.huggingface.co/papers/${name}`;

describe('thumbnails', () => {
  let mirror: StandIn;
  let elsewhere: StandIn;
  let site: TestSite;
  let replies: Record<string, Reply>;

  const image = (body: string | Buffer, type = 'image/png'): Reply => ({
    status: 200,
    headers: { 'content-type': type },
    body,
  });
  const open = async (THUMBNAILS: 'on' | 'off') =>
    testSite({ env: { THUMBNAILS, THUMBNAIL_BASE_URL: mirror.url } });
  const put = (name: string, id = ID) =>
    putPapers(site.ctx, DAY, [{ id, title: `Paper ${id}`, links: { thumbnail: address(name) } }]);

  beforeEach(async () => {
    replies = { '/papers/right.png': image(PNG) };
    mirror = await startStandIn(
      () => new Date(),
      ({ path }) => replies[path] ?? { status: 404, headers: {}, body: 'no' },
    );
    elsewhere = await startStandIn(
      () => new Date(),
      () => image(PNG),
    );
    site = await open('on');
  });
  afterEach(async () => {
    await site?.close();
    await mirror?.close();
    await elsewhere?.close();
  });

  it('are stored by a worker and served from our own server, immutable under their version', async () => {
    await put('right.png');
    expect(await (await site.get('/')).text()).not.toContain('<img');
    expect(mirror.requests).toHaveLength(0);
    expect(await fetchThumbnails(site.ctx)).toEqual({ stored: 1, failed: 0 });
    const version = (await readThumbnailVersions(site.ctx.db, [ID])).get(ID);
    const path = `/thumbnails/${ID}?v=${version}`;
    for (const page of ['/', '/search?q=paper', `/papers/${DAY}`])
      expect(await (await site.get(page)).text()).toContain(
        `<img class="thumbnail" src="${path}" alt="" width="128" height="69" loading="lazy"`,
      );
    expect(await (await site.get('/?view=compact')).text()).not.toContain('<img');
    const served = await site.get(path);
    expect(Buffer.from(await served.arrayBuffer())).toEqual(PNG);
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect((await site.get(`/thumbnails/${ID}?v=other`)).headers.get('Cache-Control')).toBe(
      'public, max-age=300',
    );
    expect((await site.get('/')).headers.get('Content-Security-Policy')).toContain("img-src 'self'");
    expect(mirror.requests).toHaveLength(1);
  });

  it('are fetched once, and again when the address changes', async () => {
    await put('right.png');
    await fetchThumbnails(site.ctx);
    await fetchThumbnails(site.ctx);
    expect(mirror.requests).toHaveLength(1);
    replies['/papers/new.png'] = image(Buffer.concat([PNG, PNG]));
    const before = await readThumbnailVersions(site.ctx.db, [ID]);
    await put('new.png');
    expect(await fetchThumbnails(site.ctx)).toEqual({ stored: 1, failed: 0 });
    expect(await readThumbnailVersions(site.ctx.db, [ID])).not.toEqual(before);
  });

  it('are refused when they are anything but an image within the limits', async () => {
    const { maxBytes } = THUMBNAIL_LIMITS;
    Object.assign(replies, {
      '/papers/page.png': image('<!doctype html><title>no</title>'),
      '/papers/drawing.png': image('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'),
      '/papers/huge.png': image(Buffer.concat([PNG, Buffer.alloc(maxBytes)])),
      '/papers/empty.png': image(''),
      '/papers/away.png': { status: 302, headers: { location: `${elsewhere.url}/right.png` }, body: '' },
      '/papers/file.png': { status: 302, headers: { location: 'file:///etc/passwd' }, body: '' },
      '/papers/loop.png': { status: 302, headers: { location: '/papers/loop.png' }, body: '' },
    });
    const names = ['missing', 'page', 'drawing', 'huge', 'empty', 'away', 'file', 'loop'];
    for (const [place, name] of names.entries()) await put(`${name}.png`, `2611.1000${place}`);
    expect(await fetchThumbnails(site.ctx)).toEqual({ stored: 0, failed: names.length });
    expect(elsewhere.requests).toHaveLength(0);
    expect(mirror.requests.filter(({ path }) => path.endsWith('loop.png'))).toHaveLength(3);
    for (const place of names.keys())
      expect((await site.get(`/thumbnails/2611.1000${place}`)).status).toBe(404);
    expect(await (await site.get('/')).text()).not.toContain('<img');
  });

  it('follow a redirect on the same host', async () => {
    replies['/papers/moved.png'] = { status: 301, headers: { location: '/papers/right.png' }, body: '' };
    await put('moved.png');
    expect(await fetchThumbnails(site.ctx)).toEqual({ stored: 1, failed: 0 });
  });

  it('are tried again later, three times in all', async () => {
    await put('late.png');
    for (let hour = 0; hour < 48; hour += 1) {
      await fetchThumbnails(site.ctx);
      site.ctx.clock.advance(3_600_000);
    }
    expect(mirror.requests).toHaveLength(THUMBNAIL_LIMITS.tries);
  });

  it('stop with their job when the server does not respond', async () => {
    mirror.fail({ kind: 'hang' });
    await put('right.png');
    const stopped = new AbortController();
    mirror.onRequest(() => stopped.abort(new Error('stopping')));
    await expect(fetchThumbnails(site.ctx, { signal: stopped.signal })).rejects.toThrow('stopping');
  });

  it('stay within a number of bytes, without fetching the same ones again, and are deleted in time', async () => {
    await put('right.png');
    await fetchThumbnails(site.ctx);
    expect(await dropThumbnailsBeyond(site.ctx.db, PNG.length, THUMBNAIL_LIMITS.tries)).toBe(0);
    expect(await dropThumbnailsBeyond(site.ctx.db, PNG.length - 1, THUMBNAIL_LIMITS.tries)).toBe(1);
    site.ctx.clock.advance(7 * 3_600_000);
    expect(await fetchThumbnails(site.ctx)).toEqual({ stored: 0, failed: 0 });
    expect((await site.get(`/thumbnails/${ID}`)).status).toBe(404);
    expect(await cleanUpThumbnails(site.ctx)).toBe(0);
    site.ctx.clock.advance(31 * 86_400_000);
    expect(await cleanUpThumbnails(site.ctx)).toBe(1);
  });

  it('are off by default: no request, no image in any page, no address', async () => {
    await site.close();
    site = await open('off');
    await put('right.png');
    await observeJob(site.ctx, { day: DAY }, new AbortController().signal);
    expect(mirror.requests).toHaveLength(0);
    for (const page of ['/', '/search?q=paper', `/papers/${DAY}`])
      expect(await (await site.get(page)).text()).not.toMatch(/<img|thumbnail/);
    expect((await site.get(`/thumbnails/${ID}`)).status).toBe(404);
  });

  it('come from the list of the source', () => {
    const thumbnail = address('2611.00001.png');
    const { paper } = parseHuggingFaceEntry(dailyEntry({ id: ID, day: DAY, outer: { thumbnail } }), '0');
    expect(paper?.links.thumbnail).toBe(thumbnail);
    const hostile = dailyEntry({ id: ID, day: DAY, outer: { thumbnail: 'javascript:alert(1)' } });
    expect(parseHuggingFaceEntry(hostile, '0').paper?.links.thumbnail).toBeUndefined();
  });
});
