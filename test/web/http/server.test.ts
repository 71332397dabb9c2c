import { once } from 'node:events';
import { Agent, get, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken } from '../../../src/token.ts';
import { serveWeb } from '../../../src/web/http/server.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';

/** Requests through an agent, so that a connection stays open between requests as a browser's does. */
function ask(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(url, { agent }, resolve).on('error', reject));
}

describe('serveWeb', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx?.close());

  it('reports the port that the system chose, and is gone when closed', async () => {
    const web = await serveWeb(ctx);
    expect(web.url).toMatch(/^http:\/\/localhost:[1-9]\d+$/);
    const page = await fetch(web.url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringMatching(/^<!doctype html>/)]);
    await web.close();
    await expect(fetch(web.url)).rejects.toThrow();
  });

  it('names the remedy when the port is in use', async () => {
    const web = await serveWeb(ctx);
    const env = { ...ctx.env, PORT: Number(new URL(web.url).port) };
    try {
      await expect(serveWeb({ ...ctx, env })).rejects.toMatchObject({
        code: 'PORT_UNAVAILABLE',
        message: expect.stringContaining('set PORT to another port'),
      });
    } finally {
      await web.close();
    }
  });

  it('lets a running request finish and waits neither for idle connections nor for unused ones', async () => {
    let arrived = () => {};
    let answer = () => {};
    const atWork = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const finished = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const ping = () => {
      arrived();
      return finished;
    };
    const web = await serveWeb({ ...ctx, queue: { ...ctx.queue, ping } });
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const ahead = connect(Number(new URL(web.url).port), 'localhost').on('error', () => {});
    try {
      await once(ahead, 'connect');
      await text(await ask(`${web.url}/healthz`, agent));
      const running = ask(`${web.url}/readyz`, new Agent({ keepAlive: true }));
      await atWork;
      const began = performance.now();
      const closed = web.close();
      await expect(fetch(`${web.url}/healthz`)).rejects.toThrow();
      answer();
      expect((await running).statusCode).toBe(200);
      await closed;
      // Far below the 5 s after which connections are cut.
      expect(performance.now() - began).toBeLessThan(4_000);
    } finally {
      ahead.destroy();
      agent.destroy();
    }
  });

  it('closes unfinished connections after five seconds', async () => {
    const web = await serveWeb(ctx);
    const { id } = await putSubscriber(ctx, 'reader@example.com');
    const path = `/preferences/${signToken(ctx.keys, 'preferences', id, null)}`;
    // A form that never arrives completely keeps its request running.
    const form = request(`${web.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': '100' },
    });
    const cut = new Promise<string>((resolve) => form.on('error', (error) => resolve(error.message)));
    await new Promise<void>((resolve) => form.write('cadence=daily', () => resolve()));
    await fetch(`${web.url}/healthz`);
    const began = performance.now();
    await web.close();
    const milliseconds = performance.now() - began;
    expect(await cut).toMatch(/hang up|ECONNRESET/);
    expect(milliseconds).toBeGreaterThan(4_500);
    expect(milliseconds).toBeLessThan(8_000);
  });
});
