import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { deleteSessions } from './session-queries.ts';

/**
 * Ends sessions of an operator and gives how many there were: the one named, all but one, or all. `verb` is what the audit calls it.
 * Nothing is audited where there was none.
 */
export async function endSessions(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: {
    operatorId: string;
    name: string;
    by: string;
    verb: 'logout' | 'session end';
    only?: string;
    but?: string;
  },
): Promise<number> {
  const { operatorId, name, by, verb, ...which } = input;
  return ctx.db.transaction().execute(async (trx) => {
    const ended = await deleteSessions(trx, operatorId, which);
    const act = { operator: by, verb, subject: name, before: { sessions: ended } };
    if (ended > 0) await insertAuditEntry(trx, act, ctx.clock.now());
    return ended;
  });
}
