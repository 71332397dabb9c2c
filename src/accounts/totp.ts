import { Secret, TOTP } from 'otpauth';

/** What every authenticator app understands (RFC 6238 with its defaults). */
const KIND = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** A phone's clock may be half a minute off. */
const WINDOW = 1;

/** A new secret of 160 bits, in base32 as apps take it. */
export function generateTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The address that an authenticator app opens. */
export function totpUri(name: string, secret: string): string {
  return totpOf(secret, name).toString();
}

/** The time step that a code belongs to; null for a code that is not one of now. */
export function findTotpStep(secret: string, code: string, now: Date): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const totp = totpOf(secret, '');
  const delta = totp.validate({ token, timestamp, window: WINDOW });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ ...KIND, issuer: 'Paperboy', label, secret: Secret.fromBase32(secret) });
}
