import { readEnv } from '../../config/env.ts';
import { runImport } from '../../src/subscribers/csv/run-import.ts';
import { install } from '../../src/wiring.ts';

/**
 * A worker process that runs an import and kills itself (SIGKILL, no clean-up) in the middle of a
 * transaction: the subscribers of the given step are added, and their preferences are about to be stored.
 * Arguments: `<import> <number>`.
 */
const [importId = '', number = ''] = process.argv.slice(2);
const ctx = await install(readEnv());
let steps = 0;
const db = ctx.db.withPlugin({
  transformQuery({ node }) {
    const isStep = node.kind === 'InsertQueryNode' && node.into?.table.identifier.name === 'preferences';
    if (isStep) steps += 1;
    if (isStep && steps === Number(number)) process.kill(process.pid, 'SIGKILL');
    return node;
  },
  transformResult: async ({ result }) => result,
});
await runImport({ ...ctx, db }, { importId: Number(importId) }, new AbortController().signal);
await ctx.close();
