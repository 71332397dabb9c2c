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
  /** Of the app or a recovery code; only looked at where the account asks for one. */
  code: string;
  /** The client's network; null where it cannot be known. */
  network: string | null;
  /** The browser in words, for the list of sessions. */
  browser: string;
  /** The token of a session that this browser had before; it ends. */
  replaces: string | null;
}

type LogInContext = Pick<Context, 'db' | 'clock' | 'log' | 'limits' | 'keys'>;

export type SignInResult =
  | { outcome: 'in'; token: string }
  | { outcome: 'refused' }
  | { outcome: 'throttled'; waitMs: number };

/**
 * Lets somebody into the desk. Tries are counted by network and by name before anything is looked up; an unknown name, a wrong
 * password, a wrong or used code and a disabled account get the same answer, the first two after the same work. Both ends are
 * audited, without address, password and code.
 */
export async function signIn(ctx: LogInContext, input: SignInInput): Promise<SignInResult> {
  const waitMs = await countTry(ctx, input);
  if (waitMs > 0) {
    ctx.log.warn({ waitMs }, 'logins are throttled');
    return { outcome: 'throttled', waitMs };
  }
  const account = await findAccount(ctx.db, input.name);
  const right = await verifyPassword(input.password, account?.passwordHash ?? null);
  if (account === null || !right || account.disabledAt !== null) return refuse(ctx, account);
  if (account.hasTotp && (await ctx.limits.take(SIGN_IN_LIMITS.code, account.id)) > 0)
    return refuse(ctx, account, 'too many codes');
  const token = await letIn(ctx, account, input);
  // Somebody knows the password who has no code: the one failure that its owner must hear of.
  return token === null ? refuse(ctx, account, 'code') : { outcome: 'in', token };
}

/** A session's token; null where the code is not right. */
async function letIn(ctx: LogInContext, account: Account, input: SignInInput): Promise<string | null> {
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

async function refuse(ctx: LogInContext, account: Account | null, because?: string): Promise<SignInResult> {
  // What was typed for a name may have been a password.
  const subject = account?.name ?? 'unknown name';
  const act = { operator: 'nobody', verb: 'login failed', subject };
  await insertAuditEntry(
    ctx.db,
    because === undefined ? act : { ...act, after: { because } },
    ctx.clock.now(),
  );
  return { outcome: 'refused' };
}

/** Milliseconds until another try; 0 for go on. */
async function countTry(ctx: Pick<Context, 'limits'>, input: SignInInput): Promise<number> {
  const waits = [await ctx.limits.take(SIGN_IN_LIMITS.network, input.network ?? 'unknown')];
  // A network that is throttled must not use up the tries of a name.
  if (waits[0] === 0) waits.push(await ctx.limits.take(SIGN_IN_LIMITS.name, keyOf(input.name)));
  return Math.max(...waits);
}

/** Whatever was typed, the counter's key is short. */
function keyOf(name: string): string {
  return createHash('sha256').update(normalizeOperatorName(name)).digest('base64url');
}
