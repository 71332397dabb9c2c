import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSmtpMailer } from '../../src/delivery/providers/mailers/smtp.ts';
import { inboundAddressOf } from '../../src/feedback/inbound-addresses.ts';
import { bareAddress } from '../../src/feedback/reports/report-fields.ts';
import { maskAddresses } from '../../src/subscribers/mask-address.ts';
import {
  addressHash,
  addressProblem,
  parseAddress,
  requireAddress,
} from '../../src/subscribers/subscriber.ts';
import { anyAddress } from '../support/addresses.ts';
import { sampleMail } from '../support/mail.ts';
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink.ts';

const ZERO_WIDTH_SPACE = '\u200b';
const BYTE_ORDER_MARK = '\ufeff';
const RIGHT_TO_LEFT = '\u202e';
const NO_BREAK_SPACE = '\u00a0';

describe('parseAddress', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ['  Ada.Lovelace@Example.COM\n', 'ada.lovelace@example.com'],
    ['ada+papers@mail.example.org', 'ada+papers@mail.example.org'],
    ['q&a@example.org', 'q&a@example.org'],
    ["d'arcy@example.org", "d'arcy@example.org"],
    ["'@example.org", "'@example.org"],
    ['key=value@example.org', 'key=value@example.org'],
    ["!#$%&'*+-/=?^_`{|}~@example.org", "!#$%&'*+-/=?^_`{|}~@example.org"],
    ['grace@post.xn--fiqs8s', 'grace@post.xn--fiqs8s'],
    ['grace@XN--80AKHBYKNJ4F.XN--P1AI', 'grace@xn--80akhbyknj4f.xn--p1ai'],
    ['grace@bücher.example', 'grace@xn--bcher-kva.example'],
    ['grace@BÜCHER.example', 'grace@xn--bcher-kva.example'],
    ['grace@bu\u0308cher.example', 'grace@xn--bcher-kva.example'],
    ['grace@испытание.рф', 'grace@xn--80akhbyknj4f.xn--p1ai'],
    ['grace@例え。テスト', 'grace@xn--r8jz45g.xn--zckzah'],
    [`${BYTE_ORDER_MARK}ada@example.com${ZERO_WIDTH_SPACE}`, 'ada@example.com'],
    [`${NO_BREAK_SPACE}ada@exam${ZERO_WIDTH_SPACE}ple.com\u3000`, 'ada@example.com'],
    [`ada${RIGHT_TO_LEFT}@example.com\u2069`, 'ada@example.com'],
    ['ada@exam\u00adple.com', 'ada@example.com'],
  ])('normalizes %j to %j', (text, normalized) => {
    expect(parseAddress(text)).toBe(normalized);
    expect(addressHash(text)).toBe(addressHash(normalized));
  });

  it.each([
    '',
    'ada',
    'ada@localhost',
    '@example.com',
    '.ada@example.com',
    'ada.@example.com',
    'ada..lovelace@example.com',
    '"ada lovelace"@example.com',
    'ada lovelace@example.com',
    'ada@example.com, eve@example.com',
    'ada@eve@example.com',
    'Ada <ada@example.com>',
    'ada@[192.0.2.1]',
    'ada@192.0.2.1',
    'ada@-example.com',
    'ada@example-.com',
    'ada@exa_mple.com',
    'ada@ex%61mple.com',
    'ada@ü%2e.com',
    'ada@ü/.com',
    'ada@ü:25.com',
    'ada@example.xn--',
    'ada@example.com\r\nBcc: eve@example.com',
    'a\u0000da@example.com',
    'ada@exam\u0000ple.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(64)}.com`,
    `ada@${'abcdefghij.'.repeat(24)}com`,
    `${ZERO_WIDTH_SPACE.repeat(100_000)}ada@example.com`,
  ])('rejects %j', (text) => {
    expect(parseAddress(text)).toBeNull();
    expect(addressProblem(text)).toBe('invalid');
  });

  it.each(['jörg@example.org', 'почта@example.org', '用户@例え.テスト', 'ada.ü+x@example.org'])(
    'refuses %s with a remedy, because it needs SMTPUTF8',
    (text) => {
      expect(parseAddress(text)).toBeNull();
      expect(addressProblem(text)).toBe('local-part');
      expect(() => requireAddress(text)).toThrow(
        expect.objectContaining({
          code: 'ADDRESS_INVALID',
          message: expect.stringContaining('SMTPUTF8'),
          remedy: expect.stringContaining('another address'),
        }),
      );
    },
  );

  it('returns one line of ASCII with one @, and itself for what it returned, for any input', () => {
    const typed = fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress(), anyAddress);
    const hidden = fc.constantFrom('', ZERO_WIDTH_SPACE, BYTE_ORDER_MARK, RIGHT_TO_LEFT, NO_BREAK_SPACE);
    fc.assert(
      fc.property(hidden, typed, hidden, (before, text, after) => {
        const address = parseAddress(`${before}${text}${after}`);
        if (address === null) return;
        expect(address).toMatch(/^[!-~]+$/);
        expect(address).toMatch(/^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/);
        expect(parseAddress(address)).toBe(address);
      }),
    );
  });
});

describe('addressHash', () => {
  it('differs between addresses and does not reveal them', () => {
    expect(addressHash('ada@example.com')).toMatch(/^[0-9a-f]{64}$/);
    expect(addressHash('ada@example.com')).not.toBe(addressHash('bob@example.com'));
  });

  it('is SHA-256 over every address in ASCII as it is, so that stored suppressions keep matching', () => {
    expect(addressHash(' Ada@Example.com ')).toBe(
      createHash('sha256').update('ada@example.com').digest('hex'),
    );
    fc.assert(
      fc.property(anyAddress, (address) => {
        expect(addressHash(address)).toBe(createHash('sha256').update(address).digest('hex'));
      }),
    );
  });
});

describe('an address that parseAddress accepts', () => {
  let sink: SmtpSink;
  beforeAll(async () => {
    sink = await startSmtpSink();
  });
  afterAll(() => sink.close());

  it('is accepted as it is by the SMTP envelope and the To header', async () => {
    const [addresses = []] = fc.sample(
      fc.uniqueArray(anyAddress, { minLength: 80, maxLength: 80, size: 'max' }),
      { numRuns: 1, seed: 20261130 },
    );
    const mailer = createSmtpMailer({ url: sink.url, connections: 4, window: 80 });
    const emails = addresses.map((to, place) => sampleMail(place, { to }));
    const results = await mailer.send(emails, { idempotencyKey: 'attempt-1' });
    await mailer.close();
    expect(results.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
    // The sink shows internationalized domains in Unicode.
    const inAscii = (shown: (string | undefined)[]) => shown.map((address) => parseAddress(address ?? ''));
    expect(inAscii(sink.mails.flatMap(({ to }) => to)).sort()).toEqual([...addresses].sort());
    for (const { to, parsed } of sink.mails) {
      const [named] = [parsed.to ?? []].flat();
      expect(inAscii((named?.value ?? []).map(({ address }) => address))).toEqual(inAscii(to));
    }
  });

  it('is found again in reports, with a name or without', () => {
    const name = fc.constantFrom('', 'Ada ', '"Lovelace, Ada: Dr." ', '=?utf-8?q?Ad=C3=A4?= ');
    fc.assert(
      fc.property(anyAddress, name, (address, text) => {
        expect(bareAddress(address)).toBe(address);
        expect(bareAddress(`${text}<${address.toUpperCase()}>`)).toBe(address);
      }),
    );
  });

  it('is masked as a whole in free text', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        const masked = maskAddresses(`550 5.1.1 <${address}>: unknown`, () => '…');
        expect(masked).toBe('550 5.1.1 <…>: unknown');
      }),
    );
    const path = 'at /srv/node_modules/.pnpm/pg@8.11.3/node_modules/@scope/x';
    expect(maskAddresses(path)).toContain('/srv/node_modules/');
  });

  it('reaches our own mailboxes at a Unicode domain in either form', () => {
    const env = { MAIL_FROM: 'P <digest@bücher.example>', MAIL_FROM_TRANSACTIONAL: 'hello@bücher.example' };
    for (const domain of ['bücher.example', 'xn--bcher-kva.example', 'BÜCHER.example'])
      expect(inboundAddressOf(env, undefined, [`leave@${domain}`])).toBe('leave');
  });
});
