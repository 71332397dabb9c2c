import type { Language } from '../../../../config/languages.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import type { ListedPaper } from '../../../papers/lists/list-queries.ts';
import { cleanLine, cutAtSentence, cutAtWord } from '../../../rendering/clean-text.ts';
import { safeWebAddress } from '../../../rendering/web-address.ts';
import { papersTexts } from './papers-texts.ts';

type Words = (typeof papersTexts)[Language];

const LONGEST = { title: 300, name: 60, organisation: 100, summary: 280, address: 2_000 } as const;
/** More are never named, and a paper may have three thousand. */
const AUTHORS_LOOKED_AT = 10;

/** What feeds and the archive take of a paper. */
export type PaperTexts = Pick<
  ListedPaper,
  'id' | 'title' | 'abstract' | 'summary' | 'authors' | 'authorCount' | 'organisation' | 'links'
>;

/** A paper for a feed or a list: every text clean, cut and worded, every address checked. */
export interface ShortPaper {
  id: string;
  title: string;
  url: string;
  authors: string[];
  /** Authors and organisation in one line. */
  byline: string;
  summary: string;
  /** The whole abstract, where the summary does not show all of it. */
  abstract: string | null;
  links: { label: string; url: string }[];
}

/** Takes a paper, whatever strangers wrote into it, and gives what is shown of it. */
export function shortPaper(paper: PaperTexts, language: Language): ShortPaper {
  const words = papersTexts[language];
  const abstract = cleanLine(paper.abstract ?? '');
  const summary = cutAtSentence(cleanLine(paper.summary ?? '') || abstract, LONGEST.summary);
  const authors = paper.authors
    .slice(0, AUTHORS_LOOKED_AT)
    .map((name) => cutAtWord(cleanLine(name), LONGEST.name))
    .filter(Boolean);
  const pages = arxivPages(paper.id);
  return {
    id: paper.id,
    title: cutAtWord(cleanLine(paper.title), LONGEST.title) || words.untitled,
    url: pages.abstract,
    authors,
    byline: bylineOf(paper, authors, words),
    summary,
    abstract: abstract === summary ? null : abstract || null,
    links: linksOf(paper, pages, words),
  };
}

/** `First Author, Second Author and 6 others · Organisation`; three authors are all named. */
function bylineOf(paper: PaperTexts, authors: readonly string[], words: Words): string {
  const count = Math.max(paper.authorCount, paper.authors.length);
  const named = authors.slice(0, count <= 3 ? 3 : 2);
  const organisation = cutAtWord(cleanLine(paper.organisation ?? ''), LONGEST.organisation);
  return [words.authors(named, Math.max(0, count - named.length)), organisation].filter(Boolean).join(' · ');
}

function linksOf(
  { links }: PaperTexts,
  pages: ReturnType<typeof arxivPages>,
  words: Words,
): ShortPaper['links'] {
  const candidates: [label: string, address: string | undefined][] = [
    [words.links.arxiv, pages.abstract],
    [words.links.pdf, pages.pdf],
    [words.links.code, links.code],
    [words.links.project, links.project],
    [words.links.discussion, links.discussion],
  ];
  return candidates.flatMap(([label, address]) => {
    const url = safeWebAddress(address ?? null, LONGEST.address);
    return url === null ? [] : [{ label, url }];
  });
}
