import { randomUUID } from 'node:crypto';
import type { Role } from '../../config/operators.ts';
import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { insertOperator } from './account-queries.ts';
import { parseOperatorName } from './operator.ts';
import { checkPassword, hashPassword, type PasswordCost } from './password.ts';

/**
 * Makes an account of the desk and gives its name as it is kept. `by` is who does it, for the audit; `cost` of the password's hash is
 * today's unless given. Throws PaperboyError `OPERATOR_NAME`, `PASSWORD_WEAK`, `OPERATOR_EXISTS`.
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
    if (!(await insertOperator(trx, { ...account, passwordHash }, now))) throw taken(name);
    const act = { operator: input.by, verb: 'operator add', subject: name };
    await insertAuditEntry(trx, { ...act, after: { role: input.role } }, now);
  });
  return account;
}

function taken(name: string): PaperboyError {
  return new PaperboyError({
    code: 'OPERATOR_EXISTS',
    message: `There is an operator ${name} already; nothing was changed.`,
    remedy: `\`operator password ${name}\` gives the account a new password; for another person use another name.`,
  });
}
