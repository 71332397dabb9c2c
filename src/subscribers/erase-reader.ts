import type { Context } from '../context.ts';
import { insertAct } from '../operator/queries.ts';
import { newKey } from '../token.ts';
import { eraseRows } from './erase-queries.ts';

/** Erases a person who asked for it by the link in their own mail (erase.ts says what goes), and notes that. */
export async function eraseReader(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string },
): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.transaction().execute(async (trx) => {
    await eraseRows(trx, input.subscriberId, newKey(), now);
    await insertAct(trx, { operator: 'reader', verb: 'subscriber erase', subject: input.subscriberId }, now);
  });
}
