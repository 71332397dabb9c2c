import { RERUN } from '../../config/schedule.ts';
import type { Context } from '../context.ts';
import { addDays, dayOf } from '../day.ts';
import { editionStateName } from '../delivery/status/state-names.ts';
import { type EditionTotals, readTotals } from '../delivery/status/totals-queries.ts';
import { editionsOf, isEditionTooLate } from '../editions/edition.ts';
import { PaperboyError } from '../errors.ts';
import { findSource } from '../papers/ingest/ingest.ts';
import type { RerunSubject } from '../runs/rerun-queries.ts';

/** True when it is too late to send a day's editions: every delivery would be skipped as too-late. */
export function isTooLateToSend(day: string, now: Date): boolean {
  return editionsOf(day).every((edition) => isEditionTooLate(edition, now));
}

/**
 * Rejects a subject that cannot be re-run. Throws PaperboyError `RERUN_DAY`, `SOURCE_UNKNOWN`,
 * `SOURCE_MISSING`, `EDITION_UNKNOWN` or `EDITION_STATE`.
 */
export async function checkPreconditions(
  ctx: Pick<Context, 'db' | 'clock' | 'env' | 'sources'>,
  subject: RerunSubject,
): Promise<void> {
  const { what, day } = subject;
  const today = dayOf(ctx.clock.now());
  if (day > today) {
    throw rejected(`${day} has not begun.`, 'Choose today or an earlier day.', 'RERUN_DAY');
  }
  // A pool with deleted revisions would number them from 1 again, and deliveries may refer to those numbers.
  const oldest = addDays(today, -RERUN.daysBack);
  if (day < oldest) {
    throw rejected(`${day} is too long ago.`, `The oldest day that can be re-run is ${oldest}.`, 'RERUN_DAY');
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
    throw rejected('Ingest needs a source.', remedy, 'SOURCE_MISSING');
  }
  if (!enabled.includes(source)) {
    const remedy = `Enabled sources: ${enabled.join(', ')}. Enable others with SOURCES.`;
    throw rejected(`Unknown source: ${source}.`, remedy, 'SOURCE_UNKNOWN');
  }
  const { label, daysBack } = findSource(ctx, source);
  const oldest = addDays(today, -daysBack);
  if (day >= oldest) return;
  throw rejected(`${label} no longer serves ${day}.`, `The oldest day it serves is ${oldest}.`, 'RERUN_DAY');
}

function requirePlannable(totals: readonly EditionTotals[], day: string, now: Date): void {
  if (isTooLateToSend(day, now)) {
    throw rejected(
      `Sending for ${day} is over: new deliveries would be skipped as too-late.`,
      'Its papers are candidates for the next edition.',
      'EDITION_STATE',
    );
  }
  const closed = totals.filter(({ state }) => state !== 'open' && state !== 'finished');
  if (closed.length < editionsOf(day).length) return;
  throw rejected(
    `No delivery can be added on ${day}: ${statesOf(closed)}.`,
    'Resume a paused edition first. Other editions have ended.',
    'EDITION_STATE',
  );
}

function requireDeliverable(totals: readonly EditionTotals[], { day, edition }: RerunSubject): void {
  const selected = edition === null ? totals : totals.filter(({ id }) => id === edition);
  if (selected.length === 0) {
    const what = edition === null ? `edition of ${day}` : `edition ${edition} of ${day}`;
    throw rejected(
      `There is no ${what}.`,
      `Plan it first: npm run paperboy -- edition plan ${day}`,
      'EDITION_UNKNOWN',
    );
  }
  const ended = selected.filter(({ state }) => state === 'cancelled' || state === 'skipped');
  const done = selected.filter(({ state, failed }) => state === 'finished' && failed === 0);
  if (ended.length + done.length < selected.length) return;
  throw rejected(
    `Nothing to deliver: ${statesOf(selected)}, without failed deliveries.`,
    'No action is needed.',
    'EDITION_STATE',
  );
}

const statesOf = (totals: readonly EditionTotals[]): string =>
  totals.map(({ id, state }) => `${id} is ${editionStateName(state)}`).join(', ');

function rejected(message: string, remedy: string, code: string): PaperboyError {
  return new PaperboyError({ code, message: `${message} Nothing was changed.`, remedy });
}
