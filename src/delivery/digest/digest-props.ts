import type { Env } from '../../../config/env.ts';
import type { Language } from '../../../config/languages.ts';
import { type Taxonomy, topicLabel } from '../../../config/topics/taxonomy.ts';
import type { DigestPick, DigestProps, DigestWeek } from '../../../templates/digest/props.ts';
import { TEXTS } from '../../../templates/texts.ts';
import type { Composition, Rise } from '../../editions/composition.ts';
import { pickReasonText, type ReasonPlace } from '../../editions/pick-reason.ts';
import type { Pool, ShownPaper } from '../../editions/pool-cache.ts';
import { subscriptionSummary } from '../../editions/subscription-summary.ts';
import { arxivPages } from '../../papers/arxiv-id.ts';
import { STAND_INS } from '../../rendering/cut.ts';
import type { DigestPieces } from '../../rendering/join-digest.ts';
import { PieceCache } from '../../rendering/piece-cache.ts';
import type { TokenKeys } from '../../token.ts';
import { markUrls, ownLinks, paperUrl, signLinks } from './digest-links.ts';

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
  ctx: { env: EmailEnv; keys: TokenKeys; taxonomy: Taxonomy },
  pool: Pick<Pool, 'cards'>,
  composition: Composition,
  recipient: Pick<EmailRecipient, 'subscriberId' | 'unsubscribeKey' | 'localDay'> & { id: string | null },
): DigestProps {
  const { PUBLIC_URL } = ctx.env;
  const tokens = signLinks(ctx.keys, recipient);
  const shown = publicDigestProps(ctx, pool, composition, recipient.localDay);
  const picks = shownPicks(pool, composition).map(({ card, pick }) => ({
    ...toPickProps(ctx, card, pick, composition.language),
    reason: reasonText(ctx.taxonomy, card, pick, recipient.localDay, composition.language, 'subscriber'),
    exploration: pick.exploration,
    ...markUrls(PUBLIC_URL, tokens.token, pick.paperId),
  }));
  return {
    ...shown,
    picks,
    subscription: subscriptionSummary(composition.follows, composition.language),
    links: { ...shown.links, ...ownLinks(PUBLIC_URL, tokens) },
  };
}

/** The same digest in the pieces from which joinDigest makes it, each compiled once for all readers. */
export function toDigestPieces(
  ctx: { env: EmailEnv; keys: TokenKeys; taxonomy: Taxonomy },
  pool: Pick<Pool, 'cards'>,
  composition: Composition,
  recipient: Pick<EmailRecipient, 'id' | 'subscriberId' | 'unsubscribeKey' | 'localDay'>,
): DigestPieces {
  const { PUBLIC_URL } = ctx.env;
  const { language } = composition;
  const { token, page, key } = signLinks(ctx.keys, recipient);
  const bare = publicDigestProps(ctx, pool, { ...composition, picks: [], trending: [] }, recipient.localDay);
  const label = (topic: string) => topic && topicLabel(ctx.taxonomy, topic, language);
  return {
    props: {
      ...bare,
      subscription: subscriptionText(composition),
      links: { ...bare.links, ...ownLinks(PUBLIC_URL, STAND_INS) },
    },
    picks: shownPicks(pool, composition).map(({ card, pick }) => ({
      paper: card,
      topic: label(pick.topic),
      exploration: pick.exploration,
      reason: reasonOfPick(ctx.taxonomy, card, pick, recipient.localDay, language),
      read: () => ({
        ...toPickProps(ctx, card, pick, language),
        reason: '',
        exploration: pick.exploration,
        ...markUrls(PUBLIC_URL, STAND_INS.token, pick.paperId),
      }),
    })),
    alsoTrending: composition.trending.flatMap(({ paperId, topic }) => {
      const card = pool.cards.get(paperId);
      if (!card) return [];
      const read = () => ({ title: card.title, topic: label(topic), url: paperUrl(PUBLIC_URL, paperId) });
      return [{ paper: card, topic: label(topic), read }];
    }),
    values: { token, page: page ?? '', key },
  };
}

/** Wordings of facts, which many readers share. */
const wordings = new PieceCache<string>(4_194_304, (text) => 2 * text.length);

function subscriptionText({ follows, language }: Composition): string {
  return wordings.get(`${language} ${JSON.stringify(follows)}`, () => subscriptionSummary(follows, language));
}

function reasonOfPick(
  taxonomy: Taxonomy,
  card: ShownPaper,
  pick: ComposedPick,
  localDay: string,
  language: Language,
): string {
  const marks = `${card.edited ? 'e' : ''}${card.generated ? 'g' : ''}${pick.exploration ? 'x' : ''}`;
  const place = `${taxonomy.version} ${language} ${localDay} ${marks} ${pick.topic}`;
  return wordings.get(`${place} ${JSON.stringify(pick.reason)}`, () =>
    reasonText(taxonomy, card, pick, localDay, language, 'subscriber'),
  );
}

/** The same digest for anyone: papers and facts about them, without the subscriber's links and interests. */
export function publicDigestProps(
  ctx: { env: EmailEnv; taxonomy: Taxonomy },
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
      rise: riseOf(ctx, pool, composition.week.rise, language),
    },
    picks: shownPicks(pool, composition).map(({ card, pick }) => ({
      ...toPickProps(ctx, card, pick, language),
      reason: reasonText(ctx.taxonomy, card, pick, localDay, language, 'public'),
      exploration: false,
      saveUrl: null,
      moreUrl: null,
      lessUrl: null,
    })),
    alsoTrending: composition.trending.flatMap(({ paperId, topic }) => {
      const card = pool.cards.get(paperId);
      if (!card) return [];
      const url = paperUrl(PUBLIC_URL, paperId);
      return [{ title: card.title, topic: topic && topicLabel(ctx.taxonomy, topic, language), url }];
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
  ctx: { env: EmailEnv; taxonomy: Taxonomy },
  pool: Pick<Pool, 'cards'>,
  rise: Rise | null,
  language: Language,
): DigestWeek['rise'] {
  if (rise === null) return null;
  if (rise.kind === 'topic') {
    const { papers, before, topic } = rise;
    return {
      kind: 'topic',
      name: topicLabel(ctx.taxonomy, topic, language),
      url: `${ctx.env.PUBLIC_URL}/topics/${topic}`,
      papers,
      before,
    };
  }
  const card = pool.cards.get(rise.paperId);
  return card
    ? {
        kind: 'paper',
        name: card.title,
        url: paperUrl(ctx.env.PUBLIC_URL, rise.paperId),
        upvotes: rise.upvotes,
      }
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
  taxonomy: Taxonomy,
  card: ShownPaper,
  pick: ComposedPick,
  localDay: string,
  language: Language,
  audience: ReasonPlace['audience'],
): string {
  const outside = pick.exploration && audience === 'subscriber';
  const heading = { topic: outside ? '' : pick.topic, outside };
  const fact = pickReasonText(taxonomy, pick.reason, localDay, language, { audience, heading });
  const { edited, generated } = TEXTS[language].reasons;
  // Marks a summary by an operator or a language model.
  return [fact, ...(card.edited ? [edited] : []), ...(card.generated ? [generated] : [])]
    .filter(Boolean)
    .join(' · ');
}

function toPickProps(
  ctx: { env: EmailEnv; taxonomy: Taxonomy },
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
    topic: topic && topicLabel(ctx.taxonomy, topic, language),
    abstract: card.abstract,
    summary: card.summary,
    url: paperUrl(ctx.env.PUBLIC_URL, card.paperId),
    arxivUrl: pages.abstract,
    pdfUrl: pages.pdf,
    codeUrl: card.links.code ?? null,
    projectUrl: card.links.project ?? null,
    discussionUrl: card.links.discussion ?? null,
    discussionCount: card.signals.hf_comments?.value ?? null,
  };
}
