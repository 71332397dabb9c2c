import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ResendClient, type ResendClientOptions } from '../src/resend-client.ts';

interface Request {
  line: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const requests: Request[] = [];
let respond: (response: ServerResponse) => void;
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  requests.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
  respond(response);
});
let baseUrl: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  requests.length = 0;
  respond = (response) => response.end('{}');
});
afterEach(() => vi.unstubAllEnvs());

const newClient = (over: Partial<ResendClientOptions> = {}) =>
  new ResendClient({
    apiKey: 're_standin',
    baseUrl,
    userAgent: 'Paperboy/test',
    callMs: 10_000,
    maxResponseBytes: 1_000,
    ...over,
  });

describe('the client of the Resend API', () => {
  it('sends the JSON of its payload unchanged, with our name and the key', async () => {
    const payload = [{ subject: 'Ünïcode \u2028 and </script>', to: ['ann@example.com'], replyTo: 'kept' }];
    await newClient().post('/emails/batch', payload, { idempotencyKey: 'attempt-1' });
    expect(requests).toMatchObject([
      {
        line: 'POST /emails/batch',
        body: JSON.stringify(payload),
        headers: {
          authorization: 'Bearer re_standin',
          'user-agent': 'Paperboy/test',
          'content-type': 'application/json',
          'idempotency-key': 'attempt-1',
        },
      },
    ]);
  });

  it('keeps the status, headers and text of a response that contradicts its body', async () => {
    respond = (response) => {
      response.writeHead(502, { 'retry-after': '7' });
      response.end('{"statusCode":200,"name":"ok"}');
    };
    const client = newClient();
    const answer = await client.domains.list();
    expect(answer).toMatchObject({ data: null, error: { statusCode: 502 } });
    const { status, headers, body } = client.responseOf(answer);
    expect([status, headers.get('retry-after'), body]).toEqual([502, '7', '{"statusCode":200,"name":"ok"}']);
  });

  it('rejects with the cause when the connection is refused, and sends nothing elsewhere', async () => {
    vi.stubEnv('RESEND_BASE_URL', baseUrl);
    vi.stubEnv('RESEND_DEBUG', 'true');
    const refused = newClient({ baseUrl: 'http://127.0.0.1:1' }).emails.receiving.get('an-id');
    await expect(refused).rejects.toMatchObject({ cause: expect.anything() });
    expect(requests).toEqual([]);
  });

  it('rejects a response that is too long, incomplete or too late', async () => {
    respond = (response) => response.end('x'.repeat(1_001));
    await expect(newClient().domains.list()).rejects.toThrow('longer than 1000 bytes');
    respond = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.destroy());
    };
    await expect(newClient().domains.list()).rejects.toThrow();
    respond = (response) => void response.writeHead(200).write('{');
    await expect(newClient({ callMs: 200 }).domains.list()).rejects.toThrow('timeout');
    const signal = AbortSignal.abort(new Error('shut down'));
    await expect(newClient().get('/domains', { signal })).rejects.toThrow('shut down');
  });

  it('returns a redirect as an error instead of following it', async () => {
    respond = (response) => {
      response.writeHead(307, { location: `${baseUrl}/elsewhere` });
      response.end();
    };
    expect(await newClient().emails.receiving.get('an-id')).toMatchObject({ error: { statusCode: 307 } });
    expect(requests).toHaveLength(1);
  });

  it.each(['.', '..', '%2e%2E', '../domains', 'a/../..', '..?x'])(
    'does not call another endpoint for the id %s',
    async (id) => {
      await expect(newClient().emails.receiving.get(id)).rejects.toThrow('dot segment');
      expect(requests).toEqual([]);
    },
  );
});
