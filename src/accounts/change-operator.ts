import type { Transaction } from 'kysely';
import type { Role } from '../../config/operators.ts';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import type { Database } from '../db/schema.ts';
import { type Account, findAccount, setDisabledAt, setPasswordHash, setRole } from './account-queries.ts';
import { operatorUnknownError } from './operator.ts';
import { checkPassword, hashPassword, type PasswordCost } from './password.ts';
import { deleteSessions } from './session-queries.ts';

type ChangeContext = Pick<Context, 'db' | 'clock'>;

interface ChangeInput {
  /** Name of the account to change. */
  name: string;
  /** Acting operator, for the audit log. */
  by: string;
}

export interface OperatorChange {
  name: string;
  /** False when the account already was in the requested state. */
  changed: boolean;
  /** Number of ended sessions. */
  ended: number;
}

/**
 * Changes a role. Open sessions have the new role from their next request on. Throws PaperboyError
 * `OPERATOR_UNKNOWN`.
 */
export function changeRole(ctx: ChangeContext, input: ChangeInput & { role: Role }): Promise<OperatorChange> {
  return onAccount(ctx, input, async (trx, account) => {
    if (account.role === input.role) return null;
    await setRole(trx, account.id, input.role);
    return { verb: 'operator role', before: { role: account.role }, after: { role: input.role }, ended: 0 };
  });
}

/**
 * Disables an account and ends all its sessions, or enables it again. The name stays taken. Throws
 * PaperboyError `OPERATOR_UNKNOWN`.
 */
export function setOperatorEnabled(
  ctx: ChangeContext,
  input: ChangeInput & { allowed: boolean },
): Promise<OperatorChange> {
  return onAccount(ctx, input, async (trx, account, now) => {
    const before = account.disabledAt === null;
    if (before === input.allowed) return null;
    await setDisabledAt(trx, account.id, input.allowed ? null : now);
    const ended = await deleteSessions(trx, account.id);
    const verb = input.allowed ? 'operator enable' : 'operator disable';
    return { verb, before: { allowed: before }, after: { allowed: input.allowed, ended }, ended };
  });
}

/**
 * Sets a new password and ends all sessions except `keep`. Throws PaperboyError `OPERATOR_UNKNOWN` or
 * `PASSWORD_WEAK`.
 */
export async function changePassword(
  ctx: ChangeContext,
  input: ChangeInput & { password: string; keep?: string; cost?: PasswordCost },
): Promise<OperatorChange> {
  const { name, password, keep, cost } = input;
  checkPassword(name.trim().toLowerCase(), password);
  const hash = await hashPassword(password, cost);
  return onAccount(ctx, input, async (trx, account, now) => {
    await setPasswordHash(trx, account.id, hash, now);
    const ended = await deleteSessions(trx, account.id, keep === undefined ? {} : { but: keep });
    return { verb: 'operator password', after: { ended }, ended };
  });
}

interface Change {
  verb: string;
  before?: unknown;
  after: unknown;
  ended: number;
}

/**
 * Locks the account, changes it and appends to the audit log in one transaction. `change` returns null for no
 * change.
 */
async function onAccount(
  ctx: ChangeContext,
  { name, by }: ChangeInput,
  change: (trx: Transaction<Database>, account: Account, now: Date) => Promise<Change | null>,
): Promise<OperatorChange> {
  const now = ctx.clock.now();
  return ctx.db.transaction().execute(async (trx) => {
    const account = await findAccount(trx, name, true);
    if (account === null) throw operatorUnknownError(name);
    const result = await change(trx, account, now);
    if (result === null) return { name: account.name, changed: false, ended: 0 };
    const { ended, ...entry } = result;
    await insertAuditEntry(trx, { operator: by, subject: account.name, ...entry }, now);
    return { name: account.name, changed: true, ended };
  });
}
