import { createHash } from 'node:crypto';
import { THUMBNAIL_LIMITS } from '../../../config/thumbnails.ts';
import type { Context } from '../../context.ts';
import { addDays, dayOf } from '../../day.ts';
import { reasonOf } from '../../errors.ts';
import { createSemaphore } from '../../semaphore.ts';
import { fetchImage } from './fetch-image.ts';
import { thumbnailUrl } from './thumbnail.ts';
import {
  deleteOldThumbnails,
  dropThumbnailsBeyond,
  readWantedThumbnails,
  storeThumbnail,
  type WantedThumbnail,
} from './thumbnail-queries.ts';

const HOUR_MS = 3_600_000;

/**
 * Fetches missing thumbnails of recent lists; does nothing unless `THUMBNAILS=on`. Workers call it, never a
 * page, so no visitor causes a request. A failed image is counted and tried again in a later run.
 */
export async function fetchThumbnails(
  ctx: Pick<Context, 'env' | 'db' | 'clock' | 'log'>,
  input: { signal?: AbortSignal } = {},
): Promise<{ stored: number; failed: number }> {
  const report = { stored: 0, failed: 0 };
  if (ctx.env.THUMBNAILS === 'off') return report;
  const now = ctx.clock.now();
  const { days, retryHours, tries, perRun, concurrency, totalBytes } = THUMBNAIL_LIMITS;
  const wanted = await readWantedThumbnails(ctx.db, {
    from: addDays(dayOf(now), -days),
    retryBefore: new Date(now.getTime() - retryHours * HOUR_MS),
    tries,
    limit: perRun,
  });
  const slots = createSemaphore(concurrency);
  await Promise.all(
    wanted.map((each) =>
      slots.run(async () => {
        const stored = await fetchOne(ctx, each, input.signal);
        report[stored ? 'stored' : 'failed'] += 1;
      }),
    ),
  );
  if (report.stored > 0) await dropThumbnailsBeyond(ctx.db, totalBytes, tries);
  if (wanted.length > 0) ctx.log.info(report, 'thumbnails fetched');
  return report;
}

/** Deletes images past their retention, also after thumbnails were turned off. */
export async function cleanUpThumbnails(ctx: Pick<Context, 'db' | 'clock'>): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - THUMBNAIL_LIMITS.days * 24 * HOUR_MS);
  return deleteOldThumbnails(ctx.db, before);
}

async function fetchOne(
  ctx: Pick<Context, 'env' | 'db' | 'clock' | 'log'>,
  wanted: WantedThumbnail,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const mirror = ctx.env.THUMBNAIL_BASE_URL;
  const url = thumbnailUrl(wanted.address, mirror);
  try {
    signal?.throwIfAborted();
    if (url === null) throw new Error('The address is not on a known host.');
    const userAgent = `Paperboy (+${ctx.env.PUBLIC_URL})`;
    const image = await fetchImage(url, { mirror, userAgent, signal });
    const version = createHash('sha256').update(image.bytes).digest('hex').slice(0, 12);
    await storeThumbnail(ctx.db, wanted, { ...image, version }, ctx.clock.now());
    return true;
  } catch (error) {
    signal?.throwIfAborted();
    ctx.log.debug({ paperId: wanted.paperId, reason: reasonOf(error) }, 'thumbnail failed');
    await storeThumbnail(ctx.db, wanted, null, ctx.clock.now());
    return false;
  }
}
