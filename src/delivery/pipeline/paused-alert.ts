import type { Transaction } from 'kysely';
import { clearAlert, raiseAlert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { endSentence } from '../providers/describe-result.ts';

const CODE = 'EDITION_PAUSED';

/**
 * Tells the operator that an edition waits for a person. An alert of its own, beside that of the provider: the provider may
 * be well again, because a transactional email went through, while this edition still stands.
 */
export function raisePausedAlert(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  trx: Transaction<Database>,
  edition: string,
  reason: string,
): Promise<void> {
  return raiseAlert(
    ctx,
    {
      code: CODE,
      subject: edition,
      message: endSentence(`${edition} is paused: ${reason}`),
    },
    trx,
  );
}

/** It goes on, or is cancelled. */
export function clearPausedAlert(
  ctx: Pick<Context, 'clock' | 'log'>,
  trx: Transaction<Database>,
  edition: string,
): Promise<void> {
  return clearAlert(ctx, trx, { code: CODE, subject: edition });
}
