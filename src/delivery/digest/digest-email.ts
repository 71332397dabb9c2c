import type { Taxonomy } from '../../../config/topics/taxonomy.ts';
import { compositionSchema } from '../../editions/composition.ts';
import type { Pool } from '../../editions/pool-cache.ts';
import { PaperboyError } from '../../errors.ts';
import type { OutgoingEmail } from '../../ports.ts';
import { digestHeaders, mailboxDomain } from '../../rendering/headers.ts';
import { joinDigest } from '../../rendering/join-digest.ts';
import { renderDigest } from '../../rendering/render-digest.ts';
import type { TokenKeys } from '../../token.ts';
import { unsubscribeUrl } from './digest-links.ts';
import { type EmailEnv, type EmailRecipient, toDigestPieces, toDigestProps } from './digest-props.ts';

/**
 * Renders the email of one delivery: a function of its stored composition, the frozen pool, the subscriber's
 * address and unsubscribe key, the date, the signing key, the topics' names and the variables in EmailEnv. The same inputs give
 * the same bytes, which makes a replay safe (rule 3). Throws PaperboyError `DELIVERY_UNREADABLE` if the
 * stored composition can't be read.
 */
export async function composeDigestEmail(
  ctx: { env: EmailEnv; keys: TokenKeys; taxonomy: Taxonomy },
  pool: Pool,
  delivery: EmailRecipient,
  date: Date,
): Promise<OutgoingEmail> {
  const parsed = compositionSchema.safeParse(delivery.digest);
  if (!parsed.success) {
    throw new PaperboyError({
      code: 'DELIVERY_UNREADABLE',
      message: 'The stored composition of this delivery cannot be read.',
      remedy: 'The subscriber was erased, or an older release stored it. This digest cannot be sent.',
      cause: parsed.error,
    });
  }
  const oneClickUrl = unsubscribeUrl(ctx.env.PUBLIC_URL, delivery.unsubscribeKey);
  const rendered =
    (await joinDigest(toDigestPieces(ctx, pool, parsed.data, delivery))) ??
    (await renderDigest(toDigestProps(ctx, pool, parsed.data, delivery)));
  const from = ctx.env.MAIL_FROM;
  return {
    id: delivery.id,
    from,
    to: delivery.address,
    subject: rendered.subject,
    html: rendered.html,
    text: rendered.text,
    headers: digestHeaders({
      deliveryId: delivery.id,
      from,
      listId: ctx.env.LIST_ID,
      listName: 'Paperboy',
      oneClickUrl,
      unsubscribeMailto: `mailto:leave@${mailboxDomain(from)}?subject=leave%20${delivery.unsubscribeKey}`,
      editionId: delivery.editionId,
      language: parsed.data.language,
    }),
    date: date.toISOString(),
  };
}
