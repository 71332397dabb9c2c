import { afterEach, describe, expect, it, vi } from 'vitest';
import { chatSummarizer } from '../../../../src/papers/summary/model/chat-summarizer.ts';
import { describeSummarizer } from '../../../contracts/summarizer.ts';
import { testClock } from '../../../support/clock.ts';
import { type ModelServer, type ModelServerOptions, startModel } from '../../../support/model-server.ts';

const PAPER = { title: 'A title', abstract: 'An abstract.' };

const rigOf = async (options: ModelServerOptions = {}, callMs = 500) => {
  const server = await startModel(options);
  const { url: baseUrl, model, apiKey } = server;
  const clock = testClock('2026-11-23T05:00:00Z');
  const userAgent = 'Paperboy/1 (+https://papers.example.org)';
  return {
    server,
    summarizer: chatSummarizer({ baseUrl, model, apiKey: apiKey ?? undefined, clock, userAgent, callMs }),
  };
};

describeSummarizer('chat completions', () => rigOf());

describe('a summarizer at an OpenAI-compatible endpoint', () => {
  const servers: ModelServer[] = [];
  afterEach(async () => {
    vi.unstubAllEnvs();
    for (const server of servers.splice(0)) await server.close();
  });
  const start = async (options: ModelServerOptions = {}) => {
    const rig = await rigOf(options);
    servers.push(rig.server);
    return rig;
  };

  it('sends a model and two messages, the key as a bearer token, and no version of its client', async () => {
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/other');
    vi.stubEnv('OPENAI_API_KEY', 'sk-of-another-program');
    const { server, summarizer } = await start();
    server.next({ kind: 'text', text: 'Fine.' });
    await summarizer.summarize(PAPER);
    const [request] = server.requests;
    expect(request?.line).toBe('POST /v1/chat/completions');
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${server.apiKey}`,
      'user-agent': 'Paperboy/1 (+https://papers.example.org)',
    });
    expect(Object.keys(JSON.parse(request?.body ?? '{}'))).toEqual(['model', 'messages']);
  });

  it('sends no authorization without a key', async () => {
    const { server, summarizer } = await start({ apiKey: null });
    server.next({ kind: 'text', text: 'Fine.' });
    expect(await summarizer.summarize(PAPER)).toEqual({ text: 'Fine.', complete: true });
  });

  it('follows no redirect, which would pass the key on', async () => {
    const other = (await start()).server;
    const { server, summarizer } = await start();
    const headers = { location: `${other.url}/chat/completions` };
    for (const status of [301, 302, 307, 308]) {
      server.next({ kind: 'status', status, headers });
      await expect(summarizer.summarize(PAPER)).rejects.toMatchObject({ code: 'SUMMARY_MODEL_REJECTED' });
    }
    expect(other.requests).toEqual([]);
  });

  it('never repeats the key in an error, though the server does', async () => {
    const { server, summarizer } = await start();
    for (const reply of [
      { kind: 'status', status: 401 },
      { kind: 'status', status: 500 },
      { kind: 'body', body: `{"error":"${server.apiKey}"}` },
    ] as const) {
      server.next(reply);
      const error = await summarizer.summarize(PAPER).catch((thrown: unknown) => thrown);
      expect(String(error)).toMatch(/^PaperboyError: The /);
      expect(String(error)).not.toContain('sk-standin');
    }
  });

  it('reads Retry-After as a date', async () => {
    const { server, summarizer } = await start();
    const headers = { 'retry-after': 'Mon, 23 Nov 2026 05:10:00 GMT' };
    server.next({ kind: 'status', status: 429, headers });
    await expect(summarizer.summarize(PAPER)).rejects.toMatchObject({ retryAfterMs: 600_000 });
  });

  it('drops the reasoning of a model, in its field and in the text', async () => {
    const { server, summarizer } = await start();
    server.next(
      { kind: 'text', text: 'The answer.', reasoning: 'Let me think.' },
      { kind: 'text', text: '<think>\nLet me think.\n</think>\n\nThe answer.', finish: null },
    );
    for (const _reply of [1, 2])
      expect(await summarizer.summarize(PAPER)).toEqual({ text: 'The answer.', complete: true });
  });

  it('sends an abstract up to a limit', async () => {
    const { server, summarizer } = await start();
    server.next({ kind: 'text', text: 'Fine.' });
    await summarizer.summarize({ title: 'Long', abstract: 'word '.repeat(10_000) });
    expect(server.asked[0]?.abstract).toHaveLength(6_000);
  });
});
