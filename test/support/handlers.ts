import type { Handlers } from '../../workers/job-handler.ts';

/** A handler for every job: these, and for the others one that does nothing. */
export function handlersOf(handlers: Partial<Handlers>): Handlers {
  const nothing = async (): Promise<void> => {};
  return {
    ingest: nothing,
    observe: nothing,
    rank: nothing,
    plan: nothing,
    deliver: nothing,
    'send-slot': nothing,
    notify: nothing,
    answer: nothing,
    import: nothing,
    housekeeping: nothing,
    ...handlers,
  };
}
