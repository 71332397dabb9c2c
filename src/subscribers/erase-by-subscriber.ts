import type { Context } from '../context.ts';
import { eraseSubscriber } from './erase.ts';

/** Erases a person who asked for it by the link in their own mail (erase.ts says what goes), and notes that. */
export async function eraseBySubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  input: { subscriberId: string },
): Promise<void> {
  const act = { operator: 'reader', verb: 'subscriber erase', subject: input.subscriberId };
  await eraseSubscriber(ctx, input.subscriberId, { act });
}
