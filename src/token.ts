import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Purpose of a signed link. A token of one kind is never valid for another. */
export type TokenKind =
  | 'confirm'
  | 'preferences'
  | 'digest'
  | 'feed'
  | 'more'
  | 'less'
  | 'save'
  | 'device'
  | 'address'
  | 'challenge';

/** Signing keys: the current one signs, all of them verify. */
export interface TokenKeys {
  current: string;
  previous: readonly string[];
}

export type TokenReading =
  | { valid: true; subject: string }
  | { valid: false; reason: 'malformed' | 'signature' | 'expired' };

/**
 * Signs `subject` (an id, no personal data) for one kind of link. A null `expiresAt` never expires. The token
 * is `subject.expiry.signature`, URL-safe: HMAC-SHA-256 over kind, subject and expiry, truncated to 144 bits.
 */
export function signToken(keys: TokenKeys, kind: TokenKind, subject: string, expiresAt: Date | null): string {
  const expiry = expiresAt ? Math.max(1, Math.floor(expiresAt.getTime() / 1000)).toString(36) : '0';
  return `${subject}.${expiry}.${signature(keys.current, kind, subject, expiry)}`;
}

/**
 * Verifies a token of the given kind against every key, in constant time. Returns its subject or the reason
 * it is invalid.
 */
export function readToken(keys: TokenKeys, kind: TokenKind, token: string, now: Date): TokenReading {
  const match = /^([0-9a-zA-Z_~-]{1,100})\.([0-9a-z]{1,9})\.([0-9a-zA-Z_-]{24})$/.exec(token);
  if (!match) return { valid: false, reason: 'malformed' };
  const [, subject = '', expiry = '', given = ''] = match;
  const signed = [keys.current, ...keys.previous].some((key) =>
    equal(given, signature(key, kind, subject, expiry)),
  );
  if (!signed) return { valid: false, reason: 'signature' };
  if (expiry !== '0' && Number.parseInt(expiry, 36) * 1000 < now.getTime())
    return { valid: false, reason: 'expired' };
  return { valid: true, subject };
}

/** Generates an unguessable URL-safe key of 128 bits, for links that must outlive every signing key. */
export function generateKey(): string {
  return randomBytes(16).toString('base64url');
}

/** True when the text has the format of a generated key. Saves the lookup of any other text. */
export function isKeyFormat(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text);
}

function signature(key: string, kind: TokenKind, subject: string, expiry: string): string {
  return createHmac('sha256', key)
    .update(`paperboy/${kind}/${subject}/${expiry}`)
    .digest('base64url')
    .slice(0, 24);
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
