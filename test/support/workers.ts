import type { JobName } from '../../src/queue/jobs.ts';
import type { Installation } from '../../src/wiring.ts';
import type { Handlers } from '../../workers/job-handler.ts';
import { JOB_HANDLERS, type RunningWorkers, startWorkers } from '../../workers/main.ts';

export interface ObservedWorkers extends RunningWorkers {
  /**
   * Resolves when a job of that name has completed that many times since the start; rejects when one fails.
   */
  whenDone(name: JobName, times?: number): Promise<void>;
}

/** The real workers with the real handlers, and a way to wait for a job. */
export async function observedWorkers(ctx: Installation): Promise<ObservedWorkers> {
  const ended: JobName[] = [];
  const waiting = new Set<() => void>();
  const wrapped = Object.entries(JOB_HANDLERS).map(([name, handler]) => [
    name,
    async (...parameters: Parameters<Handlers['plan']>) => {
      const result = await (handler as Handlers['plan'])(...parameters);
      ended.push(name as JobName);
      for (const look of waiting) look();
      return result;
    },
  ]);
  const workers = await startWorkers(ctx, Object.fromEntries(wrapped) as Handlers);
  return {
    ...workers,
    whenDone: (name, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (ended.filter((each) => each === name).length < times) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
