import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../../src/log.ts';
import { connectQueue } from '../../src/queue/connect.ts';
import { missingFor, testInstallation, WAYS } from '../support/installation.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe.each(WAYS)('the queue connection (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    it('names its backend, responds to ping, and logs an error once a minute', async () => {
      const ctx = await testInstallation({ way });
      closing.push(() => ctx.close());
      const lines: string[] = [];
      const log = createLog('info', { write: (line: string) => void lines.push(line) });
      const queue = await connectQueue(ctx.env, ctx.database, log);
      closing.push(() => queue.close());
      expect(queue.kind).toBe(way === 'redis' ? 'redis' : 'postgres');
      await expect(queue.ping()).resolves.toBeUndefined();
      // A worker without its server throws in a tight loop.
      for (let turn = 0; turn < 10_000; turn += 1)
        queue.onError(new Error('connect ECONNREFUSED 127.0.0.1:6379'));
      queue.onError(new Error('Connection is closed.'));
      expect(lines.map((line) => (JSON.parse(line) as { reason: string }).reason)).toEqual([
        'connect ECONNREFUSED 127.0.0.1:6379',
        'Connection is closed.',
      ]);
    });
  });
});
