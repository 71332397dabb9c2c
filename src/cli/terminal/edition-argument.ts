import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { type EditionTotals, readTotals } from '../../delivery/status/totals-queries.ts';
import { PaperboyError } from '../../errors.ts';
import { pluralize } from '../../plural.ts';
import type { Installation } from '../../wiring.ts';
import { parseDay } from './arguments.ts';

/** An edition argument: an edition id, or a day. */
export interface EditionArgument {
  day: string;
  id: string | null;
}

/** Parses `daily-2026-11-23`, or a day as parseDay accepts it. */
export function parseEdition(text: string): EditionArgument {
  const [, cadence, day] = /^(daily|weekdays|weekly)-(\d{4}-\d\d-\d\d)$/.exec(text) ?? [];
  if (cadence !== undefined && day !== undefined) return { day: parseDay(day), id: text };
  try {
    return { day: parseDay(text), id: null };
  } catch {
    throw new InvalidArgumentError(
      'Expected an edition id (daily-2026-11-23) or a day (YYYY-MM-DD, today, yesterday).',
    );
  }
}

/** Reads the editions that the argument names: one by id, or all of a day. */
export async function readEditionArgument(
  ctx: Pick<Installation, 'db'>,
  argument: EditionArgument,
): Promise<EditionTotals[]> {
  const editions = await readTotals(ctx.db, argument.day);
  return argument.id === null ? editions : editions.filter((edition) => edition.id === argument.id);
}

/**
 * Returns the id of the single edition that the argument names: for a day, the only one with an audience.
 * Throws PaperboyError `EDITION_AMBIGUOUS`, because pausing or sending the wrong one is worse than asking, or
 * `EDITION_UNKNOWN` for a day without editions.
 */
export async function requireOneEdition(
  ctx: Pick<Installation, 'db'>,
  argument: EditionArgument,
): Promise<string> {
  if (argument.id !== null) return argument.id;
  const editions = await readEditionArgument(ctx, argument);
  const withAudience = editions.filter((edition) => edition.audience > 0);
  const [only, ...others] = withAudience.length > 0 ? withAudience : editions;
  if (only && others.length === 0) return only.id;
  throw new PaperboyError({
    code: only ? 'EDITION_AMBIGUOUS' : 'EDITION_UNKNOWN',
    message: only
      ? `${argument.day} has several editions: ${[only, ...others].map(({ id }) => id).join(', ')}.`
      : `${argument.day} has no edition.`,
    remedy: only ? 'Pass the id of one of them.' : 'Pass another day or an edition id like daily-2026-11-23.',
  });
}

/** Adds the options of all operator commands. */
export function withOperatorOptions(command: Command): Command {
  return command
    .option('--operator <name>', 'operator name for the audit log', systemUser())
    .option('--json', 'print JSON');
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/** Formats a number of deliveries, e.g. `1 delivery`, `142 deliveries`. */
export function describeDeliveries(count: number): string {
  return pluralize(count, 'delivery', 'deliveries');
}
