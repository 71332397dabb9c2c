import { CLOCK_CHECK, MONITOR } from '../../../config/alerts.ts';
import type { Alert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import type { Check } from './check.ts';

/** Reference clocks for the wall clock. */
export interface ClockSources {
  /** Monotonic milliseconds, unaffected by changes to the wall clock. */
  steady(): number;
  /** PostgreSQL's clock. */
  database(db: Context['db']): Promise<Date>;
  /** Host name of this machine, the subject of its alerts. */
  machine: string;
}

/**
 * Compares the wall clock with the monotonic clock since the previous check (`jump`), and with PostgreSQL's
 * clock (`skew`). A machine that slept shows as a jump forward, which it is for every delivery that was due.
 */
export function checkClock(clocks: ClockSources): { jump: Check; skew: Check } {
  let last: { wall: number; steady: number } | null = null;
  return {
    async jump(_ctx, now) {
      const before = last;
      last = { wall: now.getTime(), steady: clocks.steady() };
      const jumpMs = before === null ? 0 : last.wall - before.wall - (last.steady - before.steady);
      const alerts: Alert[] = [];
      if (Math.abs(jumpMs) > CLOCK_CHECK.jumpMs) {
        const direction = jumpMs > 0 ? 'forward' : 'back';
        const change = `${direction} by ${formatDuration(jumpMs)}`;
        alerts.push({
          code: 'CLOCK_JUMPED',
          subject: clocks.machine,
          message: `The clock of ${clocks.machine} jumped ${change} to ${now.toISOString().slice(0, 19)}Z.`,
        });
      }
      return { codes: ['CLOCK_JUMPED'], alerts, lingerMs: CLOCK_CHECK.shownForMs };
    },
    async skew(ctx) {
      const asked = ctx.clock.now().getTime();
      const database = (await clocks.database(ctx.db)).getTime();
      const answered = ctx.clock.now().getTime();
      // PostgreSQL read its clock between `asked` and `answered`, so only a time outside both is skew.
      const skewMs = database < asked ? asked - database : Math.max(0, database - answered);
      const alerts: Alert[] = [];
      if (skewMs > CLOCK_CHECK.skewMs) {
        const direction = database < asked ? 'ahead of' : 'behind';
        alerts.push({
          code: 'CLOCK_SKEW',
          subject: clocks.machine,
          message: `The clock of ${clocks.machine} is ${formatDuration(skewMs)} ${direction} PostgreSQL's.`,
        });
      }
      // A process knows only its own machine's clock, so it must not end the alert of another machine at
      // once.
      return { codes: ['CLOCK_SKEW'], alerts, lingerMs: MONITOR.lingerMs };
    },
  };
}

/** Formats an absolute duration, e.g. `2 h 5 min` or `45 s`. */
function formatDuration(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
