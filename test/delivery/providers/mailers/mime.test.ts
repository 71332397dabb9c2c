import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashMessages, mimeMessage } from '../../../../src/delivery/providers/mailers/mime.ts';
import { sampleMail } from '../../../support/mail.ts';
import { parseMail } from '../../../support/smtp-sink.ts';

const lines = (mail: Parameters<typeof mimeMessage>[0]) => mimeMessage(mail).toString('latin1').split('\r\n');

describe('mimeMessage', () => {
  it('gives the same bytes for the same mail, at any time', () => {
    const first = mimeMessage(sampleMail(1));
    expect(mimeMessage(structuredClone(sampleMail(1))).equals(first)).toBe(true);
    expect(mimeMessage(sampleMail(2)).equals(first)).toBe(false);
  });

  it('writes ASCII lines that end in CRLF and that no server folds', () => {
    const mail = sampleMail(1, {
      html: `<p>${'日本語'.repeat(500)}</p>`,
      text: 'x'.repeat(5000),
      subject: 'é'.repeat(900),
    });
    const message = mimeMessage(mail).toString('latin1');
    expect(message).toMatch(/^[\r\n\t -~]+$/);
    expect(message.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...lines(mail).map((line) => line.length))).toBeLessThanOrEqual(200);
  });

  it('takes its date and its id from the mail, and adds neither X-Mailer nor a second one of anything', () => {
    const head = lines(sampleMail(1)).slice(0, lines(sampleMail(1)).indexOf(''));
    expect(head).toContain('Date: Mon, 23 Nov 2026 06:30:00 +0000');
    expect(head).toContain('Message-ID: <dlv-1@papers.example.org>');
    const names = head
      .filter((line) => /^[!-9;-~]+:/.test(line))
      .map((line) => line.split(':')[0]?.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('x-mailer');
  });

  it('puts the text before the html, as RFC 2046 wants the richest last', async () => {
    const types = lines(sampleMail(1)).filter((line) => line.startsWith('Content-Type: text/'));
    expect(types).toEqual([
      'Content-Type: text/plain; charset=utf-8',
      'Content-Type: text/html; charset=utf-8',
    ]);
  });

  it('is not split by a part that holds its own boundary', async () => {
    const boundary = /boundary="([^"]+)"/.exec(mimeMessage(sampleMail(1)).toString())?.[1] ?? '';
    expect(boundary).not.toBe('');
    const text = `before\n--${boundary}\nContent-Type: text/html\n\n<p>smuggled</p>\n--${boundary}--\nafter`;
    const mail = await parseMail(mimeMessage(sampleMail(1, { text })));
    expect(mail.text).toBe(text);
    expect(mail.html).not.toContain('smuggled');
  });

  it('quotes a sender name with commas instead of making two senders', async () => {
    const mail = await parseMail(
      mimeMessage(sampleMail(1, { from: 'Papers, daily "&" weekly <digest@papers.example.org>' })),
    );
    expect(mail.from?.value).toEqual([
      { name: 'Papers, daily "&" weekly', address: 'digest@papers.example.org' },
    ]);
  });

  it('is read back by an independent parser as it was written, whatever the text', async () => {
    const word = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((text) => text.replace(/[\p{Cc}\p{Zs}]+/gu, ' '));
    const paragraph = fc.array(word, { maxLength: 12 }).map((words) => words.join('\n').trim());
    await fc.assert(
      fc.asyncProperty(paragraph, paragraph, async (text, html) => {
        const mail = await parseMail(mimeMessage(sampleMail(1, { text: `${text}.`, html: `${html}.` })));
        expect(mail.text).toBe(`${text}.`);
        expect(mail.html).toBe(`${html}.`);
      }),
      { numRuns: 100, seed: 20261123 },
    );
  });
});

describe('hashMessages', () => {
  it('tells one long mail from two short ones', () => {
    expect(hashMessages([])).toMatch(/^[0-9a-f]{64}$/);
    expect(
      new Set([[], [1], [1, 2], [2, 1], [1, 1]].map((set) => hashMessages(set.map((n) => sampleMail(n)))))
        .size,
    ).toBe(5);
  });
});
