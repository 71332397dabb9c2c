import { arxivPages } from '../papers/arxiv-id.ts';
import type { ListedPaper } from '../papers/list-queries.ts';
import { webAddress } from '../rendering/address.ts';
import { cleanLine, cutAtSentence, cutAtWord } from '../rendering/text.ts';
import type { PageTexts } from './texts/page-texts.ts';

/** How much of a paper a card shows, in characters; about three lines of summary. */
const LONGEST = { title: 300, name: 60, organisation: 100, summary: 280, address: 2_000 } as const;
const TOPICS_SHOWN = 3;
/** More are never named, and a paper may have three thousand. */
const AUTHORS_LOOKED_AT = 10;

type Texts = Pick<PageTexts, 'papers' | 'topics'>;

/** A paper ready to be shown: every text clean, cut and worded, every address checked. */
export interface PaperView {
  id: string;
  title: string;
  url: string;
  byline: string;
  summary: string;
  /** The whole abstract, where the summary does not show all of it. */
  abstract: string | null;
  /** Topics and numbers, each with its unit. */
  facts: string[];
  links: { label: string; url: string }[];
}

/** Takes a listed paper, whatever strangers wrote into it, and gives what its card shows. */
export function paperView(paper: ListedPaper, texts: Texts): PaperView {
  const abstract = cleanLine(paper.abstract ?? '');
  const summary = cutAtSentence(cleanLine(paper.summary ?? '') || abstract, LONGEST.summary);
  const pages = arxivPages(paper.id);
  return {
    id: paper.id,
    title: cutAtWord(cleanLine(paper.title), LONGEST.title) || texts.papers.untitled,
    url: pages.abstract,
    byline: bylineOf(paper, texts.papers),
    summary,
    abstract: abstract === summary ? null : abstract || null,
    facts: factsOf(paper, texts),
    links: linksOf(paper, pages, texts.papers),
  };
}

/** `First Author, Second Author and 6 others · Organisation`; three authors are all named. */
function bylineOf(paper: ListedPaper, texts: PageTexts['papers']): string {
  const names = paper.authors.slice(0, AUTHORS_LOOKED_AT).map(cleanLine).filter(Boolean);
  const count = Math.max(paper.authorCount, paper.authors.length);
  const named = names.slice(0, count <= 3 ? 3 : 2).map((name) => cutAtWord(name, LONGEST.name));
  const organisation = cutAtWord(cleanLine(paper.organisation ?? ''), LONGEST.organisation);
  return [texts.authors(named, Math.max(0, count - named.length)), organisation].filter(Boolean).join(' · ');
}

function factsOf(paper: ListedPaper, { topics, papers: words }: Texts): string[] {
  const { hf_upvotes: upvotes, hf_comments: comments, github_stars: stars } = paper.signals;
  return [
    ...paper.topics.slice(0, TOPICS_SHOWN).map(topics.label),
    ...(upvotes === undefined ? [] : [words.upvotes(upvotes)]),
    // Nobody misses a comment or star that is not there; an upvote count of 0 is an answer.
    ...(comments ? [words.comments(comments)] : []),
    ...(stars ? [words.stars(stars)] : []),
  ];
}

function linksOf(
  paper: ListedPaper,
  pages: ReturnType<typeof arxivPages>,
  texts: PageTexts['papers'],
): PaperView['links'] {
  const candidates: [label: string, address: string | undefined][] = [
    [texts.links.arxiv, pages.abstract],
    [texts.links.pdf, pages.pdf],
    [texts.links.code, paper.links.code],
    [texts.links.project, paper.links.project],
    [texts.links.discussion, paper.links.discussion],
  ];
  return candidates.flatMap(([label, address]) => {
    const url = webAddress(address ?? null, LONGEST.address);
    return url === null ? [] : [{ label, url }];
  });
}
