import fc from 'fast-check';
import { addressParser } from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { mimeMessage } from '../../src/delivery/providers/mailers/mime.ts';
import { ownAddresses } from '../../src/feedback/inbound-addresses.ts';
import { formatMailbox, parseMailbox } from '../../src/rendering/mailbox.ts';
import { sampleMail } from '../support/mail.ts';
import { parseMail } from '../support/smtp-sink.ts';

const ADDRESS = 'digest@papers.example.org';

describe('parseMailbox', () => {
  it.each([
    ['Papers, Inc. <digest@papers.example.org>', 'Papers, Inc.'],
    ['"Papers, Inc." <digest@papers.example.org>', 'Papers, Inc.'],
    ['"The \\"Lab\\"" <digest@papers.example.org>', 'The "Lab"'],
    ['Lab: news; more <digest@papers.example.org>', 'Lab: news; more'],
    ['Größe, Röhre <digest@papers.example.org>', 'Größe, Röhre'],
    ['a@b <digest@papers.example.org>', 'a@b'],
    ['<digest@papers.example.org>', ''],
    ['digest@papers.example.org', ''],
  ])('reads %s', (text, name) => {
    expect(parseMailbox(text)).toEqual({ name, address: ADDRESS });
  });

  it('gives the domain in ASCII form', () => {
    expect(parseMailbox('P <digest@bücher.example>')?.address).toBe('digest@xn--bcher-kva.example');
  });

  it.each(['', 'Papers', 'a@b, c@d', 'P <a@b> <c@d>', '"a b"@example.org', 'P <a@b> x'])(
    'refuses %j',
    (text) => {
      expect(parseMailbox(text)).toBeNull();
    },
  );
});

/** Display names as an operator may write them, with every special of RFC 5322. */
const anyName = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom(...'()[]:;@\\,."\'=?_ ', 'ü', '日', '😀'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
    minLength: 1,
    maxLength: 60,
  })
  .map((text) =>
    text
      .replace(/[<>\p{Cc}]/gu, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  // A name that is one quoted string is read without its quotes, and `=?…?=` is decoded by every reader.
  .filter((text) => text !== '' && !/^".*"$/.test(text) && !text.includes('=?'));

describe('a sender name with any character', () => {
  it('stays one mailbox with the same name in the JSON of an API', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const written = formatMailbox({ name, address: ADDRESS });
        expect(parseMailbox(written)).toEqual({ name, address: ADDRESS });
        const read = addressParser(written, { flatten: true });
        expect(read.map(({ address }) => address)).toEqual([ADDRESS]);
        expect(read[0]?.name.replace(/\s+/g, ' ').trim()).toBe(name);
      }),
    );
  });

  it('stays one mailbox with the same name in a message', async () => {
    await fc.assert(
      fc.asyncProperty(anyName, async (name) => {
        const email = await parseMail(mimeMessage(sampleMail(1, { from: `${name} <${ADDRESS}>` })));
        expect(email.from?.value.map(({ address }) => address)).toEqual([ADDRESS]);
        expect(email.from?.value[0]?.name.replace(/\s+/g, ' ').trim()).toBe(name);
      }),
      { numRuns: 200 },
    );
  });

  it('is still known as our own sender', () => {
    const env = {
      MAIL_FROM: `Lab: A, B <${ADDRESS}>`,
      MAIL_FROM_TRANSACTIONAL: '"X, Y" <hello@example.org>',
    };
    expect(ownAddresses(env)).toEqual(expect.arrayContaining([ADDRESS, 'hello@example.org']));
  });

  it('changes nothing about a plain one', () => {
    for (const text of [
      'Paperboy <digest@papers.example.org>',
      'Größe <digest@papers.example.org>',
      ADDRESS,
    ]) {
      const mailbox = parseMailbox(text);
      expect(mailbox && formatMailbox(mailbox)).toBe(text);
    }
  });
});
