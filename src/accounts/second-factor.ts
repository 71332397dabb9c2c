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

interface Whose {
  name: string;
  /** Who does it, for the audit. */
  by: string;
  /** The session that goes on; all others end. */
  keep?: string;
}

/** What an authenticator app is given, and the codes for the day it is lost. Shown once. */
export interface TwoFactorSetup {
  secret: string;
  address: string;
  recoveryCodes: string[];
}

/** A secret to be confirmed by a code of it; until then nothing changes. The one that waits is given again. */
export async function startTotpSetup(
  ctx: FactorContext,
  operator: { id: string; name: string },
): Promise<{ secret: string; address: string }> {
  const secret = generateTotpSecret();
  await setPendingTotp(ctx.db, operator.id, encryptSecret(ctx.keys, operator.id, secret));
  return { secret, address: totpUri(operator.name, secret) };
}

/** The secret that waits to be confirmed, or null. */
export async function readPendingTotp(
  ctx: Pick<Context, 'db' | 'keys'>,
  operator: { id: string; name: string },
): Promise<{ secret: string; address: string } | null> {
  const { pending } = await readTotp(ctx.db, operator.id);
  const secret = pending === null ? null : decryptSecret(ctx.keys, operator.id, pending);
  return secret === null ? null : { secret, address: totpUri(operator.name, secret) };
}

/** Switches codes on with the secret that was offered, once a code of it proves that the app has it; null when it does not. */
export async function confirmTotp(
  ctx: FactorContext,
  input: Whose & { code: string },
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

/** Switches codes on with a new secret, without a proof: for whoever hands it over. Throws `OPERATOR_UNKNOWN`. */
export async function issueTotp(ctx: FactorContext, input: Whose): Promise<TwoFactorSetup> {
  return ctx.db.transaction().execute(async (trx) => {
    const account = await findAccount(trx, input.name, true);
    if (account === null) throw operatorUnknownError(input.name);
    return switchOn(ctx, trx, account, { ...input, secret: generateTotpSecret(), step: null });
  });
}

/** Switches codes off; false where they were off. Throws `OPERATOR_UNKNOWN`. */
export async function disableTotp(ctx: FactorContext, input: Whose): Promise<boolean> {
  return ctx.db.transaction().execute(async (trx) => {
    const account = await findAccount(trx, input.name, true);
    if (account === null) throw operatorUnknownError(input.name);
    if (!account.hasTotp) return false;
    await setTotp(trx, account.id, { secret: null, step: null, codeHashes: [] });
    await changed(ctx, trx, account, input, { before: { code: 'on' }, after: { code: 'off' } });
    return true;
  });
}

/**
 * Whether a code is one of the account's: of its app, or a recovery code. Either is used up by it, also when the same comes in
 * twice at once. Give the transaction that lets the person in.
 */
export async function consumeCode(
  trx: Transaction<Database>,
  ctx: Pick<Context, 'keys'>,
  input: { operatorId: string; code: string; now: Date },
): Promise<'app' | 'recovery' | null> {
  const { operatorId, code, now } = input;
  const { secret: sealed } = await readTotp(trx, operatorId);
  const secret = sealed === null ? null : decryptSecret(ctx.keys, operatorId, sealed);
  const step = secret === null ? null : findTotpStep(secret, code, now);
  if (step !== null) return (await consumeTotpStep(trx, operatorId, step)) ? 'app' : null;
  return (await consumeRecoveryCode(trx, operatorId, hashOf(code), now)) ? 'recovery' : null;
}

async function switchOn(
  ctx: FactorContext,
  trx: Transaction<Database>,
  account: { id: string; name: string; hasTotp: boolean },
  input: Whose & { secret: string; step: number | null },
): Promise<TwoFactorSetup> {
  const recoveryCodes = Array.from({ length: RECOVERY_CODE_COUNT }, generateRecoveryCode);
  const { secret, step } = input;
  const codeHashes = recoveryCodes.map(hashOf);
  await setTotp(trx, account.id, { secret: encryptSecret(ctx.keys, account.id, secret), step, codeHashes });
  const before = { code: account.hasTotp ? 'on' : 'off' };
  await changed(ctx, trx, account, input, { before, after: { code: account.hasTotp ? 'another' : 'on' } });
  return { secret, address: totpUri(account.name, secret), recoveryCodes };
}

async function changed(
  ctx: FactorContext,
  trx: Kysely<Database>,
  account: { id: string; name: string },
  { by, keep }: Whose,
  how: { before: unknown; after: unknown },
): Promise<void> {
  await deleteSessions(trx, account.id, keep === undefined ? {} : { but: keep });
  await insertAuditEntry(
    trx,
    { operator: by, verb: 'operator code', subject: account.name, ...how },
    ctx.clock.now(),
  );
}

/** However it was typed: with or without hyphens, in capitals. The codes are random, so no salt and no slow hash. */
function hashOf(code: string): string {
  return createHash('sha256').update(code.toLowerCase().replace(/[\s-]/g, '')).digest('hex');
}
