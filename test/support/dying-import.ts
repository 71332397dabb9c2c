import { readEnv } from '../../config/env.ts';
import { carryOutImport } from '../../src/subscribers/carry-out-import.ts';
import { install } from '../../src/wiring.ts';

/**
 * A worker process that carries out an import and kills itself (SIGKILL, no clean-up) as it is about to add the person of that
 * number, in the middle of a step's transaction: `<import> <number>`.
 */
const [importId = '', number = ''] = process.argv.slice(2);
const ctx = await install(readEnv());
let added = 0;
const db = ctx.db.withPlugin({
  transformQuery({ node }) {
    const isPerson = node.kind === 'InsertQueryNode' && node.into?.table.identifier.name === 'subscribers';
    if (isPerson) added += 1;
    if (isPerson && added === Number(number)) process.kill(process.pid, 'SIGKILL');
    return node;
  },
  transformResult: async ({ result }) => result,
});
await carryOutImport({ ...ctx, db }, { importId: Number(importId) }, new AbortController().signal);
await ctx.close();
