import type { KeywordCheck } from '../../../editions/keywords/check-keywords.ts';
import { pickReasonText } from '../../../editions/pick-reason.ts';
import type { DigestPreview } from '../../../editions/preview.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import { cleanLine, cleanOwnLine, cutAtWord } from '../../../papers/text/clean-text.ts';
import type { Site } from '../frame/site.ts';
import { bylineOf } from '../papers/paper-view.ts';
import { papersTexts } from '../papers/papers-texts.ts';

/** A pick as the preview shows it: texts cleaned and cut. */
export interface PreviewPick {
  id: string;
  title: string;
  url: string;
  byline: string;
  reason: string;
  exploration: boolean;
  /** Not among the picks before the change. */
  added: boolean;
  /** Addresses of more and less like this; null without a subscriber. */
  links: { more: string; less: string } | null;
}

/** What a keyword of the form would have matched lately. */
export interface PreviewKeyword {
  query: string;
  muted: boolean;
  count: number;
  /** True if there may be more than `count`. */
  hasMore: boolean;
  /** The newest. */
  papers: { id: string; title: string; url: string }[];
}

/** A preview ready to be shown. Where null stands in its place, no papers have been ranked. */
export interface PreviewView {
  /** YYYY-MM-DD. */
  day: string;
  poolSize: number;
  picks: PreviewPick[];
  trending: number;
  /** Papers of the day match, but all of them were sent to the subscriber before. */
  alreadySent: boolean;
  /** Titles no longer picked after the change; null without a comparison. */
  removed: string[] | null;
  keywords: PreviewKeyword[];
}

const MAX_TITLE_LENGTH = 200;
const TITLES_PER_KEYWORD = 3;

/** Shapes a preview, compared with the one before a change where `before` is given. */
export function previewView(
  { taxonomy, language }: Pick<Site, 'taxonomy' | 'language'>,
  preview: DigestPreview | null,
  options: {
    before?: DigestPreview | null;
    keywords?: readonly KeywordCheck[];
    /** Addresses of more and less like this, for a paper and the topic it was picked for. */
    linksOf?: (paperId: string, topic: string | null) => { more: string; less: string };
  } = {},
): PreviewView | null {
  if (!preview) return null;
  const { pool, day, composition } = preview;
  const texts = papersTexts[language];
  const shown = (title: string) => cutAtWord(cleanLine(title), MAX_TITLE_LENGTH) || texts.untitled;
  const titleOf = (paperId: string) => shown(pool.cards.get(paperId)?.title ?? '');
  const before = options.before === undefined ? null : (options.before?.composition?.picks ?? []);
  const known = new Set(before?.map(({ paperId }) => paperId));
  const picks = (composition?.picks ?? []).flatMap(({ paperId, reason, exploration }): PreviewPick[] => {
    const card = pool.cards.get(paperId);
    if (!card) return [];
    return [
      {
        id: paperId,
        title: titleOf(paperId),
        url: arxivPages(paperId).abstract,
        byline: bylineOf({ ...card, organization: card.organisation }, language),
        reason: cleanOwnLine(pickReasonText(taxonomy, reason, day, language)),
        exploration,
        added: before !== null && !known.has(paperId),
        links: options.linksOf?.(paperId, reason.why.kind === 'topic' ? reason.why.topic : null) ?? null,
      },
    ];
  });
  const now = new Set(picks.map(({ id }) => id));
  return {
    day,
    poolSize: composition?.poolSize ?? pool.papers.length,
    picks,
    trending: composition?.trending.length ?? 0,
    alreadySent: preview.hasSentMatches,
    removed:
      before
        ?.map(({ paperId }) => paperId)
        .filter((id) => !now.has(id))
        .map(titleOf) ?? null,
    keywords: (options.keywords ?? []).map(({ query, mode, papers, hasMore }) => ({
      query: cleanOwnLine(query),
      muted: mode === 'mute',
      count: papers.length,
      hasMore,
      papers: papers
        .slice(0, TITLES_PER_KEYWORD)
        .map(({ id, title }) => ({ id, title: shown(title), url: `/papers/${id}` })),
    })),
  };
}
