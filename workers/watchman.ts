import { hostname } from 'node:os';
import { setInterval as every } from 'node:timers';
import { WATCH } from '../config/alerts.ts';
import { readDatabaseTime } from '../src/watch/queries.ts';
import { openWatch } from '../src/watch/watch.ts';
import type { Installation } from '../src/wiring.ts';

/**
 * Lets the watch make its rounds by the machine's timer, whatever role this process has. It is no job: a queue that is away would
 * keep quiet about it. A round that takes longer than the pause between two is let finish first.
 */
export function startWatchman(ctx: Installation): { stop(): Promise<void> } {
  const watch = openWatch(ctx, {
    steady: () => performance.now(),
    database: readDatabaseTime,
    machine: hostname(),
  });
  const stopping = new AbortController();
  let going: Promise<void> | null = null;
  const round = () => {
    going ??= watch.round(stopping.signal).finally(() => {
      going = null;
    });
  };
  round();
  const timer = every(round, WATCH.everyMs);
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await going;
    },
  };
}
