import { MONITOR } from '../../../config/alerts.ts';
import { reasonOf } from '../../errors.ts';
import type { Check } from './check.ts';

/** Pings the queue from this process; every other process reports for itself. */
export const checkQueue: Check = async (ctx) => {
  const result = { codes: ['QUEUE_UNREACHABLE'] as const, lingerMs: MONITOR.lingerMs };
  try {
    await within(MONITOR.timeoutMs, ctx.queue.ping());
    return { ...result, alerts: [] };
  } catch (error) {
    const name = ctx.queue.kind === 'redis' ? 'Redis' : 'The PostgreSQL queue';
    const message = `${name} is not responding: ${reasonOf(error)}.`;
    return { ...result, alerts: [{ code: 'QUEUE_UNREACHABLE', subject: ctx.queue.kind, message }] };
  }
};

/**
 * Rejects after `milliseconds` of real time: a client that waits for its server to return would never answer.
 */
async function within(milliseconds: number, answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no response within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
