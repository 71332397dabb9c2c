import { InvalidArgumentError } from 'commander';
import { dayOf, daySchema } from '../../day.ts';

/** Parses a day: YYYY-MM-DD, `today` or `yesterday` (UTC). */
export function parseDay(text: string): string {
  if (text === 'today') return dayOf(new Date());
  if (text === 'yesterday') return dayOf(new Date(Date.now() - 86_400_000));
  if (!daySchema.safeParse(text).success) {
    throw new InvalidArgumentError('Expected YYYY-MM-DD, today or yesterday.');
  }
  return text;
}

/** Returns a parser for a whole number from `min` to `max`. */
export function parseWholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** Collects an option that may be repeated, each time with one value or a comma-separated list. */
export function collectValues(text: string, previous: string[]): string[] {
  return [
    ...previous,
    ...text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ];
}
