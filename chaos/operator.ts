import { resumeEdition } from '../src/delivery/operations/resume-edition.ts';
import { retryFailed } from '../src/delivery/operations/retry-failed.ts';
import { settleUncertain } from '../src/delivery/operations/settle-uncertain.ts';
import { type OpenEdition, readEditions, readRows } from './audit-queries.ts';
import { type Play, pause, surely } from './play.ts';

export const OPERATOR = 'chaos';
/** The reason of a pause that its blow ends itself. */
export const HELD = 'held for a moment';

/** What an operator does meanwhile: lets an edition go on that was paused because no provider took its mail. */
export async function operate(play: Play, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(500);
    const paused = (await editionsOf(play)).filter(
      ({ state, reason }) => state === 'paused' && reason !== HELD,
    );
    if (paused.length === 0) continue;
    await pause(1_000);
    for (const { id } of paused) await surely(() => resumeEdition(play, { edition: id, operator: OPERATOR }));
  }
}

/** The share of people about whom everything is decided. */
export async function decidedShare(play: Play): Promise<number> {
  const open = (await editionsOf(play)).map(({ audience, planned, sending }) => audience - planned - sending);
  return open.reduce((sum, decided) => sum + decided, 0) / play.stage.people;
}

/** Resolves when nothing is left for workers to do, or the time is up. */
export async function untilSettled(play: Play, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await pause(250);
    const editions = await editionsOf(play);
    const planned = editions.reduce((sum, each) => sum + each.audience, 0);
    if (planned >= play.stage.people && editions.every(settled)) return;
    // Near the end the provider has trouble no more, or the last few would meet it for ever.
    if (play.provider.takenCount() >= play.stage.people * 0.97) play.provider.setTrouble(false);
  }
}

/**
 * What is left to an operator, by the operator's verbs: failures are tried again, and what is uncertain is settled by the
 * provider's own log. When this is done, everybody has one mail or a reason.
 */
export async function settleAsOperator(play: Play, over: AbortSignal): Promise<void> {
  play.provider.setTrouble(false);
  const taken = new Set(play.provider.taken().map(({ deliveryId }) => deliveryId));
  for (const { id, failed, uncertain, state } of await surely(() => readEditions(play.db))) {
    if (failed > 0 && state !== 'cancelled')
      await surely(() => retryFailed(play, { edition: id, operator: OPERATOR }));
    if (uncertain === 0) continue;
    const rows = await surely(() => readRows(play.db));
    for (const row of rows.filter((each) => each.editionId === id && each.state === 'uncertain')) {
      const outcome = taken.has(row.deliveryId) ? 'arrived' : 'send-again';
      // A cancelled edition sends nothing again: there it stays unknown.
      if (outcome === 'send-again' && state === 'cancelled') continue;
      const act = { edition: id, operator: OPERATOR, outcome, subscriber: row.subscriberId } as const;
      await surely(() => settleUncertain(play, act));
    }
  }
  await untilSettled(play, over);
}

const settled = ({ state, planned, sending }: OpenEdition) =>
  state === 'finished' || (planned === 0 && sending === 0 && state !== 'paused');

/** The editions; none while the database is away, which is what a person would see. */
async function editionsOf({ db }: Play): Promise<OpenEdition[]> {
  return readEditions(db).catch(() => []);
}
