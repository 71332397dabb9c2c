import type { Clock } from '../src/ports.ts';
import type { CronScheduler } from '../workers/producer.ts';

const LOOK_EVERY_MS = 50;
/** Number of missed minutes that are made up for after a jump forward; cron would make up for none. */
const MOST_MISSED = 60;

/**
 * Cron on a clock that runs faster than the machine's. After the clock is set back, ticks continue from the
 * new time.
 */
export function fastCron(clock: Clock): CronScheduler {
  return (pattern, _name, action) => {
    const minuteNow = () => Math.floor(clock.now().getTime() / 60_000);
    let seen = minuteNow();
    const timer = setInterval(() => {
      const minute = minuteNow();
      for (let each = Math.max(seen + 1, minute - MOST_MISSED); each <= minute; each += 1) {
        if (matchesCron(pattern, new Date(each * 60_000))) void action();
      }
      seen = minute;
    }, LOOK_EVERY_MS);
    return { destroy: () => clearInterval(timer) };
  };
}

/**
 * Matches a cron pattern of `*`, `*` with a step, and plain numbers with a minute in UTC. Throws for any
 * other pattern.
 */
export function matchesCron(pattern: string, moment: Date): boolean {
  const values = [
    moment.getUTCMinutes(),
    moment.getUTCHours(),
    moment.getUTCDate(),
    moment.getUTCMonth() + 1,
    moment.getUTCDay(),
  ];
  const fields = pattern.split(' ');
  if (fields.length !== values.length || !fields.every((field) => /^(\*(\/\d+)?|\d+)$/.test(field)))
    throw new Error(`Unsupported cron pattern: "${pattern}".`);
  return fields.every((field, place) => {
    const value = values[place] ?? 0;
    if (field === '*') return true;
    return field.startsWith('*/') ? value % Number(field.slice(2)) === 0 : value === Number(field);
  });
}
