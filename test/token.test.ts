import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateKey, readToken, signToken, type TokenKind } from '../src/token.ts';

const KEYS = {
  current: 'the-key-that-signs-now-1234567890',
  previous: ['the-key-before-it-1234567890123456'],
};
const NOW = new Date('2026-11-23T08:00:00Z');
const LATER = new Date('2026-11-30T08:00:00Z');
const SUBJECT = '3f1b7c9e-5a44-4b0e-9d52-0c6f1e8a7b21';

const subjects = fc.oneof(fc.uuid(), fc.stringMatching(/^[0-9a-zA-Z-]{1,64}$/));
const kinds = fc.constantFrom<TokenKind>('confirm', 'preferences');
const expiries = fc.option(fc.date({ min: LATER, max: new Date('2100-01-01'), noInvalidDate: true }));

describe('a signed token', () => {
  it('verifies with its own kind and returns its subject', () => {
    fc.assert(
      fc.property(subjects, kinds, expiries, (subject, kind, expiresAt) => {
        const token = signToken(KEYS, kind, subject, expiresAt);
        expect(encodeURIComponent(token)).toBe(token);
        expect(readToken(KEYS, kind, token, NOW)).toEqual({ valid: true, subject });
      }),
    );
  });

  it('is invalid with one character replaced, inserted or removed', () => {
    const alphabet = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.=/ \n'];
    const change = fc.tuple(
      fc.constantFrom('replace', 'insert', 'remove'),
      fc.nat(),
      fc.constantFrom(...alphabet),
    );
    fc.assert(
      fc.property(subjects, kinds, expiries, change, (subject, kind, expiresAt, [what, at, character]) => {
        const token = signToken(KEYS, kind, subject, expiresAt);
        const place = at % token.length;
        const rest = token.slice(what === 'insert' ? place : place + 1);
        const changed = token.slice(0, place) + (what === 'remove' ? '' : character) + rest;
        fc.pre(changed !== token);
        expect(readToken(KEYS, kind, changed, NOW).valid).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is invalid for another subject, expiry or kind', () => {
    const [, expiry, signature] = signToken(KEYS, 'confirm', SUBJECT, LATER).split('.');
    const wrong = { valid: false, reason: 'signature' };
    expect(
      readToken(KEYS, 'confirm', `${generateKey().replaceAll('_', '-')}.${expiry}.${signature}`, NOW),
    ).toEqual(wrong);
    expect(readToken(KEYS, 'confirm', `${SUBJECT}.0.${signature}`, NOW)).toEqual(wrong);
    expect(readToken(KEYS, 'preferences', `${SUBJECT}.${expiry}.${signature}`, NOW)).toEqual(wrong);
    // The signed text separates the parts, so no character can move from one to the next.
    const token = signToken(KEYS, 'confirm', 'ab', null);
    expect(readToken(KEYS, 'confirm', `a.b0.${token.split('.')[2]}`, NOW)).toEqual(wrong);
  });

  it('expires at its expiry time, and never without one', () => {
    const token = signToken(KEYS, 'confirm', SUBJECT, LATER);
    expect(readToken(KEYS, 'confirm', token, LATER)).toEqual({ valid: true, subject: SUBJECT });
    const after = new Date(LATER.getTime() + 1);
    expect(readToken(KEYS, 'confirm', token, after)).toEqual({ valid: false, reason: 'expired' });
    const forEver = signToken(KEYS, 'preferences', SUBJECT, null);
    expect(readToken(KEYS, 'preferences', forEver, new Date('2126-01-01'))).toEqual({
      valid: true,
      subject: SUBJECT,
    });
  });

  it('does not reveal expiry without a valid signature', () => {
    const forged = `${SUBJECT}.1.${'A'.repeat(24)}`;
    expect(readToken(KEYS, 'confirm', forged, NOW)).toEqual({ valid: false, reason: 'signature' });
  });

  it('verifies with the previous key after a rotation, and with no unknown key', () => {
    const [previous = ''] = KEYS.previous;
    const old = signToken({ current: previous, previous: [] }, 'preferences', SUBJECT, null);
    expect(readToken(KEYS, 'preferences', old, NOW)).toEqual({ valid: true, subject: SUBJECT });
    expect(signToken(KEYS, 'preferences', SUBJECT, null)).not.toBe(old);
    const withoutIt = { current: KEYS.current, previous: [] };
    expect(readToken(withoutIt, 'preferences', old, NOW)).toEqual({ valid: false, reason: 'signature' });
  });

  it.each([
    '',
    '.',
    '..',
    SUBJECT,
    `${SUBJECT}.0`,
    `${SUBJECT}..${'a'.repeat(24)}`,
    `${SUBJECT}.0.${'a'.repeat(23)}`,
    `${SUBJECT}.0.${'a'.repeat(25)}`,
    `${SUBJECT}.-1.${'a'.repeat(24)}`,
    `${SUBJECT}.0000000000.${'a'.repeat(24)}`,
    `${'a'.repeat(101)}.0.${'a'.repeat(24)}`,
    ` ${SUBJECT}.0.${'a'.repeat(24)}`,
    `${SUBJECT}.0.${'a'.repeat(24)}\n`,
    `ä.0.${'a'.repeat(24)}`,
    `\u0000.0.${'a'.repeat(24)}`,
    `../../etc/passwd.0.${'a'.repeat(24)}`,
    'a'.repeat(1_000_000),
  ])('is malformed when it is %j', (token) => {
    expect(readToken(KEYS, 'confirm', token, NOW)).toEqual({ valid: false, reason: 'malformed' });
  });

  it('rejects random text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), (token) => {
        expect(readToken(KEYS, 'confirm', token, NOW).valid).toBe(false);
      }),
    );
  });
});

describe('generateKey', () => {
  it('generates distinct URL-safe keys of 128 bits', () => {
    const keys = Array.from({ length: 1_000 }, generateKey);
    for (const key of keys) expect(key).toMatch(/^[\w-]{22}$/);
    expect(new Set(keys).size).toBe(1_000);
  });
});
