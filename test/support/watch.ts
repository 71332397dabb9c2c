import { type OpenAlert, readOpenAlerts } from '../../src/alerts/alert-queries.ts';
import { type Monitor, openMonitor } from '../../src/monitoring/monitor.ts';
import type { TestInstallation } from './installation.ts';

export interface TestWatch extends Monitor {
  /** Runs one round of checks after that many milliseconds, on the wall clock and on the steady clock. */
  after(milliseconds: number): Promise<void>;
  /** Moves only the wall clock, as when it is set by hand. */
  jump(milliseconds: number): void;
  /** Open alerts as `CODE subject`. */
  open(): Promise<string[]>;
  /** The only open alert with that code. */
  alert(code: string): Promise<OpenAlert>;
}

/**
 * Monitor of a process, on a steady clock that moves with the test's. PostgreSQL's clock agrees with it by
 * default.
 */
export function testWatch(
  ctx: TestInstallation,
  database: () => Promise<Date> = async () => ctx.clock.now(),
  machine = 'host-a',
): TestWatch {
  let steady = 0;
  const watch = openMonitor(ctx, { steady: () => steady, database, machine });
  return {
    ...watch,
    async after(milliseconds) {
      steady += milliseconds;
      ctx.clock.advance(milliseconds);
      await watch.runChecks();
    },
    jump: (milliseconds) => ctx.clock.advance(milliseconds),
    open: async () => (await readOpenAlerts(ctx.db)).map(({ code, subject }) => `${code} ${subject}`),
    async alert(code) {
      const found = (await readOpenAlerts(ctx.db)).filter((alert) => alert.code === code);
      if (found.length !== 1 || !found[0]) throw new Error(`There are ${found.length} alerts ${code}.`);
      return found[0];
    },
  };
}
