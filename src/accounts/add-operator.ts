import { randomUUID } from 'node:crypto';
import type { Role } from '../../config/operators.ts';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { insertOperator } from './account-queries.ts';
import { parseOperatorName } from './operator.ts';
import { checkPassword, hashPassword, type PasswordCost } from './password.ts';

/**
 * Creates an operator account and returns it with its normalized name. `by` is the acting operator for the
 * audit log; `cost` overrides PASSWORD_COST. Throws PaperboyError `OPERATOR_NAME`, `PASSWORD_WEAK` or
 * `OPERATOR_EXISTS`.
 */
export async function addOperator(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { name: string; role: Role; password: string; by: string; cost?: PasswordCost },
): Promise<{ id: string; name: string; role: Role }> {
  const name = parseOperatorName(input.name);
  checkPassword(name, input.password);
  const account = { id: randomUUID(), name, role: input.role };
  const passwordHash = await hashPassword(input.password, input.cost);
  const now = ctx.clock.now();
  await ctx.db.transaction().execute(async (trx) => {
    if (!(await insertOperator(trx, { ...account, passwordHash }, now))) throw nameTakenError(name);
    const entry = { operator: input.by, verb: 'operator add', subject: name };
    await insertAuditEntry(trx, { ...entry, after: { role: input.role } }, now);
  });
  return account;
}

function nameTakenError(name: string): PaperboyError {
  return new PaperboyError({
    code: 'OPERATOR_EXISTS',
    message: `An operator named ${name} already exists; nothing was changed.`,
    remedy: `Choose another name, or set a new password with \`operator password ${name}\`.`,
  });
}
