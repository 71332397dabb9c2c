import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';
import { PASSWORD_COST, PASSWORD_LENGTH } from '../../config/operators.ts';
import { PaperboyError } from '../errors.ts';

/** Cost of one guess: memory in KiB, iterations, parallel lanes. */
export interface PasswordCost {
  memoryKiB: number;
  iterations: number;
  parallelism: number;
}

/** Without similar-looking characters, so a printed password can be typed. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Hashes a password with argon2id. Returns the encoded form, which contains salt and cost. */
export function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  return argon2id({
    password: normalize(password),
    salt: randomBytes(16),
    memorySize: cost.memoryKiB,
    iterations: cost.iterations,
    parallelism: cost.parallelism,
    hashLength: 32,
    outputType: 'encoded',
  });
}

/** Verifies a password. Without a hash it takes equally long and returns false. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const hasValidLength = password.length > 0 && password.length <= PASSWORD_LENGTH.maximum;
  const candidate = hasValidLength ? normalize(password) : 'none';
  const matches = await argon2Verify({ password: candidate, hash: hash ?? DECOY });
  return matches && hasValidLength && hash !== null;
}

/** True when the hash was made with another cost than PASSWORD_COST. */
export function needsRehash(hash: string): boolean {
  return !hash.startsWith(encodedCost(PASSWORD_COST));
}

/**
 * Throws PaperboyError `PASSWORD_WEAK` for easily guessed passwords: too short, or little more than the
 * account name.
 */
export function checkPassword(name: string, password: string): void {
  const plain = normalize(password).toLowerCase();
  const withoutName = name.length < 3 ? plain : plain.replaceAll(name, '');
  const { minimum, maximum } = PASSWORD_LENGTH;
  const rule =
    [...plain].length < minimum
      ? `Use at least ${minimum} characters.`
      : password.length > maximum
        ? `Use at most ${maximum} characters.`
        : plain === name || [...withoutName].length < minimum / 2
          ? 'Do not use the account name.'
          : new Set(plain).size < 5
            ? 'Use at least five different characters.'
            : null;
  if (rule === null) return;
  throw new PaperboyError({
    code: 'PASSWORD_WEAK',
    message: 'This password is too easy to guess.',
    remedy: `${rule} Several random words make a good password.`,
  });
}

/** Generates a password of 99 bits in four readable groups. */
export function generatePassword(): string {
  return [1, 2, 3, 4].map(() => randomGroup()).join('-');
}

/** Generates a single-use code of 74 bits. */
export function generateRecoveryCode(): string {
  return [1, 2, 3].map(() => randomGroup()).join('-');
}

/** A character can be typed in several ways; only the NFKC form is hashed (NIST SP 800-63B, 5.1.1.2). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}

/** Five random characters of ALPHABET. */
function randomGroup(): string {
  let letters = '';
  // Rejection sampling: bytes beyond a multiple of the alphabet's size would make some letters likelier.
  while (letters.length < 5)
    for (const byte of randomBytes(8))
      if (byte < ALPHABET.length * 8 && letters.length < 5) letters += ALPHABET[byte % ALPHABET.length];
  return letters;
}

/**
 * Hash of the current cost that no password matches; verified for names without an account, for equal timing.
 */
const DECOY = `${encodedCost(PASSWORD_COST)}${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** Beginning of an encoded hash of this cost. */
function encodedCost({ memoryKiB, iterations, parallelism }: PasswordCost): string {
  return `$argon2id$v=19$m=${memoryKiB},t=${iterations},p=${parallelism}$`;
}
