import type { EditionState } from '../../editions/edition.ts';
import type { DeliveryState } from '../pipeline/delivery.ts';
import { toTotals } from './totals.ts';
import type { EditionTotals } from './totals-queries.ts';

/** Status of one edition: its totals, and counts by send hour. */
export interface EditionStatus extends EditionTotals {
  /** Part of `planned` that a worker has claimed. */
  sending: number;
  plannedAt: Date | null;
  finishedAt: Date | null;
  /** Ordered by time. */
  slots: SendSlot[];
}

/** Deliveries due at one moment, counted by state. */
export interface SendSlot {
  sendAt: Date;
  states: Partial<Record<DeliveryState, number>>;
}

/**
 * Edition with the count of one state, reason and send hour; without deliveries, one row with `state` null.
 */
export interface EditionStatusRow {
  id: string;
  cadence: string;
  day: string;
  editionState: string;
  editionReason: string | null;
  audience: number;
  plannedAt: Date | null;
  finishedAt: Date | null;
  state: string | null;
  reason: string | null;
  sendAt: Date | null;
  count: number;
}

/** Groups rows, ordered by edition and time, into statuses. */
export function toEditionStatuses(rows: readonly EditionStatusRow[]): EditionStatus[] {
  const editions = new Map<string, EditionStatusRow[]>();
  for (const row of rows) editions.set(row.id, [...(editions.get(row.id) ?? []), row]);
  return [...editions.values()].flatMap((portions) => {
    const [edition] = portions;
    if (!edition) return [];
    const counted = portions.flatMap(({ state, reason, count }) =>
      state === null ? [] : [{ state, reason, count }],
    );
    return [
      {
        id: edition.id,
        cadence: edition.cadence,
        day: edition.day,
        state: edition.editionState as EditionState,
        reason: edition.editionReason,
        plannedAt: edition.plannedAt,
        finishedAt: edition.finishedAt,
        ...toTotals(edition.audience, counted),
        sending: counted.reduce((sum, { state, count }) => sum + (state === 'sending' ? count : 0), 0),
        slots: toSlots(portions),
      },
    ];
  });
}

/** Merges the slots of several editions, ordered by time. */
export function mergeSlots(statuses: readonly Pick<EditionStatus, 'slots'>[]): SendSlot[] {
  const merged = new Map<number, SendSlot>();
  for (const { sendAt, states } of statuses.flatMap(({ slots }) => slots)) {
    const slot = merged.get(sendAt.getTime()) ?? { sendAt, states: {} };
    for (const [state, count] of Object.entries(states) as [DeliveryState, number][])
      slot.states[state] = (slot.states[state] ?? 0) + count;
    merged.set(sendAt.getTime(), slot);
  }
  return [...merged.values()].sort((a, b) => a.sendAt.getTime() - b.sendAt.getTime());
}

function toSlots(portions: readonly EditionStatusRow[]): SendSlot[] {
  return mergeSlots(
    portions.flatMap(({ sendAt, state, count }) =>
      sendAt === null || state === null
        ? []
        : [{ slots: [{ sendAt, states: { [state as DeliveryState]: count } }] }],
    ),
  );
}
