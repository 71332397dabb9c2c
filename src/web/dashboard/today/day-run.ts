import { EDITION } from '../../../../config/schedule.ts';
import type { Slot } from '../../../delivery/status/edition-status.ts';
import type { SendHour } from '../../../delivery/status/edition-status-queries.ts';
import { newestOpenDay } from '../../../editions/edition.ts';
import type { Run, RunState } from '../../../runs/run-queries.ts';

/** The jobs of a day's run in their order; what is sent is told by send hour. */
export const STEPS = ['ingest', 'observe', 'rank', 'plan'] as const;
export type StepName = (typeof STEPS)[number];

/** One line of the day: a step of the run with all of its tries, or a send hour. */
export interface DayStep {
  key: string;
  name: StepName | 'deliver';
  /** Of an ingest. */
  source: string | null;
  /** Of a delivery. */
  sendAt: Date | null;
  state: RunState | 'not-yet' | 'late';
  /** Of the last try. */
  counts: Record<string, number> | null;
  reason: string | null;
  began: Date | null;
  ended: Date | null;
  usualMs: number | null;
  tries: { state: RunState; began: Date; ended: Date | null }[];
}

/** The day whose run is shown: the next one's from the moment at which it is prepared. */
export function runDay(now: Date): string {
  return newestOpenDay(new Date(now.getTime() + EDITION.leadMinutes * 60_000));
}

/** The steps before sending, one for each source and job, whether they ran or not. */
export function jobSteps(
  runs: readonly Run[],
  usual: readonly { name: string; source: string | null; milliseconds: number }[],
  sources: readonly string[],
): DayStep[] {
  const wanted = STEPS.flatMap((name): { name: StepName; source: string | null }[] =>
    name === 'ingest' ? sources.map((source) => ({ name, source })) : [{ name, source: null }],
  );
  return wanted.map(({ name, source }) => {
    const own = runs.filter((run) => run.name === name && run.source === source);
    const last = own.at(-1);
    return {
      key: source === null ? name : `${name}-${source}`,
      name,
      source,
      sendAt: null,
      state: last?.state ?? 'not-yet',
      counts: last?.counts ?? null,
      reason: last?.reason ?? null,
      began: last?.beganAt ?? null,
      ended: last?.endedAt ?? null,
      usualMs: usual.find((each) => each.name === name && each.source === source)?.milliseconds ?? null,
      tries: own.map((run) => ({ state: run.state, began: run.beganAt, ended: run.endedAt })),
    };
  });
}

/** Minutes after its hour in which nobody would miss a mail yet. */
const PATIENCE_MS = 15 * 60_000;

/** One step a send hour of the day: how many are through, and how long it took. */
export function sendSteps(
  slots: readonly Slot[],
  hours: readonly SendHour[],
  day: string,
  now: Date,
): DayStep[] {
  return slots.map(({ sendAt, states }) => {
    const hour = hours.find((each) => each.day === day && hourOf(each.hour) === hourOf(sendAt));
    const open = (states.planned ?? 0) + (states.sending ?? 0);
    const began = hour?.began ?? null;
    const ended = open > 0 ? null : (hour?.ended ?? null);
    const state = sendState({ ...states, open }, sendAt, now);
    const ran = state === 'running' || state === 'done' || state === 'failed' ? state : 'running';
    return {
      key: `deliver-${sendAt.toISOString()}`,
      name: 'deliver',
      source: null,
      sendAt,
      state,
      counts: states,
      reason: null,
      began,
      ended,
      usualMs: usualOf(hours, day, sendAt),
      tries: began === null ? [] : [{ state: ran, began, ended }],
    };
  });
}

function sendState(states: Slot['states'] & { open: number }, sendAt: Date, now: Date): DayStep['state'] {
  if ((states.failed ?? 0) + (states.uncertain ?? 0) > 0) return 'failed';
  if (states.open === 0) return 'done';
  if (sendAt > now) return 'not-yet';
  return now.getTime() - sendAt.getTime() > PATIENCE_MS && (states.sending ?? 0) === 0 ? 'late' : 'running';
}

/** The median of how long other days took at this hour of the day. */
function usualOf(hours: readonly SendHour[], day: string, sendAt: Date): number | null {
  const lengths = hours
    .filter((each) => each.day !== day && each.hour.getUTCHours() === sendAt.getUTCHours())
    .flatMap(({ began, ended }) => (ended === null ? [] : [ended.getTime() - began.getTime()]))
    .sort((a, b) => a - b);
  const upper = lengths[Math.floor(lengths.length / 2)];
  const lower = lengths[Math.floor((lengths.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

function hourOf(moment: Date): string {
  return moment.toISOString().slice(0, 13);
}
