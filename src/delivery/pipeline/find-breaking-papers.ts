import type { Context } from '../../context.ts';
import type { Composition } from '../../editions/composition.ts';
import { compositionSchema } from '../../editions/composition.ts';
import type { Pool } from '../../editions/pool-cache.ts';
import type { BreakingPaper } from '../../papers/quarantine.ts';
import type { Mailer } from '../../ports.ts';
import { composeDigestEmail, type EmailRecipient } from '../digest/digest-email.ts';

/** Whose address it is must not matter here. */
const SAMPLE_ADDRESS = 'reader@example.com';

/**
 * The papers of a digest at which rendering throws when they stand in it alone; none where it throws without any paper, too, because then
 * no paper is to blame.
 */
export async function findBreakingPapers(
  ctx: Pick<Context, 'env' | 'keys'>,
  mailer: Mailer,
  pool: Pool,
  delivery: Omit<EmailRecipient, 'address'>,
  date: Date,
): Promise<BreakingPaper[]> {
  const read = compositionSchema.safeParse(delivery.digest);
  if (!read.success) return [];
  const whole = read.data;
  const tryRender = async (
    part: Pick<Composition, 'picks' | 'trending'>,
  ): Promise<{ error: unknown } | null> => {
    try {
      const digest = { ...whole, ...part };
      mailer.payloadHash([
        await composeDigestEmail(ctx, pool, { ...delivery, digest, address: SAMPLE_ADDRESS }, date),
      ]);
      return null;
    } catch (error) {
      return { error };
    }
  };
  if (await tryRender({ picks: [], trending: [] })) return [];
  const breaking: BreakingPaper[] = [];
  for (const pick of whole.picks) {
    const failure = await tryRender({ picks: [pick], trending: [] });
    if (failure) breaking.push({ paperId: pick.paperId, ...failure });
  }
  for (const title of whole.trending) {
    const failure = await tryRender({ picks: [], trending: [title] });
    if (failure) breaking.push({ paperId: title.paperId, ...failure });
  }
  return breaking;
}
