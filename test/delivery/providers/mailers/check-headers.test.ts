import { describe, expect, it } from 'vitest';
import {
  messageIdOf,
  readMailboxes,
  requireSafeBatch,
  requireSafeHeaders,
  safeName,
} from '../../../../src/delivery/providers/mailers/check-headers.ts';
import { sampleMail } from '../../../support/mail.ts';

describe('requireSafeMail', () => {
  const codeOf = (over: Parameters<typeof sampleMail>[1]) => {
    try {
      requireSafeHeaders(sampleMail(1, over));
      return 'safe';
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };
  const id = { 'Message-ID': '<a@papers.example.org>' };

  it.each([
    'reader@example.com',
    'o’brien+news@example.com',
    'ünïcode@exämple.com',
    `${'x'.repeat(64)}@example.com`,
  ])('takes the recipient %s', (to) => {
    expect(codeOf({ to })).toBe('safe');
  });

  it.each([
    '',
    'reader',
    'a@b@example.com',
    'a@[127.0.0.1]',
    'a@example.com,b@example.com',
    'a@example.com b@example.com',
    'a@example.com;',
    '<a@example.com><b@example.com>',
    'group: a@example.com;',
    '"quoted part"@example.com',
    'a@example.com(comment)',
    `${'x'.repeat(65)}@example.com`,
    'reader@example.com\u0000',
    'reader@example.com\u0085',
  ])('refuses the recipient %j', (to) => {
    expect(codeOf({ to })).toBe('MAIL_HEADER_UNSAFE');
  });

  it('lets no header speak for the fields of the mail, or stand twice', () => {
    for (const name of [
      'To',
      'BCC',
      'From',
      'Content-Type',
      'MIME-Version',
      'Resent-To',
      'Date',
      'a b',
      'ä',
      '',
      'X:Y',
    ]) {
      expect(codeOf({ headers: { ...id, [name]: 'x' } }), name).toBe('MAIL_HEADER_UNSAFE');
    }
    expect(codeOf({ headers: { ...id, 'message-id': '<b@papers.example.org>' } })).toBe('MAIL_HEADER_UNSAFE');
    expect(codeOf({ headers: { ...id, 'X-Tab': 'a\tb' } })).toBe('safe');
    expect(codeOf({ headers: { 'List-Id': 'x' } })).toBe('MAIL_HEADER_MISSING');
    expect(codeOf({ date: 'yesterday' })).toBe('MAIL_HEADER_UNSAFE');
    expect(codeOf({ id: '' })).toBe('MAIL_HEADER_UNSAFE');
  });

  it('names the field and the email, and never repeats the value', () => {
    const attack = () => requireSafeBatch([sampleMail(9, { subject: 'secret\r\nBcc: x@example.com' })], 10);
    expect(attack).toThrow(/"Subject" of email "dlv-9"/);
    expect(attack).not.toThrow(/secret/);
  });

  it('reads the Message-ID whatever its case', () => {
    expect(messageIdOf(sampleMail(1, { headers: { 'message-id': '<x@example.org>' } }))).toBe(
      '<x@example.org>',
    );
  });

  it('takes mailboxes apart', () => {
    const { from, to } = readMailboxes(
      sampleMail(1, { from: '"Paper, Boy" <a@example.org>', to: '<b@example.com>' }),
    );
    expect(from).toEqual({ name: 'Paper, Boy', address: 'a@example.org' });
    expect(to).toEqual({ name: '', address: 'b@example.com' });
  });
});

describe('safeName', () => {
  it('keeps what is harmless and gives everything else a name of its own', () => {
    expect(safeName('019abc-DLV_1')).toBe('019abc-DLV_1');
    const odd = ['a/b', 'a\\b', 'a b', 'a:b', '..', '.', '-'.repeat(500), 'ä', 'a-b\n'];
    const names = [...odd.map(safeName), 'a-b'];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,120}$/);
  });
});
