import type { Language } from '../../../config/languages.ts';
import type { Context } from '../../context.ts';
import { compositionSchema } from '../../editions/composition.ts';
import type { PoolCache } from '../../editions/pool-cache.ts';
import { renderDigest } from '../../rendering/render-digest.ts';
import { readDeliveredDigest } from './composed-digest-queries.ts';
import { publicDigestProps } from './digest-props.ts';

/**
 * HTML of a delivery's digest for anyone who has its link: the email without the subscriber's own links and
 * interests, so that forwarding the link gives nothing away. `gone` once its papers have been deleted; null
 * for an unknown delivery, and for that of an erased subscriber.
 */
export async function renderPublicDigest(
  ctx: Pick<Context, 'db' | 'env' | 'taxonomy'> & { pools: PoolCache },
  deliveryId: string,
): Promise<{ html: string; language: Language } | 'gone' | null> {
  const stored = await readDeliveredDigest(ctx.db, deliveryId);
  if (stored === null) return null;
  const composition = compositionSchema.safeParse(stored.digest);
  const pool = await ctx.pools.atRevision(ctx.db, stored.poolId, stored.revision);
  if (!composition.success || pool === null) return 'gone';
  const props = publicDigestProps(ctx, pool, composition.data, stored.localDay);
  return { html: (await renderDigest(props)).html, language: props.language };
}
