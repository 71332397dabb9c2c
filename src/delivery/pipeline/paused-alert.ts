import type { Transaction } from 'kysely';
import { clearAlert, raiseAlert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { endSentence } from '../providers/describe-result.ts';

const CODE = 'EDITION_PAUSED';

/**
 * Raises the alert that an edition is paused and needs an operator. It is separate from the provider's alert:
 * a transactional email that goes through can clear that one while the edition is still paused.
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

/** Clears the alert when the edition is resumed or canceled. */
export function clearPausedAlert(
  ctx: Pick<Context, 'clock' | 'log'>,
  trx: Transaction<Database>,
  edition: string,
): Promise<void> {
  return clearAlert(ctx, trx, { code: CODE, subject: edition });
}
