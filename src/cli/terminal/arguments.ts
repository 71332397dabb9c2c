import { InvalidArgumentError } from 'commander';
import { dayOf, daySchema } from '../../day.ts';

/** A day on the command line: YYYY-MM-DD, `today` or `yesterday` (UTC). */
export function parseDay(text: string): string {
  if (text === 'today') return dayOf(new Date());
  if (text === 'yesterday') return dayOf(new Date(Date.now() - 86_400_000));
  if (!daySchema.safeParse(text).success) {
    throw new InvalidArgumentError('It must be a day such as 2026-11-23, or today, or yesterday.');
  }
  return text;
}

/** A whole number within bounds. */
export function parseWholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** An option that may be given several times, each with one value or a comma list. */
export function collectValues(text: string, before: string[]): string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ];
}
