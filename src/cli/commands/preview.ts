import type { Command } from 'commander';
import { toDigestProps } from '../../delivery/digest/digest-props.ts';
import { composeDigest, readPoolWeek } from '../../editions/compose.ts';
import { newestOpenDay, poolOfEdition } from '../../editions/edition.ts';
import { createPoolCache } from '../../editions/pool-cache.ts';
import { NOTHING_RECEIVED, readReceivedPapers } from '../../editions/sent-papers-queries.ts';
import { PaperboyError } from '../../errors.ts';
import { renderDigest } from '../../rendering/render-digest.ts';
import type { RenderedEmail } from '../../rendering/rendered-email.ts';
import { readPreferences } from '../../subscribers/preferences/preference-queries.ts';
import { parseAddress } from '../../subscribers/subscriber.ts';
import { findSubscriberByAddress } from '../../subscribers/subscriber-queries.ts';
import type { Installation } from '../../wiring.ts';
import { parseDay } from '../terminal/arguments.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface PreviewOptions {
  day?: string;
  html?: boolean;
  json?: boolean;
}

/** `preview`: shows the digest that a subscriber would get now; sends and stores nothing. */
export function addPreview(program: Command, output: Output): void {
  program
    .command('preview')
    .description('show the digest a subscriber would get from the newest ranking; sends nothing')
    .argument('<address>', 'address of the subscriber')
    .option('--day <day>', 'edition day (default: the newest open one; editions open at 04:00 UTC)', parseDay)
    .option('--html', 'print the HTML part instead of the text part')
    .option('--json', 'print subject, preheader, html and text as JSON')
    .action(async (address: string, options: PreviewOptions) => {
      const email = await withInstallation({}, (ctx) => previewFor(ctx, address, options.day));
      if (email === null) {
        output.err('No digest would be sent: no new papers match.\n');
        return writeReport(output, options.json, null, () => '');
      }
      writeReport(output, options.json, email, () =>
        options.html ? email.html : `Subject: ${email.subject}\n\n${email.text}`,
      );
    });
}

async function previewFor(
  ctx: Installation,
  address: string,
  day: string | undefined,
): Promise<RenderedEmail | null> {
  const normalized = parseAddress(address);
  const subscriber = normalized === null ? undefined : await findSubscriberByAddress(ctx.db, normalized);
  const preference = subscriber && (await readPreferences(ctx.db, [subscriber.id])).get(subscriber.id);
  if (!subscriber || !preference) {
    throw new PaperboyError({
      code: 'SUBSCRIBER_UNKNOWN',
      message: 'No subscriber has this address.',
      remedy: 'Add one with: npm run paperboy -- subscribers add <address>',
    });
  }
  const localDay = day ?? newestOpenDay(ctx.clock.now());
  const poolId = poolOfEdition({ cadence: preference.cadence, day: localDay }).id;
  const pool = await createPoolCache(ctx.taxonomy).newest(ctx.db, poolId);
  if (!pool) {
    throw new PaperboyError({
      code: 'POOL_MISSING',
      message: `No ranking exists for ${poolId} yet.`,
      remedy:
        'Run npm run paperboy -- ingest, then npm run paperboy -- rank, or choose another day with --day.',
    });
  }
  const received = (await readReceivedPapers(ctx.db, [subscriber.id])).get(subscriber.id) ?? NOTHING_RECEIVED;
  const composition = composeDigest(pool, preference, received, await readPoolWeek(ctx.db, pool));
  if (!composition) return null;
  const { id: subscriberId, unsubscribeKey } = subscriber;
  const reader = { id: null, subscriberId, unsubscribeKey, localDay };
  return renderDigest(toDigestProps(ctx, pool, composition, reader));
}
