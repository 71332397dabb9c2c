import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { type EditionTotals, readTotals } from '../../delivery/status/totals-queries.ts';
import { PaperboyError } from '../../errors.ts';
import type { Installation } from '../../wiring.ts';
import { parseDay } from './arguments.ts';

/** What was typed for an edition: its id, or a day. */
export interface EditionArgument {
  day: string;
  id: string | null;
}

/** `daily-2026-11-23`, or a day as parseDay takes it. */
export function parseEdition(text: string): EditionArgument {
  const [, cadence, day] = /^(daily|weekdays|weekly)-(\d{4}-\d\d-\d\d)$/.exec(text) ?? [];
  if (cadence !== undefined && day !== undefined) return { day: parseDay(day), id: text };
  try {
    return { day: parseDay(text), id: null };
  } catch {
    throw new InvalidArgumentError(
      'It must be an edition such as daily-2026-11-23, or a day such as 2026-11-23, today or yesterday.',
    );
  }
}

/** The editions that were meant: one by its id, all of a day otherwise. */
export async function readEditionArgument(
  ctx: Pick<Installation, 'db'>,
  meant: EditionArgument,
): Promise<EditionTotals[]> {
  const editions = await readTotals(ctx.db, meant.day);
  return meant.id === null ? editions : editions.filter((edition) => edition.id === meant.id);
}

/**
 * The id of the one edition that was meant: for a day the only one that has an audience. Throws PaperboyError
 * `EDITION_AMBIGUOUS`, because pausing or sending the wrong one is worse than asking; `EDITION_UNKNOWN` for a day without any.
 */
export async function requireOneEdition(
  ctx: Pick<Installation, 'db'>,
  meant: EditionArgument,
): Promise<string> {
  if (meant.id !== null) return meant.id;
  const editions = await readEditionArgument(ctx, meant);
  const peopled = editions.filter((edition) => edition.audience > 0);
  const [only, ...others] = peopled.length > 0 ? peopled : editions;
  if (only && others.length === 0) return only.id;
  throw new PaperboyError({
    code: only ? 'EDITION_AMBIGUOUS' : 'EDITION_UNKNOWN',
    message: only
      ? `On ${meant.day} there are ${[only, ...others].map(({ id }) => id).join(', ')}.`
      : `There is no edition of ${meant.day}.`,
    remedy: only ? 'Name the one you mean.' : 'An edition is called like daily-2026-11-23.',
  });
}

/** Adds the options that all verbs of an operator have. */
export function withOperatorOptions(command: Command): Command {
  return command
    .option('--operator <name>', 'who does this, for the audit', systemUser())
    .option('--json', 'report as JSON');
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

/** e.g. `1 delivery`, `142 deliveries`. */
export function deliveries(count: number): string {
  return `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;
}
