import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createResendMailer } from '../../../../src/delivery/providers/mailers/resend.ts';
import { testClock } from '../../../support/clock.ts';
import { sampleMails } from '../../../support/mail.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each([301, 302, 307, 308])(
  'follows no redirect with status %i: neither key nor emails leave',
  async (status) => {
    const stolen: (string | undefined)[] = [];
    const elsewhere = await serve((request, response) => {
      stolen.push(request.headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data: [{ id: '1' }, { id: '2' }] }));
    });
    const api = await serve((request, response) => {
      request.resume();
      response.writeHead(status, { location: `${elsewhere}/emails/batch` });
      response.end();
    });
    const clock = testClock('2026-11-23T06:30:00Z');
    const mailer = createResendMailer({
      apiKey: 're_standin_0123456789',
      baseUrl: api,
      clock,
      userAgent: 'Paperboy/test',
    });
    const results = await mailer.send(sampleMails(2), { idempotencyKey: 'attempt-1' });
    expect(stolen).toEqual([]);
    expect(results.map(({ outcome }) => outcome)).not.toContain('accepted');
    expect(results).toHaveLength(2);
  },
);
