import type { Env } from '../../../config/env.ts';
import type { Language } from '../../../config/languages.ts';
import { topicLabel } from '../../../config/topics/taxonomy.ts';
import type { DigestPick, DigestProps, DigestWeek } from '../../../templates/digest/props.ts';
import { TEXTS } from '../../../templates/texts.ts';
import { type Composition, compositionSchema, type Rise } from '../../editions/composition.ts';
import { pickReasonText, type ReasonPlace } from '../../editions/pick-reason.ts';
import type { Pool, ShownPaper } from '../../editions/pool-cache.ts';
import { subscriptionSummary } from '../../editions/subscription-summary.ts';
import { PaperboyError } from '../../errors.ts';
import { arxivPages } from '../../papers/arxiv-id.ts';
import type { OutgoingEmail } from '../../ports.ts';
import { digestHeaders, mailboxDomain } from '../../rendering/headers.ts';
import { renderDigest } from '../../rendering/render-digest.ts';
import { type MarkSubject, markToken } from '../../subscribers/preferences/mark.ts';
import { signToken, type TokenKeys } from '../../token.ts';

/** Environment variables that every email depends on. */
export type EmailEnv = Pick<
  Env,
  'PUBLIC_URL' | 'MAIL_FROM' | 'MAIL_FROM_TRANSACTIONAL' | 'MAIL_POSTAL_ADDRESS' | 'LIST_ID'
>;

/** Columns of a delivery that its email depends on. */
export interface EmailRecipient {
  id: string;
  editionId: string;
  subscriberId: string;
  address: string;
  unsubscribeKey: string;
  localDay: string;
  digest: unknown;
}

/** One-click unsubscribe link; also the target of RFC 8058. */
export function unsubscribeUrl(publicUrl: string, unsubscribeKey: string): string {
  return `${publicUrl}/leave/${unsubscribeKey}`;
}

/** Link to a subscriber's preferences. It does not expire: old emails must keep working. */
export function preferencesUrl(publicUrl: string, keys: TokenKeys, subscriberId: string): string {
  return `${publicUrl}/preferences/${signToken(keys, 'preferences', subscriberId, null)}`;
}

/**
 * Link to a digest as a page, see publicDigestProps. It does not expire, and works while the papers of the
 * digest are kept.
 */
export function digestUrl(publicUrl: string, keys: TokenKeys, deliveryId: string): string {
  return `${publicUrl}/digests/${signToken(keys, 'digest', deliveryId, null)}`;
}

function paperUrl(publicUrl: string, paperId: string): string {
  return `${publicUrl}/papers/${paperId}`;
}

/** Links that save a paper or ask for more or less like it; they do not expire either. */
export function markUrls(
  publicUrl: string,
  keys: TokenKeys,
  subject: MarkSubject,
): { saveUrl: string; moreUrl: string; lessUrl: string } {
  return {
    saveUrl: `${publicUrl}/save/${markToken(keys, 'save', subject)}`,
    moreUrl: `${publicUrl}/more/${markToken(keys, 'more', subject)}`,
    lessUrl: `${publicUrl}/less/${markToken(keys, 'less', subject)}`,
  };
}

/**
 * Renders the email of one delivery: a function of its stored composition, the frozen pool, the subscriber's
 * address and unsubscribe key, the date, the signing key and the variables in EmailEnv. The same inputs give
 * the same bytes, which makes a replay safe (rule 3). Throws PaperboyError `DELIVERY_UNREADABLE` if the
 * stored composition can't be read.
 */
export async function composeDigestEmail(
  ctx: { env: EmailEnv; keys: TokenKeys },
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
  const rendered = await renderDigest(toDigestProps(ctx, pool, parsed.data, delivery));
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

/** Props of the digest template, for an email or a preview; `id` is null where no delivery exists. */
export function toDigestProps(
  ctx: { env: EmailEnv; keys: TokenKeys },
  pool: Pick<Pool, 'cards'>,
  composition: Composition,
  recipient: Pick<EmailRecipient, 'subscriberId' | 'unsubscribeKey' | 'localDay'> & { id: string | null },
): DigestProps {
  const { PUBLIC_URL } = ctx.env;
  const shown = publicDigestProps(ctx, pool, composition, recipient.localDay);
  const picks = shownPicks(pool, composition).map(({ card, pick }) => {
    const subject = { subscriberId: recipient.subscriberId, paperId: pick.paperId };
    return {
      ...toPickProps(PUBLIC_URL, card, pick, composition.language),
      reason: reasonText(card, pick, recipient.localDay, composition.language, 'subscriber'),
      exploration: pick.exploration,
      ...markUrls(PUBLIC_URL, ctx.keys, subject),
    };
  });
  return {
    ...shown,
    picks,
    subscription: subscriptionSummary(composition.follows, composition.language),
    links: {
      ...shown.links,
      preferences: preferencesUrl(PUBLIC_URL, ctx.keys, recipient.subscriberId),
      pause: `${PUBLIC_URL}/pause/${recipient.unsubscribeKey}`,
      unsubscribe: unsubscribeUrl(PUBLIC_URL, recipient.unsubscribeKey),
      readingList: `${preferencesUrl(PUBLIC_URL, ctx.keys, recipient.subscriberId)}/reading-list`,
      browser: recipient.id === null ? null : digestUrl(PUBLIC_URL, ctx.keys, recipient.id),
    },
  };
}

/**
 * The same digest for anyone: without the subscriber's links, interests and schedule. What is left are papers
 * and facts about them.
 */
export function publicDigestProps(
  ctx: { env: EmailEnv },
  pool: Pick<Pool, 'cards'>,
  composition: Composition,
  localDay: string,
): DigestProps {
  const { PUBLIC_URL, MAIL_POSTAL_ADDRESS } = ctx.env;
  const { language } = composition;
  return {
    language,
    date: localDay,
    poolSize: composition.poolSize,
    week: composition.week && {
      from: composition.week.from,
      rise: riseOf(PUBLIC_URL, pool, composition.week.rise, language),
    },
    picks: shownPicks(pool, composition).map(({ card, pick }) => ({
      ...toPickProps(PUBLIC_URL, card, pick, language),
      reason: reasonText(card, pick, localDay, language, 'public'),
      exploration: false,
      saveUrl: null,
      moreUrl: null,
      lessUrl: null,
    })),
    alsoTrending: composition.trending.flatMap(({ paperId, topic }) => {
      const card = pool.cards.get(paperId);
      if (!card) return [];
      const url = paperUrl(PUBLIC_URL, paperId);
      return [{ title: card.title, topic: topic && topicLabel(topic, language), url }];
    }),
    subscription: '',
    links: {
      site: PUBLIC_URL,
      preferences: null,
      pause: null,
      unsubscribe: null,
      readingList: null,
      browser: null,
      subscribe: `${PUBLIC_URL}/subscribe`,
    },
    postalAddress: MAIL_POSTAL_ADDRESS,
  };
}

function riseOf(
  publicUrl: string,
  pool: Pick<Pool, 'cards'>,
  rise: Rise | null,
  language: Language,
): DigestWeek['rise'] {
  if (rise === null) return null;
  if (rise.kind === 'topic') {
    const { papers, before, topic } = rise;
    return {
      kind: 'topic',
      name: topicLabel(topic, language),
      url: `${publicUrl}/topics/${topic}`,
      papers,
      before,
    };
  }
  const card = pool.cards.get(rise.paperId);
  return card
    ? { kind: 'paper', name: card.title, url: paperUrl(publicUrl, rise.paperId), upvotes: rise.upvotes }
    : null;
}

type ComposedPick = Composition['picks'][number];

/** Picks whose paper the pool can still show. */
function shownPicks(
  pool: Pick<Pool, 'cards'>,
  { picks }: Composition,
): { card: ShownPaper; pick: ComposedPick }[] {
  return picks.flatMap((pick) => {
    const card = pool.cards.get(pick.paperId);
    return card ? [{ card, pick }] : [];
  });
}

function reasonText(
  card: ShownPaper,
  pick: ComposedPick,
  localDay: string,
  language: Language,
  audience: ReasonPlace['audience'],
): string {
  const outside = pick.exploration && audience === 'subscriber';
  const heading = { topic: outside ? '' : pick.topic, outside };
  const fact = pickReasonText(pick.reason, localDay, language, { audience, heading });
  const { edited, generated } = TEXTS[language].reasons;
  // A summary that is not the source's: an operator's, or a language model's.
  return [fact, ...(card.edited ? [edited] : []), ...(card.generated ? [generated] : [])]
    .filter(Boolean)
    .join(' · ');
}

function toPickProps(
  publicUrl: string,
  card: ShownPaper,
  { topic }: ComposedPick,
  language: Language,
): Omit<DigestPick, 'reason' | 'exploration' | 'saveUrl' | 'moreUrl' | 'lessUrl'> {
  const pages = arxivPages(card.paperId);
  return {
    title: card.title,
    authors: card.authors,
    authorCount: card.authorCount,
    organisation: card.organisation,
    publicOn: card.publicAt.slice(0, 10),
    stars: card.signals.github_stars?.value ?? null,
    topic: topic && topicLabel(topic, language),
    abstract: card.abstract,
    summary: card.summary,
    url: paperUrl(publicUrl, card.paperId),
    arxivUrl: pages.abstract,
    pdfUrl: pages.pdf,
    codeUrl: card.links.code ?? null,
    projectUrl: card.links.project ?? null,
    discussionUrl: card.links.discussion ?? null,
    discussionCount: card.signals.hf_comments?.value ?? null,
  };
}
