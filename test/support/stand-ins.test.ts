import { afterEach, describe, expect, it } from 'vitest';
import { startArxiv } from './arxiv-server.ts';
import { testClock } from './clock.ts';
import { dailyList, startHuggingFace } from './hugging-face-server.ts';
import type { StandIn } from './stand-in.ts';

// The adapters are tested against these servers, so they must refuse what the real services are known to
// refuse.
const open: StandIn[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

describe('the stand-in for Hugging Face', () => {
  const start = async () => {
    const lists = {
      '2026-06-10': dailyList('2026-06-10', 3),
      '2026-06-11': dailyList('2026-06-11', 120, 10),
    };
    const server = await startHuggingFace({
      lists,
      clock: testClock('2026-06-11T00:01:00Z'),
      requestsPerWindow: 20,
    });
    open.push(server);
    return (query: string, path = '/api/daily_papers') => fetch(`${server.url}${path}?${query}`);
  };

  it.each([
    'date=2026-06-12',
    'date=2026-6-1',
    'date=2026-02-30',
    'date=',
    'p=-1',
    'p=x',
    'limit=0',
    'limit=101',
    'limit=1.5',
  ])('rejects %s', async (query) => {
    expect((await (await start())(query)).status).toBe(400);
  });

  it.each([
    ['', 50],
    ['limit=100', 100],
    ['limit=100&p=1', 20],
    ['limit=100&p=2', 0],
    ['date=2026-06-10', 3],
    ['date=2026-06-09', 0],
  ])('returns for %j this many entries: %i', async (query, length) => {
    expect(await (await (await start())(query)).json()).toHaveLength(length);
  });

  it('counts requests, and refuses those beyond the window', async () => {
    const ask = await start();
    const first = await ask('');
    expect(first.headers.get('ratelimit')).toBe('"api";r=19;t=240');
    expect(first.headers.get('ratelimit-policy')).toBe('"fixed window";"api";q=20;w=300');
    for (let request = 2; request <= 20; request += 1) expect((await ask('limit=1')).status).toBe(200);
    expect((await ask('')).status).toBe(429);
  });

  it('returns 404 for any other address', async () => {
    expect((await (await start())('', '/api/models')).status).toBe(404);
  });
});

describe('the stand-in for arXiv', () => {
  const start = async () => {
    const clock = testClock('2026-06-11T12:00:00Z');
    const server = await startArxiv({
      entries: [{ id: '2606.00001', published: '2026-06-11T09:00:00Z' }],
      clock,
    });
    open.push(server);
    const ask = async (fields: Record<string, string>) => {
      const answer = await fetch(
        `${server.url}/api/query?${new URLSearchParams({ sortBy: 'submittedDate', ...fields })}`,
      );
      return { status: answer.status, body: await answer.text() };
    };
    return { clock, server, ask };
  };

  it.each([
    { search_query: 'nonsense' },
    { search_query: 'cat:cs.AI', max_results: '2001' },
    { search_query: 'cat:cs.AI', start: '-1' },
    { search_query: 'cat:cs.AI', start: '29999', max_results: '100' },
  ])('reports an error for %j in a feed with status 200', async (fields) => {
    const { status, body } = await (await start()).ask(fields);
    expect(status).toBe(200);
    expect(body).toContain('<id>http://arxiv.org/api/errors#');
  });

  it.each([
    ['cat:cs.AI', 1],
    ['cat:cs.CL', 0],
    ['(cat:cs.CL OR cat:cs.AI) AND submittedDate:[202606110000 TO 202606112359]', 1],
    ['(cat:cs.CL OR cat:cs.AI) AND submittedDate:[202606100000 TO 202606102359]', 0],
  ])('returns for %s this many results: %i', async (query, total) => {
    const { body } = await (await start()).ask({ search_query: query });
    expect(body).toContain(`<opensearch:totalResults>${total}</opensearch:totalResults>`);
    expect(body.match(/<entry>/g) ?? []).toHaveLength(total);
  });

  it('counts requests that are too early', async () => {
    const { ask, clock, server } = await start();
    await ask({ search_query: 'cat:cs.AI' });
    clock.advance(3_000);
    await ask({ search_query: 'cat:cs.AI' });
    expect(server.violations()).toBe(0);
    clock.advance(2_999);
    await ask({ search_query: 'cat:cs.AI' });
    expect(server.violations()).toBe(1);
  });
});
