import { MONITOR } from '../../../config/alerts.ts';
import { reasonOf } from '../../errors.ts';
import type { Check } from './check.ts';

/** Whether the queue answers this process. That it does not answer another one is for that one to say. */
export const checkQueue: Check = async (ctx) => {
  const finding = { codes: ['QUEUE_AWAY'] as const, lingerMs: MONITOR.lingerMs };
  try {
    await within(MONITOR.timeoutMs, ctx.queue.ping());
    return { ...finding, alerts: [] };
  } catch (error) {
    const name = ctx.queue.kind === 'redis' ? 'Redis' : 'The queue in PostgreSQL';
    const message = `${name} does not answer: ${reasonOf(error)}.`;
    return { ...finding, alerts: [{ code: 'QUEUE_AWAY', subject: ctx.queue.kind, message }] };
  }
};

/** By the machine's timer: a client that waits for its server to come back would never answer. */
async function within(milliseconds: number, answer: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
