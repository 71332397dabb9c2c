import type { ParsedMail } from 'mailparser';
import { addressParser } from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mailer, OutgoingEmail } from '../../src/ports.ts';
import { parseAddress } from '../../src/subscribers/subscriber.ts';
import { sampleMail, sampleMails } from '../support/mail.ts';

/** One email as the recipient gets it. */
export interface ArrivedEmail {
  /** The address alone. */
  to: string;
  /** Display form with name and address. */
  from: string;
  subject: string;
  text: string;
  html: string;
  /** Unfolded values by lower-case name. */
  headers: Record<string, string>;
}

export interface MailerUnderTest {
  mailer: Mailer;
  /** Returns the emails that have arrived so far, in any order. */
  arrived(): Promise<ArrivedEmail[]>;
  close(): Promise<void>;
}

/** Contract suite of the Mailer port; every adapter runs it. */
export function mailerContract(name: string, start: () => Promise<MailerUnderTest>): void {
  describe(`the mailer contract of ${name}`, () => {
    let subject: MailerUnderTest;
    let mailer: Mailer;
    beforeEach(async () => {
      subject = await start();
      mailer = subject.mailer;
    });
    afterEach(() => subject.close());

    const send = (emails: OutgoingEmail[], idempotencyKey = 'attempt-1') =>
      mailer.send(emails, { idempotencyKey });
    const recipients = async () => (await subject.arrived()).map(({ to }) => to).sort();

    it('accepts a full batch and returns one result per email, each with a unique id', async () => {
      const emails = sampleMails(mailer.batchSize);
      const results = await send(emails);
      expect(results.map(({ outcome }) => outcome)).toEqual(emails.map(() => 'accepted'));
      const ids = results.map((result) => (result.outcome === 'accepted' ? result.providerId : ''));
      expect(new Set(ids).size).toBe(emails.length);
      expect(ids).not.toContain('');
      expect(await recipients()).toEqual(emails.map(({ to }) => to).sort());
    });

    it('transmits both parts unchanged in any script', async () => {
      const text =
        'Größe, 日本語, עברית, 🧑‍🔬 and α→∞.\n.a dot first\nFrom here\n  indented\n=3D stays\n\nlast line\n';
      const html = `<p>Größe 日本語 🧑‍🔬 &amp; “quotes”</p>\n<!-- =3D -->\n<td>${'wide '.repeat(400)}</td>\n`;
      await send([sampleMail(1, { text, html })]);
      const [email] = await subject.arrived();
      expect(email?.text.trimEnd()).toBe(text.trimEnd());
      expect(email?.html.trimEnd()).toBe(html.trimEnd());
    });

    it('transmits a long subject in any script', async () => {
      const title = 'Über 3-Bit-Quantisierung: 日本語の論文 🎉 '.repeat(4).trim();
      await send([sampleMail(1, { subject: title, from: '"Müller, Anna" <digest@papers.example.org>' })]);
      const [email] = await subject.arrived();
      expect(email?.subject).toBe(title);
      expect(email?.from).toBe('"Müller, Anna" <digest@papers.example.org>');
    });

    it.each(['Papers, Inc.', 'Lab: news; more', 'Größe, Röhre: (neu)', 'a@b [x]', 'Dot. Back\\slash'])(
      'transmits the sender name %s as one mailbox',
      async (senderName) => {
        await send([sampleMail(1, { from: `${senderName} <digest@papers.example.org>` })]);
        const [email] = await subject.arrived();
        const found = addressParser(email?.from ?? '', { flatten: true });
        expect(found.map(({ address }) => address)).toEqual(['digest@papers.example.org']);
        expect(found[0]?.name).toBe(senderName);
      },
    );

    it('sends to addresses with every character of a local part, and to internationalized domains', async () => {
      const addresses = [
        "d'arcy@example.org",
        'q&a@example.org',
        'k=v@example.org',
        '!#$%*+-/?^_`{|}~@example.org',
        'grace@xn--bcher-kva.xn--p1ai',
      ];
      for (const [place, to] of addresses.entries())
        await send([sampleMail(place, { to })], `attempt-${place}`);
      const arrived = await recipients();
      expect(arrived.map(parseAddress).sort()).toEqual([...addresses].sort());
    });

    it('transmits every header unchanged, including the unsubscribe headers', async () => {
      const sent = sampleMail(7);
      await send([sent]);
      const [email] = await subject.arrived();
      for (const [header, value] of Object.entries(sent.headers)) {
        expect(email?.headers[header.toLowerCase()], header).toBe(value);
      }
      expect(email?.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    });

    it('adds no header that names the software', async () => {
      await send([sampleMail(1)]);
      const [email] = await subject.arrived();
      expect(Object.keys(email?.headers ?? {})).not.toContain('x-mailer');
    });

    it('rejects the whole batch, before sending, for a line break in any header or address', async () => {
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

    it('requires a Message-ID and at most batchSize emails', async () => {
      await expect(send([sampleMail(1, { headers: {} })])).rejects.toMatchObject({
        code: 'MAIL_HEADER_MISSING',
      });
      await expect(send(sampleMails(mailer.batchSize + 1))).rejects.toMatchObject({
        code: 'MAIL_BATCH_TOO_LARGE',
      });
      expect(await subject.arrived()).toEqual([]);
    });

    it('delivers once when a batch is replayed under its key within the replay window', async () => {
      const emails = sampleMails(3);
      const first = await send(emails);
      if (mailer.replayWindowMs === 0) {
        expect(await recipients()).toHaveLength(3);
        return;
      }
      expect(await send(emails)).toEqual(first);
      expect(await recipients()).toEqual(emails.map(({ to }) => to));
    });

    it('hashes the payload: equal for equal emails, different for any change', () => {
      const emails = sampleMails(2);
      const hash = mailer.payloadHash(emails);
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(mailer.payloadHash(structuredClone(emails))).toBe(hash);
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
      expect(mailer.payloadHash([...emails].reverse())).not.toBe(hash);
      expect(mailer.payloadHash(emails.slice(0, 1))).not.toBe(hash);
    });

    it('does nothing for an empty batch', async () => {
      expect(await send([])).toEqual([]);
      expect(await subject.arrived()).toEqual([]);
    });

    it('starts nothing when aborted before, and defers with no wait', async () => {
      const signal = AbortSignal.abort();
      const results = await mailer.send(sampleMails(3), { idempotencyKey: 'attempt-1', signal });
      expect(results).toHaveLength(3);
      for (const result of results) expect(result).toMatchObject({ outcome: 'deferred', retryAfterMs: 0 });
      expect(await subject.arrived()).toEqual([]);
    });

    it('reports readiness in a sentence, and can be closed twice', async () => {
      expect(await mailer.check()).toMatch(/^[A-Z].+\.$/);
      await mailer.close();
      await mailer.close();
    });
  });
}

/** Converts an email parsed by mailparser. */
export function toArrivedEmail(parsed: ParsedMail): ArrivedEmail {
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
