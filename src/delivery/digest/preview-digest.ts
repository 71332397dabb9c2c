import type { Kysely } from 'kysely';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import { composeDigest, readPoolWeek } from '../../editions/compose.ts';
import {
  type Edition,
  parseEditionId,
  poolOfEdition,
  sendTime,
  unknownEdition,
} from '../../editions/edition.ts';
import { createPoolCache, type Pool, withoutQuarantined } from '../../editions/pool-cache.ts';
import { NOTHING_RECEIVED, readReceivedPapers } from '../../editions/sent-papers-queries.ts';
import { PaperboyError } from '../../errors.ts';
import type { OutgoingEmail } from '../../ports.ts';
import { findSubscriber } from '../../subscribers/find-subscriber.ts';
import { type Preference, timeZoneOrUtc } from '../../subscribers/preferences/preference.ts';
import { readPreferences } from '../../subscribers/preferences/preference-queries.ts';
import { readComposedDigest } from './composed-digest-queries.ts';
import { composeDigestEmail } from './digest-email.ts';

/** Recipient of a preview: a subscriber by address or id, or a new one with this preference. */
export type PreviewRecipient = { subscriber: string } | { preference: Preference };

export interface EmailPreview {
  edition: string;
  poolId: string;
  revision: number;
  /** True if the delivery's stored composition is shown; false if the digest was composed just now. */
  composed: boolean;
  /** Null if nothing would be sent. */
  email: OutgoingEmail | null;
  /** Size of the HTML part in bytes; Gmail clips above 102,400. */
  htmlBytes: number;
  picks: number;
}

/**
 * Recipient that does not exist, so that the links of a preview lead nowhere. Its keys are as long as real
 * ones, so sizes are right.
 */
const SAMPLE_RECIPIENT = {
  subscriberId: '00000000-0000-4000-8000-000000000000',
  unsubscribeKey: 'sample-sample-sample-s',
  address: 'reader@example.org',
} as const;

/**
 * Composes and renders a subscriber's digest of an edition through the same code as the real one, but
 * reserves and sends nothing, and its links belong to no subscriber. Throws PaperboyError `EDITION_UNKNOWN`,
 * `SUBSCRIBER_UNKNOWN`, `POOL_MISSING`.
 */
export async function previewDigest(
  ctx: Pick<Context, 'db' | 'clock' | 'env' | 'keys' | 'taxonomy'>,
  input: { edition: string; as: PreviewRecipient; id?: string },
): Promise<EmailPreview> {
  const edition = parseEditionId(input.edition);
  if (!edition) throw unknownEdition(input.edition);
  const recipient = await readRecipient(ctx.db, edition, input.as);
  const pool = await readPoolFor(ctx, edition, recipient.composed);
  const { received, preference, composed } = recipient;
  const digest = composed
    ? composed.digest
    : preference &&
      composeDigest(
        await withoutQuarantined(ctx.db, pool, ctx.clock.now()),
        preference,
        received,
        await readPoolWeek(ctx.db, pool),
      );
  const preview = {
    edition: edition.id,
    poolId: pool.poolId,
    revision: pool.revision,
    composed: composed !== null,
  };
  if (!digest) return { ...preview, email: null, htmlBytes: 0, picks: 0 };
  const time = preference
    ? sendTime(edition.day, { ...preference, timeZone: timeZoneOrUtc(preference.timeZone) })
    : null;
  const email = await composeDigestEmail(
    ctx,
    pool,
    {
      ...SAMPLE_RECIPIENT,
      id: input.id ?? SAMPLE_RECIPIENT.subscriberId,
      editionId: edition.id,
      localDay: composed?.localDay ?? time?.localDay ?? edition.day,
      digest,
    },
    ctx.clock.now(),
  );
  const { picks = [] } = digest as { picks?: unknown[] };
  return { ...preview, email, htmlBytes: Buffer.byteLength(email.html), picks: picks.length };
}

async function readRecipient(db: Kysely<Database>, edition: Edition, as: PreviewRecipient) {
  if ('preference' in as) return { preference: as.preference, received: NOTHING_RECEIVED, composed: null };
  const { id } = await findSubscriber(db, as.subscriber);
  return {
    preference: (await readPreferences(db, [id])).get(id),
    received: (await readReceivedPapers(db, [id])).get(id) ?? NOTHING_RECEIVED,
    composed: await readComposedDigest(db, edition.id, id),
  };
}

async function readPoolFor(
  { db, taxonomy }: Pick<Context, 'db' | 'taxonomy'>,
  edition: Edition,
  composed: { poolId: string; revision: number } | null,
): Promise<Pool> {
  const pools = createPoolCache(taxonomy);
  const { id } = poolOfEdition(edition);
  const pool = composed
    ? await pools.atRevision(db, composed.poolId, composed.revision)
    : await pools.newest(db, id);
  if (pool) return pool;
  throw new PaperboyError({
    code: 'POOL_MISSING',
    message: composed
      ? 'The papers of this digest have been deleted.'
      : `Pool ${id} has not been ranked yet.`,
    remedy: composed ? 'Preview another edition.' : `Run: npm run paperboy -- rank --day ${edition.day}`,
  });
}
