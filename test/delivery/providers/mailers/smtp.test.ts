import { afterEach, describe, expect, it } from 'vitest';
import { createSmtpMailer, type SmtpOptions } from '../../../../src/delivery/providers/mailers/smtp.ts';
import type { ConnectionScope, Mailer, OutgoingEmail, SendResult } from '../../../../src/ports.ts';
import { mailerContract, toArrivedEmail } from '../../../contracts/mailer.ts';
import { testInstallation } from '../../../support/installation.ts';
import { sampleMail, sampleMails } from '../../../support/mail.ts';
import { type SmtpScript, startScriptedSmtp } from '../../../support/smtp-script.ts';
import { type SmtpSinkOptions, startSmtpSink } from '../../../support/smtp-sink.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

function keep<T extends { close(): Promise<void> }>(each: T): T {
  open.push(each);
  return each;
}

const newMailer = (options: SmtpOptions): Mailer =>
  keep(createSmtpMailer({ connectMs: 2000, silenceMs: 2000, ...options }));
const newSink = async (options?: SmtpSinkOptions) => keep(await startSmtpSink(options));
function newScope(): { connections: ConnectionScope; close(): void } {
  const closers: (() => void)[] = [];
  return {
    connections: { onClose: (close) => void closers.push(close) },
    close() {
      for (const close of closers) close();
    },
  };
}
const sendAll = (mailer: Mailer, emails: OutgoingEmail[], signal?: AbortSignal) =>
  mailer.send(emails, { idempotencyKey: 'attempt-1', ...(signal ? { signal } : {}) });

mailerContract('SMTP', async () => {
  const sink = await startSmtpSink();
  const mailer = createSmtpMailer({ url: sink.url });
  return {
    mailer,
    arrived: async () => sink.mails.map(({ parsed }) => toArrivedEmail(parsed)),
    async close() {
      await mailer.close();
      await sink.close();
    },
  };
});

describe('SMTP against a scripted server', () => {
  async function sendTo(
    script: SmtpScript,
    options: Partial<SmtpOptions> = {},
  ): Promise<SendResult | undefined> {
    const server = keep(await startScriptedSmtp(script));
    const [result] = await sendAll(newMailer({ url: server.url, ...options }), [sampleMail(1)]);
    expect(server.commands.filter((line) => line.startsWith('DATA')).length).toBeLessThanOrEqual(1);
    return result;
  }

  const long = { html: '<p>wide</p>\n'.repeat(20_000) };
  const quick = { connectMs: 150, silenceMs: 150 };

  for (const extensions of [[], ['PIPELINING']]) {
    describe(extensions.length > 0 ? 'with pipelining' : 'without pipelining', () => {
      it('defers an email lost before its content', async () => {
        const lost: SmtpScript[] = [
          { greeting: 'drop' },
          { ehlo: 'drop' },
          { mail: 'drop' },
          { rcpt: 'drop' },
          { data: 'drop' },
          { data: 'cut:35' },
          { greeting: '421 4.3.2 Shutting down' },
        ];
        for (const script of lost) {
          expect(await sendTo({ ...script, extensions }), JSON.stringify(script)).toMatchObject({
            outcome: 'deferred',
          });
        }
        for (const script of [{ greeting: 'silence' }, { mail: 'silence' }, { data: 'silence' }]) {
          const result = await sendTo({ ...script, extensions }, quick);
          expect(result, JSON.stringify(script)).toMatchObject({ outcome: 'deferred', code: 'ETIMEDOUT' });
        }
      });

      it('is uncertain about an email lost after the first byte of its content', async () => {
        const lost: SmtpScript[] = [
          { firstByte: 'drop' },
          { content: 'drop' },
          { content: 'cut:250-2.0.0 qu' },
          { content: 'cut:25' },
          { content: '354 More please' },
        ];
        for (const script of lost) {
          expect(await sendTo({ ...script, extensions }), JSON.stringify(script)).toMatchObject({
            outcome: 'uncertain',
          });
        }
        expect(await sendTo({ content: 'silence', extensions }, { silenceMs: 700 })).toMatchObject({
          outcome: 'uncertain',
        });
      });

      it('times out an email whose server never completes its reply', async () => {
        const result = await sendTo({ content: 'trickle', extensions }, { emailMs: 900 });
        expect(result).toMatchObject({ outcome: 'uncertain' });
        expect(await sendTo({ mail: 'trickle', extensions }, { emailMs: 250 })).toMatchObject({
          outcome: 'deferred',
        });
      });

      it('accepts a complete refusal before a lost connection', async () => {
        const refused = { outcome: 'refused', about: 'mail', code: '554 5.6.0' };
        expect(await sendTo({ content: '554 5.6.0 Bad content', extensions })).toMatchObject(refused);
        expect(await sendTo({ content: '421 4.3.2 Shutting down', extensions })).toMatchObject({
          outcome: 'deferred',
        });
      });
    });
  }

  it('is uncertain when the connection drops in the middle of a long content', async () => {
    const server = keep(await startScriptedSmtp({ firstByte: 'drop' }));
    const [result] = await sendAll(newMailer({ url: server.url }), [sampleMail(1, long)]);
    expect(result).toMatchObject({ outcome: 'uncertain' });
  });

  it('halts when the greeting refuses our network', async () => {
    const result = await sendTo({ greeting: '554 5.7.1 No service for your network' });
    expect(result).toMatchObject({ outcome: 'halted', code: '554 5.7.1' });
  });

  it('keeps control characters of a reply out of the reason', async () => {
    const result = await sendTo({ content: '554 5.6.0 Bad\u0000 \u001b[31mcontent\u0085 here' });
    expect(result).toMatchObject({ outcome: 'refused', reason: expect.not.stringMatching(/\p{Cc}/u) });
  });
});

describe('SMTP', () => {
  it('defers a batch on a refused connection, without one attempt per email', async () => {
    const server = await startScriptedSmtp({});
    await server.close();
    const results = await sendAll(newMailer({ url: server.url }), sampleMails(10));
    expect(results).toHaveLength(10);
    for (const result of results) {
      expect(result).toMatchObject({ outcome: 'deferred', code: 'ECONNREFUSED', retryAfterMs: 60_000 });
    }
  });

  it('classifies each email of a batch on its own', async () => {
    const sink = await newSink();
    const cases: [string, 'rcpt' | 'data', object][] = [
      ['450 4.2.1 Try again later', 'rcpt', { outcome: 'deferred', code: '450 4.2.1' }],
      ['451 4.7.1 Greylisted', 'rcpt', { outcome: 'deferred', code: '451 4.7.1' }],
      ['452 4.2.2 Mailbox full', 'data', { outcome: 'deferred', code: '452 4.2.2' }],
      ['550 5.1.1 No such user', 'rcpt', { outcome: 'refused', about: 'address', code: '550 5.1.1' }],
      ['550 No such user', 'rcpt', { outcome: 'refused', about: 'address', code: '550' }],
      ['552 5.3.4 Too big', 'data', { outcome: 'refused', about: 'mail', code: '552 5.3.4' }],
      ['554 5.7.1 Looks like spam', 'data', { outcome: 'refused', about: 'mail', code: '554 5.7.1' }],
    ];
    const emails = sampleMails(cases.length + 1);
    for (const [place, [reply, phase]] of cases.entries())
      sink.refuse(phase, `reader${place + 1}@example.com`, reply);
    const results = await sendAll(newMailer({ url: sink.url }), emails);
    for (const [place, [reply, , expected]] of cases.entries()) {
      expect(results[place], reply).toMatchObject(expected);
      expect(results[place], reply).toMatchObject({ reason: reply });
    }
    expect(results.at(-1)).toMatchObject({
      outcome: 'accepted',
      providerId: `<dlv-${cases.length + 1}@papers.example.org>`,
    });
    expect(sink.mails).toHaveLength(1);
  });

  it('marks emails of a batch without a final reply as uncertain, and does not re-send them', async () => {
    const sink = await newSink();
    sink.lose('data', 'reader2@example.com', 'taken');
    sink.lose('data', 'reader3@example.com', 'lost');
    sink.lose('rcpt', 'reader4@example.com', 'lost');
    const results = await sendAll(newMailer({ url: sink.url, connections: 4 }), sampleMails(5));
    const outcomes = results.map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['accepted', 'uncertain', 'uncertain', 'deferred', 'accepted']);
    expect([1, 2, 3, 4, 5].map((number) => sink.acceptedFor(`reader${number}@example.com`))).toEqual([
      1, 1, 0, 0, 1,
    ]);
  });

  it('halts the batch when authentication fails', async () => {
    const sink = await newSink({ login: { user: 'paperboy', password: 'right' } });
    const mailer = newMailer({ url: sink.url.replace('right', 'wrong'), connections: 2 });
    const results = await sendAll(mailer, sampleMails(4));
    for (const result of results) expect(result).toMatchObject({ outcome: 'halted', code: '535 5.7.8' });
    expect(sink.connections()).toBeLessThanOrEqual(2);
    await expect(mailer.check()).rejects.toMatchObject({ code: 'MAILER_UNREACHABLE' });
  });

  it('uses STARTTLS, and halts on a self-signed certificate except on loopback', async () => {
    const sink = await newSink({ encrypted: true });
    expect(await sendAll(newMailer({ url: sink.url }), [sampleMail(1)])).toMatchObject([
      { outcome: 'accepted' },
    ]);
    const strict = newMailer({ url: `${sink.url}/?tls.rejectUnauthorized=true` });
    const results = await sendAll(strict, [sampleMail(2)]);
    expect(results).toMatchObject([{ outcome: 'halted', code: expect.stringContaining('CERT') }]);
    await expect(strict.check()).rejects.toMatchObject({ code: 'MAILER_UNREACHABLE' });
    expect(sink.mails).toHaveLength(1);
  });

  it('halts without required credentials, and on a refused sender', async () => {
    const sink = await newSink({ login: { user: 'paperboy', password: 'right' } });
    const anonymous = newMailer({ url: sink.url.replace('paperboy:right@', '') });
    expect(await sendAll(anonymous, [sampleMail(1)])).toMatchObject([{ outcome: 'halted', code: '530' }]);
    sink.refuse('mail', '*', '553 5.7.1 Sender address rejected');
    const authenticated = newMailer({ url: sink.url });
    expect(await sendAll(authenticated, [sampleMail(1)])).toMatchObject([
      { outcome: 'halted', code: '553 5.7.1' },
    ]);
    sink.recover();
    expect(await sendAll(authenticated, [sampleMail(1)])).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('refuses an email larger than the server’s SIZE before sending its content', async () => {
    const sink = await newSink({ size: 2000 });
    const results = await sendAll(newMailer({ url: sink.url }), [
      sampleMail(1, { text: 'x'.repeat(3000) }),
      sampleMail(2),
    ]);
    expect(results).toMatchObject([{ outcome: 'refused', about: 'mail' }, { outcome: 'accepted' }]);
  });

  it('finishes emails in flight after an abort, and defers the others', async () => {
    const sink = await newSink();
    const stop = new AbortController();
    const mailer = newMailer({ url: sink.url, connections: 2 });
    const emails = sampleMails(4);
    const sending = sendAll(mailer, emails, stop.signal);
    stop.abort();
    const results = await sending;
    expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'deferred', 'deferred']);
    expect(results[3]).toMatchObject({ retryAfterMs: 0 });
    expect(sink.mails).toHaveLength(2);
  });

  it('reuses the connections of a batch within its limit, and closes all of them', async () => {
    const sink = await newSink();
    const mailer = newMailer({ url: sink.url, connections: 2 });
    for (let round = 1; round <= 3; round += 1) {
      await sendAll(mailer, sampleMails(10));
      expect(sink.mails).toHaveLength(round * 10);
      expect(sink.connections()).toBeLessThanOrEqual(round * 2);
      // A connection of the previous batch may still be closing; it does not count for this one.
      await sink.whenIdle();
    }
    expect(sink.mostAtOnce()).toBe(2);
  });

  it('never uses a connection that the server closed between two batches', async () => {
    const sink = await newSink();
    const mailer = newMailer({ url: sink.url, connections: 2 });
    for (let round = 0; round < 5; round += 1) {
      expect(await sendAll(mailer, sampleMails(2))).toMatchObject([
        { outcome: 'accepted' },
        { outcome: 'accepted' },
      ]);
      sink.hangUp();
    }
    expect(sink.mails).toHaveLength(10);
  });

  it('keeps connections for the calls of a scope, within its limit, until the scope is closed', async () => {
    const sink = await newSink();
    const mailer = newMailer({ url: sink.url, connections: 2 });
    const scope = newScope();
    const batches = [1, 11, 21].map((first) => sampleMails(10, first));
    const results = await Promise.all(
      batches.map((emails) =>
        mailer.send(emails, { idempotencyKey: 'attempt-1', connections: scope.connections }),
      ),
    );
    expect(results.flat().every(({ outcome }) => outcome === 'accepted')).toBe(true);
    expect([sink.connections(), sink.mostAtOnce()]).toEqual([2, 2]);
    scope.close();
    await sink.whenIdle();
  });

  it.each([
    ['closes idle connections', {}],
    ['accepts two emails per connection', { emailsPerConnection: 2 }],
  ])('sends every email once when the server %s', async (_, options) => {
    const sink = await newSink(options);
    const mailer = newMailer({ url: sink.url, connections: 2 });
    const { connections, close } = newScope();
    for (let round = 0; round < 6; round += 1) {
      const emails = sampleMails(3, 1 + round * 3);
      const results = await mailer.send(emails, { idempotencyKey: 'attempt-1', connections });
      expect(results).toMatchObject(emails.map(() => ({ outcome: 'accepted' })));
      // The client may or may not have noticed when it sends the next one.
      if (!('emailsPerConnection' in options)) sink.hangUp();
    }
    expect(new Set(sink.mails.map(({ to }) => to[0])).size).toBe(18);
    expect(sink.mails).toHaveLength(18);
    expect(sink.mostAtOnce()).toBeLessThanOrEqual(2);
    close();
  });

  it('defers an email when the server closes every connection at MAIL FROM', async () => {
    const sink = await newSink();
    const mailer = newMailer({ url: sink.url });
    const { connections, close } = newScope();
    const send = (number: number) =>
      mailer.send([sampleMail(number)], { idempotencyKey: 'attempt-1', connections });
    expect(await send(1)).toMatchObject([{ outcome: 'accepted' }]);
    sink.lose('mail', '*', 'lost');
    expect(await send(2)).toMatchObject([{ outcome: 'deferred' }]);
    close();
  });

  it('introduces itself by the given name, unless the URL names one', async () => {
    const server = keep(await startScriptedSmtp({}));
    const clientName = 'papers.example.org';
    await sendAll(newMailer({ url: server.url, clientName }), [sampleMail(1)]);
    await sendAll(newMailer({ url: `${server.url}/?name=mail.example.com`, clientName }), [sampleMail(2)]);
    const greetings = server.commands.filter((line) => line.startsWith('EHLO'));
    expect(greetings).toEqual(['EHLO papers.example.org', 'EHLO mail.example.com']);
  });

  it('introduces itself by the domain of MAIL_FROM in an installation', async () => {
    const server = keep(await startScriptedSmtp({}));
    const from = { MAIL_FROM: 'Paperboy <digest@bücher.example.org>' };
    const ctx = keep(await testInstallation({ env: { MAILER: 'smtp', SMTP_URL: server.url, ...from } }));
    await ctx.providers[0]?.mailer.send([sampleMail(1)], { idempotencyKey: 'attempt-1' });
    expect(server.commands[0]).toBe('EHLO xn--bcher-kva.example.org');
  });

  it('defers after it was closed', async () => {
    const sink = await newSink();
    const mailer = newMailer({ url: sink.url });
    await mailer.close();
    expect(await sendAll(mailer, [sampleMail(1)])).toMatchObject([{ outcome: 'deferred' }]);
  });
});
