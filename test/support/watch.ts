import { type OpenAlert, readOpenAlerts } from '../../src/alerts/alert-queries.ts';
import { type Monitor, openMonitor } from '../../src/monitoring/monitor.ts';
import type { TestInstallation } from './installation.ts';

export interface TestWatch extends Monitor {
  /** One round after that many milliseconds have passed, on the wall and on the steady clock. */
  after(milliseconds: number): Promise<void>;
  /** The wall clock alone moves, as when somebody sets it. */
  jump(milliseconds: number): void;
  /** The open alerts as `CODE subject`. */
  open(): Promise<string[]>;
  /** The one open alert of that code. */
  alert(code: string): Promise<OpenAlert>;
}

/** The watch of a process, on a steady clock that goes with the test's; PostgreSQL's clock agrees with it unless the test says otherwise. */
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
