import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { TokenKeys } from '../token.ts';

/**
 * Hides a secret that must be read again, for the table: AES-256-GCM under a key that follows from APP_SECRET. `owner` is bound to it, so that
 * it cannot be moved to another row.
 */
export function encryptSecret(keys: TokenKeys, owner: string, secret: string): string {
  const start = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFrom(keys.current), start).setAAD(Buffer.from(owner));
  const hidden = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return [start, hidden, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.');
}

/** The secret again, or null where neither the present key nor a previous one opens it. */
export function decryptSecret(keys: TokenKeys, owner: string, sealed: string): string | null {
  const [start, hidden, tag] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (!start || !hidden || !tag) return null;
  for (const key of [keys.current, ...keys.previous])
    try {
      const cipher = createDecipheriv('aes-256-gcm', keyFrom(key), start, { authTagLength: 16 });
      cipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
      return Buffer.concat([cipher.update(hidden), cipher.final()]).toString('utf8');
    } catch {
      // Another key, or bytes that are not ours.
    }
  return null;
}

function keyFrom(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'paperboy/operator-secret', 32));
}
