import type { Handlers } from '../../workers/job-handler.ts';

/** A handler for every job: the given ones, and no-ops for the others. */
export function handlersOf(handlers: Partial<Handlers>): Handlers {
  const nothing = async (): Promise<void> => {};
  return {
    ingest: nothing,
    'back-fill': nothing,
    observe: nothing,
    rank: nothing,
    plan: nothing,
    deliver: nothing,
    'send-slot': nothing,
    'send-due': nothing,
    notify: nothing,
    answer: nothing,
    import: nothing,
    refit: nothing,
    housekeeping: nothing,
    ...handlers,
  };
}
