import type { Env } from '../../../config/env.ts';
import type { Language } from '../../../config/languages.ts';
import { topicLabel } from '../../../config/topics/taxonomy.ts';
import type { DigestPick, DigestProps, DigestWeek } from '../../../templates/digest/props.ts';
import { TEXTS } from '../../../templates/texts.ts';
import type { Composition, Rise } from '../../editions/composition.ts';
import { pickReasonText, type ReasonPlace } from '../../editions/pick-reason.ts';
import type { Pool, ShownPaper } from '../../editions/pool-cache.ts';
import { subscriptionSummary } from '../../editions/subscription-summary.ts';
import { arxivPages } from '../../papers/arxiv-id.ts';
import type { TokenKeys } from '../../token.ts';
import { digestUrl, markUrls, paperUrl, preferencesUrl, unsubscribeUrl } from './digest-links.ts';

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

/** The same digest for anyone: papers and facts about them, without the subscriber's links and interests. */
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

/** Picks with a paper that the pool can still show. */
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
  // Marks a summary by an operator or a language model.
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
