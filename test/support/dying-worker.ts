import { readEnv } from '../../config/env.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import type { Mailer } from '../../src/ports.ts';
import { install } from '../../src/wiring.ts';
import { testClock } from './clock.ts';

/**
 * A worker process that sends due deliveries and kills itself (SIGKILL, no clean-up) at the point named on
 * its command line: `claimed` before the attempt is started, `started` just before the provider call,
 * `accepted` after the provider accepted the emails and before the outcome is stored. A number behind it
 * spares as many calls.
 */
const [point, now = '', spared = '0'] = process.argv.slice(2);
let calls = 0;
const ctx = await install(readEnv(), { clock: testClock(now) });
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
};
const deadly = (mailer: Mailer): Mailer => ({
  ...mailer,
  payloadHash: (mails) => (point === 'claimed' ? die() : mailer.payloadHash(mails)),
  async send(mails, options) {
    calls += 1;
    const last = calls > Number(spared);
    if (point === 'started' && last) die();
    const results = await mailer.send(mails, options);
    if (point === 'accepted' && last) die();
    return results;
  },
});
const providers = ctx.providers.map((provider) => ({ ...provider, mailer: deadly(provider.mailer) }));
await deliver({ ...ctx, providers }, {});
await ctx.close();
