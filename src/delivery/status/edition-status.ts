import type { EditionState } from '../../editions/edition.ts';
import type { DeliveryState } from '../pipeline/delivery.ts';
import { toTotals } from './totals.ts';
import type { EditionTotals } from './totals-queries.ts';

/** How one edition stands: its books, and the same by send hour. */
export interface EditionStatus extends EditionTotals {
  /** Of `planned` those that a worker has in its hands. */
  sending: number;
  plannedAt: Date | null;
  finishedAt: Date | null;
  /** By time. */
  slots: SendSlot[];
}

/** Everybody of an edition whose digest is due at one moment. */
export interface SendSlot {
  sendAt: Date;
  states: Partial<Record<DeliveryState, number>>;
}

/** An edition with one portion of its deliveries; those without any have one row with `state` null. */
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

/** Rows in the order of editions and, within one, of time, as standings. */
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

/** The slots of several editions together, by time. */
export function mergeSlots(standings: readonly Pick<EditionStatus, 'slots'>[]): SendSlot[] {
  const together = new Map<number, SendSlot>();
  for (const { sendAt, states } of standings.flatMap(({ slots }) => slots)) {
    const slot = together.get(sendAt.getTime()) ?? { sendAt, states: {} };
    for (const [state, count] of Object.entries(states) as [DeliveryState, number][])
      slot.states[state] = (slot.states[state] ?? 0) + count;
    together.set(sendAt.getTime(), slot);
  }
  return [...together.values()].sort((a, b) => a.sendAt.getTime() - b.sendAt.getTime());
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
