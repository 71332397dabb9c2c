import { hostname } from 'node:os';
import { setInterval as every } from 'node:timers';
import { MONITOR } from '../config/alerts.ts';
import { readDatabaseTime } from '../src/monitoring/checks/check-queries.ts';
import { openMonitor } from '../src/monitoring/monitor.ts';
import { notifyOperators } from '../src/monitoring/notify/notify-operators.ts';
import type { Installation } from '../src/wiring.ts';

/**
 * Lets the watch make its rounds by the machine's timer, whatever role this process has. It is no job: a queue that is away would
 * keep quiet about it. A round that takes longer than the pause between two is let finish first.
 */
export function startMonitor(ctx: Installation): { stop(): Promise<void> } {
  const watch = openMonitor(ctx, {
    steady: () => performance.now(),
    database: readDatabaseTime,
    machine: hostname(),
  });
  const stopping = new AbortController();
  let going: Promise<void> | null = null;
  let telling: Promise<void> | null = null;
  const tell = () => {
    // Apart from the rounds: a mail server that takes minutes must not keep anybody from looking.
    telling ??= notifyOperators(ctx).finally(() => {
      telling = null;
    });
  };
  const round = () => {
    going ??= watch
      .runChecks(stopping.signal)
      .then(() => {
        if (!stopping.signal.aborted) tell();
      })
      .finally(() => {
        going = null;
      });
  };
  round();
  const timer = every(round, MONITOR.intervalMs);
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await going;
      await telling;
    },
  };
}
