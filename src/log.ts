import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Fields that may hold an address or a secret. */
const PRIVATE = ['address', 'to', 'html', 'text', 'token'];
/** How deep they are looked for; pino knows no path of any depth. A place in an array counts as a level. */
const LEVELS = ['', '*.', '*.*.', '*.*.*.'];

/** What every line has in common that is logged for one request or job, whoever logs it. */
const shared = new AsyncLocalStorage<Readonly<Record<string, unknown>>>();

/** Runs the action; every line that is logged until it ends, by whatever part of the program, has these fields. */
export function withLogFields<Result>(fields: Record<string, unknown>, action: () => Result): Result {
  return shared.run({ ...shared.getStore(), ...fields }, action);
}

/** The fields that lines have at this place. */
export function logFields(): Readonly<Record<string, unknown>> {
  return shared.getStore() ?? {};
}

/**
 * A JSON log on standard error, so that standard output stays free for what a command reports.
 * Fields that may hold an address or a secret are cut out by name, whatever a caller passes.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      // A new object each time: pino writes the line's own fields into it.
      mixin: () => ({ ...shared.getStore() }),
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      redact: {
        paths: LEVELS.flatMap((level) => PRIVATE.map((name) => `${level}${name}`)),
        censor: '[redacted]',
      },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

/**
 * Lets the same message through once in `everyMs`; says how many were held back when it next passes.
 * For errors that repeat as fast as a loop turns, such as a queue whose server is away.
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
    // The oldest goes, and only it: what repeats stays limited however many other messages there are.
    const [oldest] = last.keys();
    if (last.size >= 200 && oldest !== undefined) last.delete(oldest);
    last.set(message, { at: now(), held: 0 });
    write(message, before?.held ?? 0);
  };
}
