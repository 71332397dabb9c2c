import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { TokenKeys } from '../token.ts';

/**
 * Encrypts a secret for storage: AES-256-GCM under a key derived from APP_SECRET by HKDF. `owner` is
 * authenticated data, so the result is invalid in any other row. Format: IV, ciphertext and tag in base64url,
 * joined by dots.
 */
export function encryptSecret(keys: TokenKeys, owner: string, secret: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(keys.current), iv).setAAD(Buffer.from(owner));
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url')).join('.');
}

/** Decrypts with the current or a previous key. Returns null when none of them fits. */
export function decryptSecret(keys: TokenKeys, owner: string, encrypted: string): string | null {
  const [iv, ciphertext, tag] = encrypted.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (!iv || !ciphertext || !tag) return null;
  for (const key of [keys.current, ...keys.previous])
    try {
      const decipher = createDecipheriv('aes-256-gcm', deriveKey(key), iv, { authTagLength: 16 });
      decipher.setAAD(Buffer.from(owner)).setAuthTag(tag);
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
    } catch {
      // Encrypted with another key, or altered.
    }
  return null;
}

function deriveKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'paperboy/operator-secret', 32));
}
