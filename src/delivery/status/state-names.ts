import type { EditionState } from '../../editions/edition.ts';
import type { DeliveryState } from '../pipeline/delivery.ts';

/** Names of delivery states for operators; rows, JSON and CSV keep the stored ones. */
const DELIVERY_NAMES: Record<DeliveryState, string> = {
  planned: 'scheduled',
  sending: 'sending',
  accepted: 'accepted',
  excluded: 'skipped',
  failed: 'failed',
  uncertain: 'uncertain',
};

/** Returns the operator's name of a delivery state. */
export function deliveryStateName(state: DeliveryState): string {
  return DELIVERY_NAMES[state];
}

/** Returns the operator's name of an edition state: the stored one, in US spelling. */
export function editionStateName(state: EditionState): string {
  return state === 'cancelled' ? 'canceled' : state;
}
