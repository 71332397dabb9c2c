import fc from 'fast-check';
import { type AddressObject, simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import {
  type DigestHeadersInput,
  digestHeaders,
  mailboxDomain,
  transactionalHeaders,
} from '../../src/rendering/headers.ts';

const input: DigestHeadersInput = {
  deliveryId: '0199c2f4-5d1e-7a52-9a63-1f8a3c7b2d10',
  from: 'Paperboy <digest@papers.example.org>',
  listId: 'digest.papers.example.org',
  listName: 'Paperboy',
  oneClickUrl: 'https://papers.example.org/u/token/one-click',
  unsubscribeMailto: 'mailto:unsubscribe+token@papers.example.org',
  editionId: 'daily-2026-11-23',
  language: 'de',
};

describe('digestHeaders', () => {
  it('are those required of a bulk sender', () => {
    expect(digestHeaders(input)).toEqual({
      'Message-ID': '<digest.0199c2f4-5d1e-7a52-9a63-1f8a3c7b2d10@papers.example.org>',
      'List-Unsubscribe':
        '<https://papers.example.org/u/token/one-click>, <mailto:unsubscribe+token@papers.example.org>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': 'Paperboy <digest.papers.example.org>',
      'Feedback-ID': 'daily-2026-11-23:digest:digest.papers.example.org:paperboy',
      'Content-Language': 'de',
      Precedence: 'bulk',
    });
  });

  it('reveal nothing about a subscriber in Feedback-ID', () => {
    const other = { ...input, deliveryId: 'another', oneClickUrl: 'https://papers.example.org/u/other' };
    expect(digestHeaders(other)['Feedback-ID']).toBe(digestHeaders(input)['Feedback-ID']);
  });

  it.each<[keyof DigestHeadersInput, string]>([
    ['deliveryId', 'a\r\nBcc: b@example.com'],
    ['deliveryId', 'a@b'],
    ['deliveryId', ''],
    ['editionId', 'daily:2026'],
    ['listId', 'digest.example.org>\nX: y'],
    ['listName', 'Paper\r\nboy'],
    ['from', 'Paperboy <digest@exam\nple.org>'],
    ['from', 'Paperboy'],
    ['unsubscribeMailto', 'unsubscribe@example.org'],
    ['unsubscribeMailto', 'mailto:a@example.org>, <https://example.com'],
  ])('refuse %s %j', (field, value) => {
    expect(() => digestHeaders({ ...input, [field]: value })).toThrow(
      expect.objectContaining({ code: 'HEADER_UNSAFE' }),
    );
  });

  it('reject an invalid one-click address', () => {
    expect(() => digestHeaders({ ...input, oneClickUrl: 'mailto:a@example.org' })).toThrow(
      expect.objectContaining({ code: 'LINK_UNUSABLE' }),
    );
  });

  it('are ASCII on one line each, or refused, for any input', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('\r\n', 'x\n', 'a@b.c'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(input) as (keyof DigestHeadersInput)[])),
        text,
        text,
        (field, start, end) => {
          for (const value of [start + end, start + input[field] + end]) {
            let headers: Record<string, string> = {};
            try {
              headers = digestHeaders({ ...input, [field]: value });
            } catch (error) {
              expect(error).toMatchObject({ name: 'PaperboyError' });
            }
            for (const line of Object.values(headers)) expect(line).toMatch(/^[ -~]+$/);
          }
        },
      ),
    );
  });

  it.each(['Paperboy', 'Ein "Blatt" \\ Papier', 'Zeitungsjunge für Köln', '論文配達'.repeat(12)])(
    'are read back by a mail parser, with a list called %s',
    async (listName) => {
      const transport = createTransport({ streamTransport: true, buffer: true });
      const headers = digestHeaders({ ...input, listName });
      const { message } = await transport.sendMail({
        from: input.from,
        to: 'ada@example.com',
        text: 'x',
        headers,
      });
      const mail = await simpleParser(message as Buffer);
      expect(mail.messageId).toBe(headers['Message-ID']);
      const list = mail.headers.get('list') as unknown as { id: { name: string; id: string } };
      expect(list.id).toMatchObject({ id: input.listId });
      expect(decoded(headers['List-Id'] ?? '')).toBe(listName);
      expect((mail.from as AddressObject).value[0]?.address).toBe('digest@papers.example.org');
    },
  );
});

/** The name in a List-Id, read by the rules of RFC 2047. */
function decoded(header: string): string {
  const name = header.replace(/ <[^<>]*>$/, '');
  if (!name.startsWith('=?')) return name;
  const words = name.split(' ');
  for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
  return words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('');
}

describe('transactionalHeaders', () => {
  it('mark the email as automatic, without list headers', () => {
    expect(transactionalHeaders({ id: '42', from: 'hello@papers.example.org', language: 'en' })).toEqual({
      'Message-ID': '<letter.42@papers.example.org>',
      'Auto-Submitted': 'auto-generated',
      'Content-Language': 'en',
    });
  });
});

describe('mailboxDomain', () => {
  it.each([
    ['Paperboy <digest@Papers.Example.org>', 'papers.example.org'],
    ['digest@papers.example.org', 'papers.example.org'],
    ['"a@b" <digest@papers.example.org>', 'papers.example.org'],
    ['Paperboy <digest@bücher.example>', 'xn--bcher-kva.example'],
    ['paperboy@localhost', 'localhost'],
  ])('%s is of %s', (mailbox, domain) => {
    expect(mailboxDomain(mailbox)).toBe(domain);
  });

  it.each(['', 'Paperboy', '@example.org', 'a@', 'a@exa mple.org', 'a@b\r\n.org'])(
    'refuses %j',
    (mailbox) => {
      expect(() => mailboxDomain(mailbox)).toThrow(expect.objectContaining({ code: 'HEADER_UNSAFE' }));
    },
  );
});
