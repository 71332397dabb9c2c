import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Names of fields that may hold an address or a secret. */
const PRIVATE = ['address', 'to', 'html', 'text', 'token'];
/**
 * Depths at which they are redacted; pino has no wildcard for any depth. An array index counts as one level.
 */
const DEPTHS = ['', '*.', '*.*.', '*.*.*.'];

/** Fields shared by all lines of one request or job. */
const shared = new AsyncLocalStorage<Readonly<Record<string, unknown>>>();

/** Runs the action and adds the fields to every line logged until it ends, in any part of the program. */
export function withLogFields<Result>(fields: Record<string, unknown>, action: () => Result): Result {
  return shared.run({ ...shared.getStore(), ...fields }, action);
}

/** Fields that a line logged here would have. */
export function logFields(): Readonly<Record<string, unknown>> {
  return shared.getStore() ?? {};
}

/**
 * Creates a JSON log on standard error, which leaves standard output to the reports of commands. Fields that
 * may hold an address or a secret are redacted by name.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      // A new object per line: pino writes the line's own fields into it.
      mixin: () => ({ ...shared.getStore() }),
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      redact: {
        paths: DEPTHS.flatMap((depth) => PRIVATE.map((name) => `${depth}${name}`)),
        censor: '[redacted]',
      },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

/**
 * Writes each message at most once per `everyMs` (milliseconds of `now`), with the number of repeats `held`
 * back since. For errors that repeat in a tight loop, like those of a queue without its server.
 */
export function limitRepeats(
  everyMs: number,
  now: () => number,
  write: (message: string, held: number) => void,
) {
  const last = new Map<string, { at: number; held: number }>();
  return (message: string): void => {
    const before = last.get(message);
    if (before && now() - before.at < everyMs) {
      before.held += 1;
      return;
    }
    last.delete(message);
    // Only the oldest is evicted, so a message that repeats stays limited among any number of others.
    const [oldest] = last.keys();
    if (last.size >= 200 && oldest !== undefined) last.delete(oldest);
    last.set(message, { at: now(), held: 0 });
    write(message, before?.held ?? 0);
  };
}
