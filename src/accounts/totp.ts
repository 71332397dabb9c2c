import { Secret, TOTP } from 'otpauth';

/** RFC 6238 with its defaults, which every authenticator app supports. */
const PARAMETERS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Accepted time steps before and after the current one: a phone's clock may be half a minute off. */
const WINDOW = 1;

/** Generates a secret of 160 bits in base32, the form that apps take. */
export function generateTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** Builds the otpauth:// URI that an authenticator app opens. */
export function totpUri(name: string, secret: string): string {
  return totpOf(secret, name).toString();
}

/** Finds the time step of a code; null when it is not a current code. */
export function findTotpStep(secret: string, code: string, now: Date): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const timestamp = now.getTime();
  const totp = totpOf(secret, '');
  const delta = totp.validate({ token, timestamp, window: WINDOW });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ ...PARAMETERS, issuer: 'Paperboy', label, secret: Secret.fromBase32(secret) });
}
