import type { ParsedMail } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mailer, OutgoingEmail } from '../../src/ports.ts';
import { sampleMail, sampleMails } from '../support/mail.ts';

/** One email as it was received. */
export interface ArrivedMail {
  /** The address alone. */
  to: string;
  /** As an email program shows it. */
  from: string;
  subject: string;
  text: string;
  html: string;
  /** By name in lower case, on one line. */
  headers: Record<string, string>;
}

export interface MailerUnderTest {
  mailer: Mailer;
  /** Received emails, in no particular order. */
  arrived(): Promise<ArrivedMail[]>;
  close(): Promise<void>;
}

/** Contract of every mailer, for any provider behind it. */
export function mailerContract(name: string, start: () => Promise<MailerUnderTest>): void {
  describe(`the mailer contract of ${name}`, () => {
    let subject: MailerUnderTest;
    let mailer: Mailer;
    beforeEach(async () => {
      subject = await start();
      mailer = subject.mailer;
    });
    afterEach(() => subject.close());

    const send = (mails: OutgoingEmail[], idempotencyKey = 'attempt-1') =>
      mailer.send(mails, { idempotencyKey });
    const recipients = async () => (await subject.arrived()).map(({ to }) => to).sort();

    it('takes a whole batch and gives one result a mail, each with an id of its own', async () => {
      const mails = sampleMails(mailer.batchSize);
      const results = await send(mails);
      expect(results.map(({ outcome }) => outcome)).toEqual(mails.map(() => 'accepted'));
      const ids = results.map((result) => (result.outcome === 'accepted' ? result.providerId : ''));
      expect(new Set(ids).size).toBe(mails.length);
      expect(ids).not.toContain('');
      expect(await recipients()).toEqual(mails.map(({ to }) => to).sort());
    });

    it('brings both parts over unharmed, in any script', async () => {
      const text =
        'Größe, 日本語, עברית, 🧑‍🔬 and α→∞.\n.a dot first\nFrom here\n  indented\n=3D stays\n\nlast line\n';
      const html = `<p>Größe 日本語 🧑‍🔬 &amp; “quotes”</p>\n<!-- =3D -->\n<td>${'wide '.repeat(400)}</td>\n`;
      await send([sampleMail(1, { text, html })]);
      const [mail] = await subject.arrived();
      expect(mail?.text.trimEnd()).toBe(text.trimEnd());
      expect(mail?.html.trimEnd()).toBe(html.trimEnd());
    });

    it('brings a long subject over in any script', async () => {
      const title = 'Über 3-Bit-Quantisierung: 日本語の論文 🎉 '.repeat(4).trim();
      await send([sampleMail(1, { subject: title, from: '"Müller, Anna" <digest@papers.example.org>' })]);
      const [mail] = await subject.arrived();
      expect(mail?.subject).toBe(title);
      expect(mail?.from).toBe('"Müller, Anna" <digest@papers.example.org>');
    });

    it('brings every further header over as it is, the ones for unsubscribing among them', async () => {
      const sent = sampleMail(7);
      await send([sent]);
      const [mail] = await subject.arrived();
      for (const [header, value] of Object.entries(sent.headers)) {
        expect(mail?.headers[header.toLowerCase()], header).toBe(value);
      }
      expect(mail?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    });

    it('adds nothing that gives the software away', async () => {
      await send([sampleMail(1)]);
      const [mail] = await subject.arrived();
      expect(Object.keys(mail?.headers ?? {})).not.toContain('x-mailer');
    });

    it('refuses a line break in any header or address, for the whole batch and before sending', async () => {
      const attacks: Partial<OutgoingEmail>[] = [
        { to: 'reader@example.com\r\nBcc: victim@example.com' },
        { to: 'reader@example.com, victim@example.com' },
        { from: 'Paperboy\n <digest@papers.example.org>' },
        { subject: 'Papers\r\n\r\n<p>hello' },
        { date: '2026-11-23T06:30:00.000Z\r\nX: y' },
        { headers: { 'Message-ID': '<a@example.org>\r\nBcc: victim@example.com' } },
        { headers: { 'Message-ID': '<a@example.org>', 'X-A\r\nBcc': 'victim@example.com' } },
        { headers: { 'Message-ID': '<a@example.org>', Bcc: 'victim@example.com' } },
        { headers: { 'Message-ID': '<a@example.org>', 'X-A': 'one\u2028two' } },
        { headers: { 'Message-ID': '<a@example.org>', 'X-A': 'nul\u0000' } },
      ];
      for (const attack of attacks) {
        const batch = [sampleMail(1), sampleMail(2, attack)];
        await expect(send(batch), JSON.stringify(attack)).rejects.toMatchObject({
          code: 'MAIL_HEADER_UNSAFE',
        });
      }
      expect(await subject.arrived()).toEqual([]);
    });

    it('wants a Message-ID, and no more mails than it takes at once', async () => {
      await expect(send([sampleMail(1, { headers: {} })])).rejects.toMatchObject({
        code: 'MAIL_HEADER_MISSING',
      });
      await expect(send(sampleMails(mailer.batchSize + 1))).rejects.toMatchObject({
        code: 'MAIL_BATCH_TOO_LARGE',
      });
      expect(await subject.arrived()).toEqual([]);
    });

    it('delivers once when the same batch is replayed under its key within the replay window', async () => {
      const mails = sampleMails(3);
      const first = await send(mails);
      if (mailer.replayWindowMs === 0) {
        expect(await recipients()).toHaveLength(3);
        return;
      }
      expect(await send(mails)).toEqual(first);
      expect(await recipients()).toEqual(mails.map(({ to }) => to));
    });

    it('hashes what it would send: the same for the same mails, another for any difference', () => {
      const mails = sampleMails(2);
      const hash = mailer.payloadHash(mails);
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(mailer.payloadHash(structuredClone(mails))).toBe(hash);
      const changes: Partial<OutgoingEmail>[] = [
        { to: 'other@example.com' },
        { from: 'Other <digest@papers.example.org>' },
        { subject: 'Other' },
        { html: '<p>Other</p>' },
        { text: 'Other' },
        { headers: { ...sampleMail(1).headers, 'List-Id': 'Other <other.example.org>' } },
        { id: 'dlv-other' },
      ];
      const others = changes.map((change) => mailer.payloadHash([sampleMail(1, change), sampleMail(2)]));
      expect(new Set([hash, ...others]).size).toBe(changes.length + 1);
      expect(mailer.payloadHash([...mails].reverse())).not.toBe(hash);
      expect(mailer.payloadHash(mails.slice(0, 1))).not.toBe(hash);
    });

    it('does nothing for an empty batch', async () => {
      expect(await send([])).toEqual([]);
      expect(await subject.arrived()).toEqual([]);
    });

    it('sends nothing when stopped first, and returns a result that may be retried at once', async () => {
      const signal = AbortSignal.abort();
      const results = await mailer.send(sampleMails(3), { idempotencyKey: 'attempt-1', signal });
      expect(results).toHaveLength(3);
      for (const result of results) expect(result).toMatchObject({ outcome: 'deferred', retryAfterMs: 0 });
      expect(await subject.arrived()).toEqual([]);
    });

    it('says in a sentence that it is ready, and closes twice', async () => {
      expect(await mailer.check()).toMatch(/^[A-Z].+\.$/);
      await mailer.close();
      await mailer.close();
    });
  });
}

/** Reads a message parsed by mailparser. */
export function arrivedMail(parsed: ParsedMail): ArrivedMail {
  const [to] = [parsed.to ?? []].flat();
  const lines = parsed.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1)] as const);
  return {
    to: to?.value[0]?.address ?? '',
    from: parsed.from?.text ?? '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    headers: Object.fromEntries(
      lines.map(([key, value]) => [key, value.replace(/\r?\n[ \t]+/g, ' ').trim()]),
    ),
  };
}
