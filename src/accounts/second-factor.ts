import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { RECOVERY_CODE_COUNT } from '../../config/operators.ts';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { findAccount } from './account-queries.ts';
import { decryptSecret, encryptSecret } from './encrypt-secret.ts';
import { consumeRecoveryCode, consumeTotpStep, readTotp, setPendingTotp, setTotp } from './factor-queries.ts';
import { operatorUnknownError } from './operator.ts';
import { generateRecoveryCode } from './password.ts';
import { deleteSessions } from './session-queries.ts';
import { findTotpStep, generateTotpSecret, totpUri } from './totp.ts';

type FactorContext = Pick<Context, 'db' | 'clock' | 'keys'>;

interface FactorInput {
  /** Name of the account to change. */
  name: string;
  /** Acting operator, for the audit log. */
  by: string;
  /** Session id that stays; all others end. */
  keep?: string;
}

/** Data for an authenticator app, and the recovery codes. Shown once. */
export interface TwoFactorSetup {
  secret: string;
  /** otpauth:// URI that an authenticator app opens. */
  address: string;
  recoveryCodes: string[];
}

/**
 * Stores a new pending secret, which replaces an earlier one. Nothing changes until a code of it confirms it.
 */
export async function startTotpSetup(
  ctx: FactorContext,
  operator: { id: string; name: string },
): Promise<{ secret: string; address: string }> {
  const secret = generateTotpSecret();
  await setPendingTotp(ctx.db, operator.id, encryptSecret(ctx.keys, operator.id, secret));
  return { secret, address: totpUri(operator.name, secret) };
}

/** Returns the pending secret, or null. */
export async function readPendingTotp(
  ctx: Pick<Context, 'db' | 'keys'>,
  operator: { id: string; name: string },
): Promise<{ secret: string; address: string } | null> {
  const { pending } = await readTotp(ctx.db, operator.id);
  const secret = pending === null ? null : decryptSecret(ctx.keys, operator.id, pending);
  return secret === null ? null : { secret, address: totpUri(operator.name, secret) };
}

/**
 * Turns two-factor authentication on with the pending secret. Returns null when the code is not one of it.
 */
export async function confirmTotp(
  ctx: FactorContext,
  input: FactorInput & { code: string },
): Promise<TwoFactorSetup | null> {
  const now = ctx.clock.now();
  return ctx.db.transaction().execute(async (trx) => {
    const account = await findAccount(trx, input.name, true);
    if (account === null) throw operatorUnknownError(input.name);
    const { pending } = await readTotp(trx, account.id);
    const secret = pending === null ? null : decryptSecret(ctx.keys, account.id, pending);
    const step = secret === null ? null : findTotpStep(secret, input.code, now);
    return secret === null || step === null ? null : switchOn(ctx, trx, account, { ...input, secret, step });
  });
}

/**
 * Turns two-factor authentication on with a new secret and without a confirming code, for an administrator
 * who hands it over. Throws PaperboyError `OPERATOR_UNKNOWN`.
 */
export async function issueTotp(ctx: FactorContext, input: FactorInput): Promise<TwoFactorSetup> {
  return ctx.db.transaction().execute(async (trx) => {
    const account = await findAccount(trx, input.name, true);
    if (account === null) throw operatorUnknownError(input.name);
    return switchOn(ctx, trx, account, { ...input, secret: generateTotpSecret(), step: null });
  });
}

/**
 * Turns two-factor authentication off. Returns false when it was off. Throws PaperboyError
 * `OPERATOR_UNKNOWN`.
 */
export async function disableTotp(ctx: FactorContext, input: FactorInput): Promise<boolean> {
  return ctx.db.transaction().execute(async (trx) => {
    const account = await findAccount(trx, input.name, true);
    if (account === null) throw operatorUnknownError(input.name);
    if (!account.hasTotp) return false;
    await setTotp(trx, account.id, { secret: null, step: null, codeHashes: [] });
    await recordChange(ctx, trx, account, input, { before: { code: 'on' }, after: { code: 'off' } });
    return true;
  });
}

/**
 * Consumes a code of the account's app or a recovery code, and returns its kind; null when it is neither. Of
 * two concurrent uses one succeeds. Pass the transaction that signs the operator in.
 */
export async function consumeCode(
  trx: Transaction<Database>,
  ctx: Pick<Context, 'keys'>,
  input: { operatorId: string; code: string; now: Date },
): Promise<'app' | 'recovery' | null> {
  const { operatorId, code, now } = input;
  const { secret: encrypted } = await readTotp(trx, operatorId);
  const secret = encrypted === null ? null : decryptSecret(ctx.keys, operatorId, encrypted);
  const step = secret === null ? null : findTotpStep(secret, code, now);
  if (step !== null) return (await consumeTotpStep(trx, operatorId, step)) ? 'app' : null;
  return (await consumeRecoveryCode(trx, operatorId, hashOf(code), now)) ? 'recovery' : null;
}

async function switchOn(
  ctx: FactorContext,
  trx: Transaction<Database>,
  account: { id: string; name: string; hasTotp: boolean },
  input: FactorInput & { secret: string; step: number | null },
): Promise<TwoFactorSetup> {
  const recoveryCodes = Array.from({ length: RECOVERY_CODE_COUNT }, generateRecoveryCode);
  const { secret, step } = input;
  const codeHashes = recoveryCodes.map(hashOf);
  await setTotp(trx, account.id, { secret: encryptSecret(ctx.keys, account.id, secret), step, codeHashes });
  const before = { code: account.hasTotp ? 'on' : 'off' };
  await recordChange(ctx, trx, account, input, {
    before,
    after: { code: account.hasTotp ? 'another' : 'on' },
  });
  return { secret, address: totpUri(account.name, secret), recoveryCodes };
}

/** Ends the other sessions and appends to the audit log. */
async function recordChange(
  ctx: FactorContext,
  trx: Kysely<Database>,
  account: { id: string; name: string },
  { by, keep }: FactorInput,
  states: { before: unknown; after: unknown },
): Promise<void> {
  await deleteSessions(trx, account.id, keep === undefined ? {} : { but: keep });
  await insertAuditEntry(
    trx,
    { operator: by, verb: 'operator code', subject: account.name, ...states },
    ctx.clock.now(),
  );
}

/**
 * Hashes a recovery code, ignoring case, hyphens and spaces. Codes are random, so neither salt nor a slow
 * hash is needed.
 */
function hashOf(code: string): string {
  return createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, '')).digest('hex');
}
