import { createHash } from 'node:crypto';
import { LOGIN_LIMITS } from '../../config/operators.ts';
import type { Context } from '../context.ts';
import { type Account, findAccount, setPasswordHash } from './account-queries.ts';
import { nameKey } from './operator.ts';
import { hashPassword, isOutdated, isPassword } from './password.ts';
import { insertAct } from './queries.ts';
import { dropToken, startSession } from './session.ts';

export interface LogInInput {
  name: string;
  password: string;
  /** The client's network; null where it cannot be known. */
  network: string | null;
  /** The browser in words, for the list of sessions. */
  browser: string;
  /** The token of a session that this browser had before; it ends. */
  replaces: string | null;
}

export type LogIn =
  | { outcome: 'in'; token: string }
  | { outcome: 'refused' }
  | { outcome: 'throttled'; waitMs: number };

/**
 * Lets somebody into the desk. Tries are counted by network and by name before anything is looked up; an unknown name, a wrong
 * password and a disabled account get the same answer after the same work. Both ends are audited, without address and password.
 */
export async function logIn(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'limits'>,
  input: LogInInput,
): Promise<LogIn> {
  const waitMs = await countTry(ctx, input);
  if (waitMs > 0) {
    ctx.log.warn({ waitMs }, 'logins are throttled');
    return { outcome: 'throttled', waitMs };
  }
  const account = await findAccount(ctx.db, input.name);
  const right = await isPassword(input.password, account?.passwordHash ?? null);
  if (account === null || !right || account.disabledAt !== null) return refuse(ctx, account);
  const now = ctx.clock.now();
  const rehashed = isOutdated(account.passwordHash) ? await hashPassword(input.password) : null;
  const { token } = await ctx.db.transaction().execute(async (trx) => {
    if (rehashed !== null) await setPasswordHash(trx, account.id, rehashed, null);
    if (input.replaces !== null) await dropToken(trx, input.replaces);
    const act = { operator: account.name, verb: 'login', subject: account.name };
    await insertAct(trx, { ...act, after: { role: account.role } }, now);
    const { id: operatorId, role } = account;
    return startSession(trx, { operatorId, role, browser: input.browser }, now);
  });
  return { outcome: 'in', token };
}

async function refuse(ctx: Pick<Context, 'db' | 'clock'>, account: Account | null): Promise<LogIn> {
  // What was typed for a name may have been a password.
  const subject = account?.name ?? 'unknown name';
  await insertAct(ctx.db, { operator: 'nobody', verb: 'login failed', subject }, ctx.clock.now());
  return { outcome: 'refused' };
}

/** Milliseconds until another try; 0 for go on. */
async function countTry(ctx: Pick<Context, 'limits'>, input: LogInInput): Promise<number> {
  const waits = [await ctx.limits.take(LOGIN_LIMITS.network, input.network ?? 'unknown')];
  // A network that is throttled must not use up the tries of a name.
  if (waits[0] === 0) waits.push(await ctx.limits.take(LOGIN_LIMITS.name, keyOf(input.name)));
  return Math.max(...waits);
}

/** Whatever was typed, the counter's key is short. */
function keyOf(name: string): string {
  return createHash('sha256').update(nameKey(name)).digest('base64url');
}
