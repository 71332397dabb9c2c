import type { Language } from '../../../../config/languages.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import type { ListedPaper } from '../../../papers/lists/list-queries.ts';
import { summarize } from '../../../papers/summary/summarize.ts';
import { cleanLine, cutAtWord } from '../../../papers/text/clean-text.ts';
import { safeWebAddress } from '../../../rendering/web-address.ts';
import { DOT, MAX_AUTHORS_READ, MAX_LENGTH } from './paper-view.ts';
import { papersTexts } from './papers-texts.ts';

type Texts = (typeof papersTexts)[Language];

/** Fields of a paper that feeds and the archive use. */
export type ShortPaperSource = Pick<
  ListedPaper,
  'id' | 'title' | 'abstract' | 'summary' | 'generated' | 'authors' | 'authorCount' | 'organization' | 'links'
>;

/** A paper as feeds and the archive show it: texts cleaned and cut, addresses checked. */
export interface ShortPaper {
  id: string;
  title: string;
  url: string;
  authors: string[];
  /** Authors and organization in one line. */
  byline: string;
  summary: string;
  /** True if the summary is a language model's. */
  generated: boolean;
  /** The whole abstract; null where the summary shows all of it. */
  abstract: string | null;
  links: { label: string; url: string }[];
}

/** Shapes a paper for a feed or the archive. All its texts are external and hostile. */
export function shortPaper(paper: ShortPaperSource, language: Language): ShortPaper {
  const texts = papersTexts[language];
  const abstract = cleanLine(paper.abstract ?? '');
  const summary = summarize(paper, MAX_LENGTH.summary);
  const authors = paper.authors
    .slice(0, MAX_AUTHORS_READ)
    .map((name) => cutAtWord(cleanLine(name), MAX_LENGTH.name))
    .filter(Boolean);
  const pages = arxivPages(paper.id);
  return {
    id: paper.id,
    title: cutAtWord(cleanLine(paper.title), MAX_LENGTH.title) || texts.untitled,
    url: pages.abstract,
    authors,
    byline: bylineOf(paper, authors, texts),
    summary,
    generated: paper.generated ?? false,
    abstract: abstract === summary ? null : abstract || null,
    links: linksOf(paper, pages, texts),
  };
}

/** `First Author, Second Author and 6 others · Organization`; up to three authors are all named. */
function bylineOf(paper: ShortPaperSource, authors: readonly string[], texts: Texts): string {
  const count = Math.max(paper.authorCount, paper.authors.length);
  const named = authors.slice(0, count <= 3 ? 3 : 2);
  const organization = cutAtWord(cleanLine(paper.organization ?? ''), MAX_LENGTH.organization);
  return [texts.authors(named, Math.max(0, count - named.length)), organization].filter(Boolean).join(DOT);
}

function linksOf(
  { links }: ShortPaperSource,
  pages: ReturnType<typeof arxivPages>,
  texts: Texts,
): ShortPaper['links'] {
  const candidates: [label: string, address: string | undefined][] = [
    [texts.links.arxiv, pages.abstract],
    [texts.links.pdf, pages.pdf],
    [texts.links.code, links.code],
    [texts.links.project, links.project],
    [texts.links.discussion, links.discussion],
  ];
  return candidates.flatMap(([label, address]) => {
    const url = safeWebAddress(address ?? null, MAX_LENGTH.address);
    return url === null ? [] : [{ label, url }];
  });
}
