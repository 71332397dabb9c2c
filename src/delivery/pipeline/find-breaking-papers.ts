import type { Context } from '../../context.ts';
import type { Composition } from '../../editions/composition.ts';
import { compositionSchema } from '../../editions/composition.ts';
import type { Pool } from '../../editions/pool-cache.ts';
import type { BreakingPaper } from '../../papers/quarantine.ts';
import type { Mailer } from '../../ports.ts';
import { composeDigestEmail } from '../digest/digest-email.ts';
import type { EmailRecipient } from '../digest/digest-props.ts';

/** Stands in for the subscriber's address, which must not matter here. */
const SAMPLE_ADDRESS = 'reader@example.com';

/**
 * Returns the papers of a digest that break rendering on their own; none if rendering also fails without any
 * paper, because then no paper is the cause.
 */
export async function findBreakingPapers(
  ctx: Pick<Context, 'env' | 'keys' | 'taxonomy'>,
  mailer: Mailer,
  pool: Pool,
  delivery: Omit<EmailRecipient, 'address'>,
  date: Date,
): Promise<BreakingPaper[]> {
  const parsed = compositionSchema.safeParse(delivery.digest);
  if (!parsed.success) return [];
  const composition = parsed.data;
  const tryRender = async (
    part: Pick<Composition, 'picks' | 'trending'>,
  ): Promise<{ error: unknown } | null> => {
    try {
      const digest = { ...composition, ...part };
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
  for (const pick of composition.picks) {
    const failure = await tryRender({ picks: [pick], trending: [] });
    if (failure) breaking.push({ paperId: pick.paperId, ...failure });
  }
  for (const title of composition.trending) {
    const failure = await tryRender({ picks: [], trending: [title] });
    if (failure) breaking.push({ paperId: title.paperId, ...failure });
  }
  return breaking;
}
