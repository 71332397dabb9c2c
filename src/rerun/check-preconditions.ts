import { EDITION, RERUN } from '../../config/schedule.ts';
import type { Context } from '../context.ts';
import { addDays, dayOf } from '../day.ts';
import { type EditionTotals, readTotals } from '../delivery/status/totals-queries.ts';
import { editionOpensAt, editionsOf } from '../editions/edition.ts';
import { PaperboyError } from '../errors.ts';
import { findSource } from '../papers/ingest/ingest.ts';
import type { RerunSubject } from '../runs/rerun-queries.ts';

/** Whether it is too late for any mail of that day's editions to be planned: all would be excluded as too late. */
export function isTooLateToSend(day: string, now: Date): boolean {
  const end = editionOpensAt(addDays(day, 1)).getTime() + EDITION.lateAfterHours * 3_600_000;
  return now.getTime() > end;
}

/**
 * Refuses what cannot be run again, and says why. Throws PaperboyError `RERUN_DAY`, `SOURCE_UNKNOWN`, `SOURCE_MISSING`,
 * `EDITION_UNKNOWN`, `EDITION_STATE`.
 */
export async function checkPreconditions(
  ctx: Pick<Context, 'db' | 'clock' | 'env' | 'sources'>,
  subject: RerunSubject,
): Promise<void> {
  const { what, day } = subject;
  const today = dayOf(ctx.clock.now());
  if (day > today) {
    throw refused(`${day} has not begun.`, 'Only days that have begun can be run again.', 'RERUN_DAY');
  }
  // A pool whose revisions are deleted would be numbered from 1 again, under which deliveries may be on record.
  const oldest = addDays(today, -RERUN.daysBack);
  if (day < oldest) {
    throw refused(
      `${day} is too long ago.`,
      `The oldest day that can be run again is ${oldest}.`,
      'RERUN_DAY',
    );
  }
  if (what === 'ingest') requireSource(ctx, subject, today);
  if (what === 'plan') requirePlannable(await readTotals(ctx.db, day), day, ctx.clock.now());
  if (what === 'deliver') requireDeliverable(await readTotals(ctx.db, day), subject);
}

function requireSource(
  ctx: Pick<Context, 'env' | 'sources'>,
  { source, day }: RerunSubject,
  today: string,
): void {
  const enabled: readonly string[] = ctx.env.SOURCES;
  if (source === null) {
    const remedy = `Name one of ${enabled.join(', ')}.`;
    throw refused('An ingest needs a source.', remedy, 'SOURCE_MISSING');
  }
  if (!enabled.includes(source)) {
    const remedy = `Known and enabled: ${enabled.join(', ')}. See SOURCES.`;
    throw refused(`There is no source called ${source}.`, remedy, 'SOURCE_UNKNOWN');
  }
  const { label, daysBack } = findSource(ctx, source);
  const oldest = addDays(today, -daysBack);
  if (day >= oldest) return;
  throw refused(`${label} does not serve ${day} any more.`, `The oldest day is ${oldest}.`, 'RERUN_DAY');
}

function requirePlannable(books: readonly EditionTotals[], day: string, now: Date): void {
  if (isTooLateToSend(day, now)) {
    throw refused(
      `The mail of ${day} is over: whoever was planned now would be excluded as too late.`,
      'Its papers come with the next edition.',
      'EDITION_STATE',
    );
  }
  const closed = books.filter(({ state }) => state !== 'open');
  if (closed.length < editionsOf(day).length) return;
  throw refused(
    `Nobody can be added on ${day}: ${statesOf(closed)}.`,
    'A paused edition can be resumed; the others are over.',
    'EDITION_STATE',
  );
}

function requireDeliverable(books: readonly EditionTotals[], { day, edition }: RerunSubject): void {
  const meant = edition === null ? books : books.filter(({ id }) => id === edition);
  if (meant.length === 0) {
    const what = edition === null ? `edition of ${day}` : `edition ${edition} of ${day}`;
    throw refused(`There is no ${what}.`, 'Plan it first.', 'EDITION_UNKNOWN');
  }
  const over = meant.filter(({ state }) => state === 'cancelled' || state === 'skipped');
  const done = meant.filter(({ state, failed }) => state === 'finished' && failed === 0);
  if (over.length + done.length < meant.length) return;
  throw refused(
    `Nothing can be delivered again: ${statesOf(meant)}, and no failure is left in what is finished.`,
    'Nothing is to be done.',
    'EDITION_STATE',
  );
}

const statesOf = (books: readonly EditionTotals[]): string =>
  books.map(({ id, state }) => `${id} is ${state}`).join(', ');

function refused(message: string, remedy: string, code: string): PaperboyError {
  return new PaperboyError({ code, message: `${message} Nothing was changed.`, remedy });
}
