import type { Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { statesBefore } from '../../editions/state-moves.ts';
import { PaperboyError } from '../../errors.ts';
import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { parseAddress } from '../../subscribers/subscriber.ts';
import type { Subscriber } from '../../subscribers/subscriber-queries.ts';
import { findSuppressed } from '../../suppression/check-suppression.ts';
import { DELIVERY_MOVES, type DeliveryState, skipReasonFor } from '../pipeline/delivery.ts';
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
  /** The address or id of the person. */
  subscriber: string;
  /** Their address, typed once more: this emails somebody who may have the email already. */
  confirm: string;
}

export interface ResendReport extends OperationReport {
  delivery: string;
  /** What was known of it before. */
  previousState: DeliveryState;
}

/**
 * Sends one person's digest of an edition once more: the same papers under the same Message-ID, so that an email program that has it
 * shows one. A delivery that failed is composed anew, as by retry. Throws PaperboyError `NOT_CONFIRMED`, `EDITION_UNKNOWN`,
 * `EDITION_STATE`, `SUBSCRIBER_UNKNOWN`, `MAY_NOT_BE_MAILED`, `POOL_GONE`, `NOTHING_TO_DO`.
 */
export async function resendDigest(ctx: OperationContext, input: ResendInput): Promise<ResendReport> {
  return runOperation<ResendReport>(ctx, input, 'resend', async (trx, edition, now) => {
    const subscriber = await findSubscriber(trx, input.subscriber);
    await requireEligible(trx, subscriber, input.confirm);
    const delivery = await readSubscriberDelivery(trx, edition.id, subscriber.id);
    if (!delivery) throw nothingToDo(edition.id, 'no delivery for this person');
    const states = statesBefore(DELIVERY_MOVES, 'planned', 'operator');
    if (!states.includes(delivery.state)) {
      throw nothingToDo(
        edition.id,
        `nothing to be sent again, because this person's delivery is ${delivery.state},`,
      );
    }
    if (delivery.state !== 'failed' && !delivery.rebuildable) throw poolExpired(edition.id);
    const state = await reopenEdition(trx, edition);
    const which = { edition: edition.id, states, subscriberId: subscriber.id };
    await rescheduleDeliveries(trx, which, 'sent once more by an operator', now);
    const audit = {
      before: { state: edition.state, delivery: delivery.state },
      after: { state, delivery: 'planned', subscriber: subscriber.id },
    };
    return {
      report: { edition: edition.id, state, delivery: delivery.id, previousState: delivery.state },
      audit,
    };
  });
}

/** Said before anything is moved: the claim would leave such a person out anyway, and the operator would wait in vain. */
async function requireEligible(
  trx: Transaction<Database>,
  { address, state }: Subscriber,
  confirm: string,
): Promise<void> {
  if (address === null || parseAddress(confirm) !== address) {
    throw new PaperboyError({
      code: 'NOT_CONFIRMED',
      message: 'The confirmation is not the address of this person, so nothing is sent.',
      remedy: 'Type the whole address once more as the confirmation.',
    });
  }
  const obstacle =
    skipReasonFor(state) ?? ((await findSuppressed(trx, [address])).size > 0 ? 'suppressed' : null);
  if (obstacle === null) return;
  throw new PaperboyError({
    code: 'MAY_NOT_BE_MAILED',
    message: `This person may not be mailed (${obstacle}), so nothing is sent.`,
    remedy: 'Only they themselves can change that, by subscribing again.',
  });
}

function poolExpired(edition: string): PaperboyError {
  return new PaperboyError({
    code: 'POOL_GONE',
    message: `The papers that ${edition} was composed from are not kept any more, so its emails cannot be made again.`,
    remedy: 'Nothing can be done; config/schedule.ts says how long they are kept (KEEP.usedPoolsDays).',
  });
}
