import { hostname } from 'node:os';
import { setInterval as every } from 'node:timers';
import { MONITOR } from '../config/alerts.ts';
import { readDatabaseTime } from '../src/monitoring/checks/check-queries.ts';
import { openMonitor } from '../src/monitoring/monitor.ts';
import { notifyOperators } from '../src/monitoring/notify/notify-operators.ts';
import type { Installation } from '../src/wiring.ts';

/**
 * Runs the checks and sends notifications every `MONITOR.intervalMs` of real time, in a process of any role.
 * Not a job: the queue could not report its own failure. Rounds do not overlap; a slow one finishes first.
 */
export function startMonitor(ctx: Installation): { stop(): Promise<void> } {
  const monitor = openMonitor(ctx, {
    steady: () => performance.now(),
    database: readDatabaseTime,
    machine: hostname(),
  });
  const stopping = new AbortController();
  let checking: Promise<void> | null = null;
  let notifying: Promise<void> | null = null;
  const notify = () => {
    // Separate from the checks, which must not wait for a mail server that takes minutes.
    notifying ??= notifyOperators(ctx).finally(() => {
      notifying = null;
    });
  };
  const startRound = () => {
    checking ??= monitor
      .runChecks(stopping.signal)
      .then(() => {
        if (!stopping.signal.aborted) notify();
      })
      .finally(() => {
        checking = null;
      });
  };
  startRound();
  const timer = every(startRound, MONITOR.intervalMs);
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await checking;
      await notifying;
    },
  };
}
