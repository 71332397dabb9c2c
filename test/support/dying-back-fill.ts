import { readEnv } from '../../config/env.ts';
import { backFill } from '../../src/papers/ingest/back-fill.ts';
import { install } from '../../src/wiring.ts';
import { testClock } from './clock.ts';

/**
 * A process that runs a back-fill and kills itself (SIGKILL, no clean-up) when that many days are stored, before
 * the last one is recorded in the back-fill's row. Arguments: `<now> <days> <number>`.
 */
const [now = '', days = '', number = ''] = process.argv.slice(2);
const ctx = await install(readEnv());
const clock = testClock(now);
let steps = 0;
const db = ctx.db.withPlugin({
  transformQuery({ node }) {
    const isStep = node.kind === 'UpdateQueryNode' && JSON.stringify(node.table).includes('"back_fills"');
    if (isStep) steps += 1;
    if (isStep && steps === Number(number)) process.kill(process.pid, 'SIGKILL');
    return node;
  },
  transformResult: async ({ result }) => result,
});
await backFill({ ...ctx, db, clock }, { source: 'hugging-face', days: Number(days) });
await ctx.close();
