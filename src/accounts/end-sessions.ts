import { insertAuditEntry } from '../audit/audit-queries.ts';
import type { Context } from '../context.ts';
import { deleteSessions } from './session-queries.ts';

/**
 * Ends sessions of an operator, `only` one, all `but` one, or all, and returns their number. `verb` is stored
 * in the audit log, which gets no entry when there was no session.
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
  const { operatorId, name, by, verb, ...selection } = input;
  return ctx.db.transaction().execute(async (trx) => {
    const ended = await deleteSessions(trx, operatorId, selection);
    const entry = { operator: by, verb, subject: name, before: { sessions: ended } };
    if (ended > 0) await insertAuditEntry(trx, entry, ctx.clock.now());
    return ended;
  });
}
