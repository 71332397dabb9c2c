import type { Language } from '../../../../config/languages.ts';
import { pickReasonText } from '../../../editions/pick-reason.ts';
import type { DigestPreview } from '../../../editions/preview.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import { cleanLine, cutAtWord } from '../../../rendering/clean-text.ts';
import { bylineOf } from '../papers/paper-view.ts';
import { papersTexts } from '../papers/papers-texts.ts';

/** A pick as a preview shows it: texts clean and cut. */
export interface PreviewPick {
  id: string;
  title: string;
  url: string;
  byline: string;
  reason: string;
  exploration: boolean;
  /** It was not there before what is being looked at. */
  fresh: boolean;
  /** Where to ask for more or less of it; null where nobody is known to ask. */
  marks: { more: string; less: string } | null;
}

/** A preview ready to be shown; `null` in its place means that nothing has been ranked. */
export interface PreviewView {
  /** YYYY-MM-DD. */
  day: string;
  poolSize: number;
  picks: PreviewPick[];
  trending: number;
  /** Something of the day matches, but what does may have gone out to the reader already. */
  hadSome: boolean;
  /** Titles that were picked before and are not now; null where nothing is compared. */
  gone: string[] | null;
}

const LONGEST_TITLE = 200;

/** Takes a preview, and the one before a change where there is one, and gives what is shown. */
export function previewView(
  preview: DigestPreview | null,
  language: Language,
  options: {
    before?: DigestPreview | null;
    /** Takes a paper and the topic under which it is picked. */
    marks?: (paperId: string, topic: string | null) => { more: string; less: string };
  } = {},
): PreviewView | null {
  if (!preview) return null;
  const { pool, day, composition } = preview;
  const words = papersTexts[language];
  const titleOf = (paperId: string) =>
    cutAtWord(cleanLine(pool.cards.get(paperId)?.title ?? ''), LONGEST_TITLE) || words.untitled;
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
        byline: bylineOf(card, language),
        reason: cleanLine(pickReasonText(reason, day, language)),
        exploration,
        fresh: before !== null && !known.has(paperId),
        marks: options.marks?.(paperId, reason.why.kind === 'topic' ? reason.why.topic : null) ?? null,
      },
    ];
  });
  const now = new Set(picks.map(({ id }) => id));
  return {
    day,
    poolSize: composition?.poolSize ?? pool.papers.length,
    picks,
    trending: composition?.trending.length ?? 0,
    hadSome: preview.hasSentMatches,
    gone:
      before
        ?.map(({ paperId }) => paperId)
        .filter((id) => !now.has(id))
        .map(titleOf) ?? null,
  };
}
