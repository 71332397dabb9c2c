import type { Context } from '../context.ts';
import { PaperboyError } from '../errors.ts';
import { newKey } from '../token.ts';
import { eraseRows } from './erase-queries.ts';
import { findByAddress } from './queries.ts';
import { parseAddress } from './subscriber.ts';

/** PostgreSQL's deadlock_detected. */
const DEADLOCK = '40P01';

/**
 * Erases a person: address, preference, interests, consent record and reading history are gone; a bare row stays so
 * that past editions still balance. A suppression of the address stays too, as a hash. Throws PaperboyError
 * `SUBSCRIBER_UNKNOWN`.
 */
export async function erase(ctx: Pick<Context, 'db' | 'clock'>, input: { address: string }): Promise<void> {
  const address = parseAddress(input.address);
  const subscriber = address === null ? undefined : await findByAddress(ctx.db, address);
  if (!subscriber) {
    throw new PaperboyError({
      code: 'SUBSCRIBER_UNKNOWN',
      message: 'There is no subscriber with this address.',
      remedy: 'Check the spelling; `subscribers export` lists everybody.',
    });
  }
  await eraseSubscriber(ctx, subscriber.id);
}

/** The same by id, for housekeeping. */
export async function eraseSubscriber(ctx: Pick<Context, 'db' | 'clock'>, id: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await ctx.db.transaction().execute((trx) => eraseRows(trx, id, newKey(), ctx.clock.now()));
      return;
    } catch (error) {
      // Somebody in several batches at once can still close a circle of waiting; PostgreSQL then picks one to give way.
      if ((error as { code?: string }).code !== DEADLOCK || tries >= 5) throw error;
    }
  }
}
