import { EDITION } from '../../../../config/schedule.ts';
import type { SendSlot } from '../../../delivery/status/edition-status.ts';
import type { SendHour } from '../../../delivery/status/edition-status-queries.ts';
import { newestOpenDay } from '../../../editions/edition.ts';
import type { Run, RunState } from '../../../runs/run-queries.ts';

/** Jobs of a day's run, in order. Deliveries are shown per send time instead. */
export const STEPS = ['ingest', 'observe', 'rank', 'plan'] as const;
export type StepName = (typeof STEPS)[number];

/** One row of the day: a step of the run with all its attempts, or a send time. */
export interface DayStep {
  key: string;
  name: StepName | 'deliver';
  /** Set for ingest. */
  source: string | null;
  /** Set for deliver. */
  sendAt: Date | null;
  state: RunState | 'not-yet' | 'late';
  /** Result of the last attempt: number by noun. */
  counts: Record<string, number> | null;
  reason: string | null;
  startedAt: Date | null;
  endedAt: Date | null;
  /** Median duration on other days. */
  usualMs: number | null;
  attempts: { state: RunState; startedAt: Date; endedAt: Date | null }[];
}

/** Day of the run on the page: the next day's from the moment its preparation starts. */
export function runDay(now: Date): string {
  return newestOpenDay(new Date(now.getTime() + EDITION.leadMinutes * 60_000));
}

/** Rows before sending: one per job, for ingest one per source, including those that have not run. */
export function jobSteps(
  runs: readonly Run[],
  usual: readonly { name: string; source: string | null; milliseconds: number }[],
  sources: readonly string[],
): DayStep[] {
  const steps = STEPS.flatMap((name): { name: StepName; source: string | null }[] =>
    name === 'ingest' ? sources.map((source) => ({ name, source })) : [{ name, source: null }],
  );
  return steps.map(({ name, source }) => {
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
      startedAt: last?.beganAt ?? null,
      endedAt: last?.endedAt ?? null,
      usualMs: usual.find((each) => each.name === name && each.source === source)?.milliseconds ?? null,
      attempts: own.map((run) => ({ state: run.state, startedAt: run.beganAt, endedAt: run.endedAt })),
    };
  });
}

/** Delay after the send time before waiting deliveries count as late. */
const LATE_AFTER_MS = 15 * 60_000;

/** Rows of sending: one per send time, with the number of deliveries by state. */
export function sendSteps(
  slots: readonly SendSlot[],
  hours: readonly SendHour[],
  day: string,
  now: Date,
): DayStep[] {
  return slots.map(({ sendAt, states }) => {
    const hour = hours.find((each) => each.day === day && hourOf(each.hour) === hourOf(sendAt));
    const open = (states.planned ?? 0) + (states.sending ?? 0);
    const startedAt = hour?.began ?? null;
    const endedAt = open > 0 ? null : (hour?.ended ?? null);
    const state = sendState({ ...states, open }, sendAt, now);
    const attemptState = state === 'running' || state === 'done' || state === 'failed' ? state : 'running';
    return {
      key: `deliver-${sendAt.toISOString()}`,
      name: 'deliver',
      source: null,
      sendAt,
      state,
      counts: states,
      reason: null,
      startedAt,
      endedAt,
      usualMs: usualDuration(hours, day, sendAt),
      attempts: startedAt === null ? [] : [{ state: attemptState, startedAt, endedAt }],
    };
  });
}

function sendState(states: SendSlot['states'] & { open: number }, sendAt: Date, now: Date): DayStep['state'] {
  if ((states.failed ?? 0) + (states.uncertain ?? 0) > 0) return 'failed';
  if (states.open === 0) return 'done';
  if (sendAt > now) return 'not-yet';
  const isLate = now.getTime() - sendAt.getTime() > LATE_AFTER_MS;
  return isLate && (states.sending ?? 0) === 0 ? 'late' : 'running';
}

/** Median duration of this hour on other days; null without one. */
function usualDuration(hours: readonly SendHour[], day: string, sendAt: Date): number | null {
  const durations = hours
    .filter((each) => each.day !== day && each.hour.getUTCHours() === sendAt.getUTCHours())
    .flatMap(({ began, ended }) => (ended === null ? [] : [ended.getTime() - began.getTime()]))
    .sort((a, b) => a - b);
  const upper = durations[Math.floor(durations.length / 2)];
  const lower = durations[Math.floor((durations.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

function hourOf(moment: Date): string {
  return moment.toISOString().slice(0, 13);
}
