import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashMessages, mimeMessage } from '../../../../src/delivery/providers/mailers/mime.ts';
import { sampleMail } from '../../../support/mail.ts';
import { parseMail } from '../../../support/smtp-sink.ts';

const lines = (email: Parameters<typeof mimeMessage>[0]) =>
  mimeMessage(email).toString('latin1').split('\r\n');

describe('mimeMessage', () => {
  it('builds the same bytes for the same email at any time', () => {
    const first = mimeMessage(sampleMail(1));
    expect(mimeMessage(structuredClone(sampleMail(1))).equals(first)).toBe(true);
    expect(mimeMessage(sampleMail(2)).equals(first)).toBe(false);
  });

  it('writes ASCII lines that end in CRLF and that no server folds', () => {
    const email = sampleMail(1, {
      html: `<p>${'日本語'.repeat(500)}</p>`,
      text: 'x'.repeat(5000),
      subject: 'é'.repeat(900),
    });
    const message = mimeMessage(email).toString('latin1');
    expect(message).toMatch(/^[\r\n\t -~]+$/);
    expect(message.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...lines(email).map((line) => line.length))).toBeLessThanOrEqual(200);
  });

  it('takes Date and Message-ID from the email, and adds neither X-Mailer nor a duplicate header', () => {
    const head = lines(sampleMail(1)).slice(0, lines(sampleMail(1)).indexOf(''));
    expect(head).toContain('Date: Mon, 23 Nov 2026 06:30:00 +0000');
    expect(head).toContain('Message-ID: <dlv-1@papers.example.org>');
    const names = head
      .filter((line) => /^[!-9;-~]+:/.test(line))
      .map((line) => line.split(':')[0]?.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('x-mailer');
  });

  it('puts the text before the HTML, because RFC 2046 wants the richest part last', async () => {
    const types = lines(sampleMail(1)).filter((line) => line.startsWith('Content-Type: text/'));
    expect(types).toEqual([
      'Content-Type: text/plain; charset=utf-8',
      'Content-Type: text/html; charset=utf-8',
    ]);
  });

  it('is not split by a part that contains its own boundary', async () => {
    const boundary = /boundary="([^"]+)"/.exec(mimeMessage(sampleMail(1)).toString())?.[1] ?? '';
    expect(boundary).not.toBe('');
    const text = `before\n--${boundary}\nContent-Type: text/html\n\n<p>smuggled</p>\n--${boundary}--\nafter`;
    const email = await parseMail(mimeMessage(sampleMail(1, { text })));
    expect(email.text).toBe(text);
    expect(email.html).not.toContain('smuggled');
  });

  it('quotes a sender name with commas instead of making two senders', async () => {
    const email = await parseMail(
      mimeMessage(sampleMail(1, { from: 'Papers, daily "&" weekly <digest@papers.example.org>' })),
    );
    expect(email.from?.value).toEqual([
      { name: 'Papers, daily "&" weekly', address: 'digest@papers.example.org' },
    ]);
  });

  it('survives a round trip through an independent parser with any text', async () => {
    const word = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((text) => text.replace(/[\p{Cc}\p{Zs}]+/gu, ' '));
    const paragraph = fc.array(word, { maxLength: 12 }).map((words) => words.join('\n').trim());
    await fc.assert(
      fc.asyncProperty(paragraph, paragraph, async (text, html) => {
        const email = await parseMail(mimeMessage(sampleMail(1, { text: `${text}.`, html: `${html}.` })));
        expect(email.text).toBe(`${text}.`);
        expect(email.html).toBe(`${html}.`);
      }),
      { numRuns: 100, seed: 20261123 },
    );
  });
});

describe('hashMessages', () => {
  it('differs for batches that differ in number or order of emails', () => {
    expect(hashMessages([])).toMatch(/^[0-9a-f]{64}$/);
    expect(
      new Set([[], [1], [1, 2], [2, 1], [1, 1]].map((set) => hashMessages(set.map((n) => sampleMail(n)))))
        .size,
    ).toBe(5);
  });
});
