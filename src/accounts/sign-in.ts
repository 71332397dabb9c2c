import { createHash } from 'node:crypto';
import { SIGN_IN_LIMITS } from '../../config/operators.ts';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { type Account, findAccount, setPasswordHash } from './account-queries.ts';
import { normalizeOperatorName } from './operator.ts';
import { hashPassword, needsRehash, verifyPassword } from './password.ts';
import { consumeCode } from './second-factor.ts';
import { endTokenSession, startSession } from './session.ts';

export interface SignInInput {
  name: string;
  password: string;
  /** Code of the app or recovery code; ignored unless the account has two-factor authentication. */
  code: string;
  /** Network of the client; null when unknown. */
  network: string | null;
  /** Readable name of the browser, for the list of sessions. */
  browser: string;
  /** Token of the browser's previous session, which ends. */
  replaces: string | null;
}

type SignInContext = Pick<Context, 'db' | 'clock' | 'log' | 'limits' | 'keys'>;

export type SignInResult =
  | { outcome: 'signed-in'; token: string }
  | { outcome: 'refused' }
  | { outcome: 'throttled'; waitMs: number };

/**
 * Signs an operator in. Attempts are rate limited by network and by name before any lookup. An unknown name,
 * a wrong password, a wrong or used code and a disabled account get the same answer, the first two after
 * equal work. Success and failure are audited without address, password and code.
 */
export async function signIn(ctx: SignInContext, input: SignInInput): Promise<SignInResult> {
  const waitMs = await countAttempt(ctx, input);
  if (waitMs > 0) {
    ctx.log.warn({ waitMs }, 'sign-in throttled');
    return { outcome: 'throttled', waitMs };
  }
  const account = await findAccount(ctx.db, input.name);
  const isCorrect = await verifyPassword(input.password, account?.passwordHash ?? null);
  if (account === null || !isCorrect || account.disabledAt !== null) return refuse(ctx, account);
  if (account.hasTotp && (await ctx.limits.take(SIGN_IN_LIMITS.code, account.id)) > 0)
    return refuse(ctx, account, 'too many codes');
  const token = await openSession(ctx, account, input);
  // A correct password with a wrong code: the one failure that the owner of the account must know about.
  return token === null ? refuse(ctx, account, 'code') : { outcome: 'signed-in', token };
}

/** Consumes the code and starts the session. Returns its token; null when the code is wrong. */
async function openSession(ctx: SignInContext, account: Account, input: SignInInput): Promise<string | null> {
  const now = ctx.clock.now();
  const rehashed = needsRehash(account.passwordHash) ? await hashPassword(input.password) : null;
  const { id: operatorId, name, role } = account;
  return ctx.db.transaction().execute(async (trx) => {
    const code = account.hasTotp
      ? await consumeCode(trx, ctx, { operatorId, code: input.code, now })
      : 'none';
    if (code === null) return null;
    if (rehashed !== null) await setPasswordHash(trx, operatorId, rehashed, null);
    if (input.replaces !== null) await endTokenSession(trx, input.replaces);
    await insertAuditEntry(trx, { operator: name, verb: 'login', subject: name, after: { role, code } }, now);
    return (await startSession(trx, { operatorId, role, browser: input.browser }, now)).token;
  });
}

async function refuse(ctx: SignInContext, account: Account | null, because?: string): Promise<SignInResult> {
  // Text typed as a name is never stored: it may be a password.
  const subject = account?.name ?? 'unknown name';
  const entry = { operator: 'nobody', verb: 'login failed', subject };
  await insertAuditEntry(
    ctx.db,
    because === undefined ? entry : { ...entry, after: { because } },
    ctx.clock.now(),
  );
  return { outcome: 'refused' };
}

/**
 * Takes one attempt from the rate limits. Returns the milliseconds to wait; 0 when the attempt is allowed.
 */
async function countAttempt(ctx: Pick<Context, 'limits'>, input: SignInInput): Promise<number> {
  const waits = [await ctx.limits.take(SIGN_IN_LIMITS.network, input.network ?? 'unknown')];
  // A throttled network must not use up the attempts of a name.
  if (waits[0] === 0) waits.push(await ctx.limits.take(SIGN_IN_LIMITS.name, keyOf(input.name)));
  return Math.max(...waits);
}

/** Hashed, so the key is short for any input. */
function keyOf(name: string): string {
  return createHash('sha256').update(normalizeOperatorName(name)).digest('base64url');
}
