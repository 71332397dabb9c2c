import type { Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { statesBefore } from '../../editions/state-moves.ts';
import { PaperboyError } from '../../errors.ts';
import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { parseAddress } from '../../subscribers/subscriber.ts';
import type { Subscriber } from '../../subscribers/subscriber-queries.ts';
import { findSuppressed } from '../../suppression/check-suppression.ts';
import { DELIVERY_MOVES, type DeliveryState, skipReasonFor } from '../pipeline/delivery.ts';
import { deliveryStateName } from '../status/state-names.ts';
import {
  nothingToDo,
  type OperationContext,
  type OperationInput,
  type OperationReport,
  reopenEdition,
  runOperation,
} from './operation.ts';
import { readSubscriberDelivery, rescheduleDeliveries } from './operation-queries.ts';

export interface ResendInput extends OperationInput {
  /** The subscriber's address or id. */
  subscriber: string;
  /** The subscriber's address, typed again: they may already have this email. */
  confirm: string;
}

export interface ResendReport extends OperationReport {
  delivery: string;
  /** State of the delivery before. */
  was: DeliveryState;
}

/**
 * Sends a subscriber's digest of an edition again, with the same papers and Message-ID, so that an email
 * program that has the first one shows a single email. A failed delivery is composed again, as in a retry.
 * Throws PaperboyError `NOT_CONFIRMED`, `EDITION_UNKNOWN`, `EDITION_STATE`, `SUBSCRIBER_UNKNOWN`,
 * `SUBSCRIBER_INELIGIBLE`, `POOL_GONE`, `NOTHING_TO_DO`.
 */
export async function resendDigest(ctx: OperationContext, input: ResendInput): Promise<ResendReport> {
  return runOperation<ResendReport>(ctx, input, 'resend', async (trx, edition, now) => {
    const subscriber = await findSubscriber(trx, input.subscriber);
    await requireEligible(trx, subscriber, input.confirm);
    const delivery = await readSubscriberDelivery(trx, edition.id, subscriber.id);
    if (!delivery) throw nothingToDo(edition.id, 'no delivery for this subscriber');
    const states = statesBefore(DELIVERY_MOVES, 'planned', 'operator');
    if (!states.includes(delivery.state)) {
      throw nothingToDo(
        edition.id,
        `nothing to send again: this subscriber's delivery is ${deliveryStateName(delivery.state)}`,
      );
    }
    if (delivery.state !== 'failed' && !delivery.rebuildable) throw poolExpired(edition.id);
    const state = await reopenEdition(trx, edition);
    const which = { edition: edition.id, states, subscriberId: subscriber.id };
    await rescheduleDeliveries(trx, which, 'resent by an operator', now);
    const audit = {
      before: { state: edition.state, delivery: delivery.state },
      after: { state, delivery: 'planned', subscriber: subscriber.id },
    };
    return {
      report: { edition: edition.id, state, delivery: delivery.id, was: delivery.state },
      audit,
    };
  });
}

/**
 * Rejects an ineligible subscriber up front. The claim would skip the delivery anyway, and the operator would
 * wait in vain.
 */
async function requireEligible(
  trx: Transaction<Database>,
  { address, state }: Subscriber,
  confirm: string,
): Promise<void> {
  if (address === null || parseAddress(confirm) !== address) {
    throw new PaperboyError({
      code: 'NOT_CONFIRMED',
      message: "The confirmation does not match the subscriber's address, so nothing was sent.",
      remedy: 'Type the complete address again to confirm.',
    });
  }
  const obstacle =
    skipReasonFor(state) ?? ((await findSuppressed(trx, [address])).size > 0 ? 'suppressed' : null);
  if (obstacle === null) return;
  throw new PaperboyError({
    code: 'SUBSCRIBER_INELIGIBLE',
    message: `This subscriber is not eligible (${obstacle}), so nothing was sent.`,
    remedy:
      'Unsuppress a suppressed address. Otherwise only the subscriber can change this, by confirming, ' +
      'resuming or subscribing again.',
  });
}

function poolExpired(edition: string): PaperboyError {
  return new PaperboyError({
    code: 'POOL_GONE',
    message: `The papers of ${edition} have been deleted, so its emails cannot be rendered again.`,
    remedy:
      'Older digests cannot be resent; RETENTION_PERIODS.usedPoolsDays in config/schedule.ts sets the age.',
  });
}
