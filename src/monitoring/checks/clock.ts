import { CLOCK_CHECK, MONITOR } from '../../../config/alerts.ts';
import type { Alert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import type { Check } from './check.ts';

/** What a clock is compared with. */
export interface ClockSources {
  /** Milliseconds that only ever go on, whatever is done to the wall clock. */
  steady(): number;
  /** PostgreSQL's clock. */
  database(db: Context['db']): Promise<Date>;
  /** The name of this machine, for a person who has several. */
  machine: string;
}

/**
 * Compares the wall clock with the steady one since the last look, and with PostgreSQL's. A machine that slept looks like a jump
 * ahead, and is one for whoever waits for mail.
 */
export function checkClock(clocks: ClockSources): { jump: Check; apart: Check } {
  let last: { wall: number; steady: number } | null = null;
  return {
    async jump(_ctx, now) {
      const before = last;
      last = { wall: now.getTime(), steady: clocks.steady() };
      const jumped = before === null ? 0 : last.wall - before.wall - (last.steady - before.steady);
      const found: Alert[] = [];
      if (Math.abs(jumped) > CLOCK_CHECK.jumpMs) {
        const way = jumped > 0 ? 'ahead' : 'back';
        found.push({
          code: 'CLOCK_JUMPED',
          subject: clocks.machine,
          message: `The clock of ${clocks.machine} jumped ${way} by ${lengthOf(jumped)} to ${now.toISOString().slice(0, 19)}Z.`,
        });
      }
      return { codes: ['CLOCK_JUMPED'], alerts: found, lingerMs: CLOCK_CHECK.shownForMs };
    },
    async apart(ctx) {
      const asked = ctx.clock.now().getTime();
      const theirs = (await clocks.database(ctx.db)).getTime();
      const answered = ctx.clock.now().getTime();
      // It was read somewhere between asking and answering: only what lies outside of both is a difference.
      const apart = theirs < asked ? asked - theirs : Math.max(0, theirs - answered);
      const found: Alert[] = [];
      if (apart > CLOCK_CHECK.skewMs) {
        const way = theirs < asked ? 'ahead of' : 'behind';
        found.push({
          code: 'CLOCK_APART',
          subject: clocks.machine,
          message: `The clock of ${clocks.machine} is ${lengthOf(apart)} ${way} PostgreSQL's.`,
        });
      }
      // Each process knows its own machine's clock alone, and must not end what another one's says.
      return { codes: ['CLOCK_APART'], alerts: found, lingerMs: MONITOR.lingerMs };
    },
  };
}

/** e.g. `2 h 5 min`, `45 s`. */
function lengthOf(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
