import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';
import { PASSWORD_COST, PASSWORD_LENGTH } from '../../config/operators.ts';
import { PaperboyError } from '../errors.ts';

/** What one guess costs: memory in KiB, passes over it, lanes. */
export interface PasswordCost {
  memoryKiB: number;
  iterations: number;
  parallelism: number;
}

/** No letters that look alike, so that a printed password can be typed. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password as it is kept: argon2id in its encoded form, with salt and cost in it. */
export function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  return argon2id({
    password: normal(password),
    salt: randomBytes(16),
    memorySize: cost.memoryKiB,
    iterations: cost.iterations,
    parallelism: cost.parallelism,
    hashLength: 32,
    outputType: 'encoded',
  });
}

/** Whether it is the password behind the hash. Without a hash it takes as long and is not. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const fits = password.length > 0 && password.length <= PASSWORD_LENGTH.maximum;
  const right = await argon2Verify({ password: fits ? normal(password) : 'none', hash: hash ?? DECOY });
  return right && fits && hash !== null;
}

/** Whether the hash was made at another cost than is asked for today. */
export function needsRehash(hash: string): boolean {
  const { memoryKiB, iterations, parallelism } = PASSWORD_COST;
  return !hash.startsWith(`$argon2id$v=19$m=${memoryKiB},t=${iterations},p=${parallelism}$`);
}

/** Throws PaperboyError `PASSWORD_WEAK` for what is guessed first: short, or little more than the account's own name. */
export function checkPassword(name: string, password: string): void {
  const plain = normal(password).toLowerCase();
  const without = name.length < 3 ? plain : plain.replaceAll(name, '');
  const { minimum: least, maximum: most } = PASSWORD_LENGTH;
  const wrong =
    [...plain].length < least
      ? `It needs ${least} characters or more.`
      : password.length > most
        ? `It may have ${most} characters at most.`
        : plain === name || [...without].length < least / 2
          ? 'It must not be the name.'
          : new Set(plain).size < 5
            ? 'It needs five different characters or more.'
            : null;
  if (wrong === null) return;
  throw new PaperboyError({
    code: 'PASSWORD_WEAK',
    message: 'This password would be guessed.',
    remedy: `${wrong} Several words in a row are a good one.`,
  });
}

/** A password of 99 bits in groups that can be read out. */
export function generatePassword(): string {
  return [1, 2, 3, 4].map(() => fiveLetters()).join('-');
}

/** A code of 74 bits, to be used once. */
export function generateRecoveryCode(): string {
  return [1, 2, 3].map(() => fiveLetters()).join('-');
}

/** The same character may be typed in several ways; only the compatible form is hashed (NIST SP 800-63B, 5.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}

function fiveLetters(): string {
  let letters = '';
  // Bytes past a whole multiple of the alphabet would make some letters likelier.
  while (letters.length < 5)
    for (const byte of randomBytes(8))
      if (byte < ALPHABET.length * 8 && letters.length < 5) letters += ALPHABET[byte % ALPHABET.length];
  return letters;
}

/** A hash of the present cost that no password fits: what names without an account are compared with. */
const DECOY = `$argon2id$v=19$m=${PASSWORD_COST.memoryKiB},t=${PASSWORD_COST.iterations},p=${PASSWORD_COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
