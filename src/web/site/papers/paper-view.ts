import type { Language } from '../../../../config/languages.ts';
import { SIGNAL_NAMES } from '../../../../config/signals.ts';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import type { ListedPaper } from '../../../papers/lists/list-queries.ts';
import { cleanLine, cutAtSentence, cutAtWord } from '../../../rendering/clean-text.ts';
import { safeWebAddress } from '../../../rendering/web-address.ts';
import { parseUrl } from '../../../url.ts';
import { FORMATS } from '../frame/formats.ts';
import { papersTexts } from './papers-texts.ts';

/** How much of a paper a card shows, in characters. */
const LONGEST = { title: 300, name: 60, organisation: 100, summary: 280, address: 2_000 } as const;
const TOPICS_SHOWN = 3;
const AUTHORS_SHOWN = 3;
/** More are never named, and a paper may have three thousand. */
const AUTHORS_LOOKED_AT = 10;

type Words = (typeof papersTexts)[Language];

/** A paper ready to be shown: every text clean, cut and worded, every address checked. */
export interface PaperView {
  id: string;
  title: string;
  /** Where its own page is. */
  path: string;
  /** Authors, organisation and date. */
  byline: string;
  summary: string;
  /** The whole abstract, where the summary does not show all of it. */
  abstract: string | null;
  topics: { label: string; path: string }[];
  /** Numbers, each with its unit. */
  facts: string[];
  links: { label: string; url: string }[];
}

/**
 * Takes a listed paper, whatever strangers wrote into it, and gives what its card shows; `excerpt` chooses from an abstract
 * what is to stand for its summary.
 */
export function paperView(
  paper: ListedPaper,
  language: Language,
  excerpt?: (abstract: string) => string,
): PaperView {
  const words = papersTexts[language];
  const abstract = cleanLine(paper.abstract ?? '');
  const summary =
    excerpt && abstract
      ? excerpt(abstract)
      : cutAtSentence(cleanLine(paper.summary ?? '') || abstract, LONGEST.summary);
  return {
    id: paper.id,
    title: cutAtWord(cleanLine(paper.title), LONGEST.title) || words.untitled,
    path: paperPath(paper.id),
    byline: [...peopleOf(paper, words), dateOf(paper, language)].filter(Boolean).join(' · '),
    summary,
    abstract: abstract === summary ? null : abstract || null,
    topics: paper.topics
      .slice(0, TOPICS_SHOWN)
      .map((slug) => ({ label: topicLabel(slug, language), path: topicPath(slug) })),
    facts: factsOf(paper, words),
    links: linksOf(paper, words),
  };
}

/** Where the page of a paper is. Ids are digits and points; the old ones have a slash, which stays one. */
export function paperPath(id: string): string {
  return `/papers/${id}`;
}

/** Where the papers of a topic are. */
export function topicPath(slug: string): string {
  return `/topics/${slug}`;
}

/** Who wrote a paper. */
type People = Pick<ListedPaper, 'authors' | 'authorCount' | 'organisation'>;

/** Authors and organisation in one line. */
export function bylineOf(paper: People, language: Language): string {
  return peopleOf(paper, papersTexts[language]).filter(Boolean).join(' · ');
}

/** `First Author, Second Author, Third Author and 6 others`, and the organisation. */
function peopleOf(paper: People, words: Words): string[] {
  const names = paper.authors.slice(0, AUTHORS_LOOKED_AT).map(cleanLine).filter(Boolean);
  const count = Math.max(paper.authorCount, paper.authors.length);
  const named = names.slice(0, AUTHORS_SHOWN).map((name) => cutAtWord(name, LONGEST.name));
  const organisation = cutAtWord(cleanLine(paper.organisation ?? ''), LONGEST.organisation);
  return [words.authors(named, Math.max(0, count - named.length)), organisation];
}

function dateOf({ publishedAt }: ListedPaper, language: Language): string {
  return publishedAt === null ? '' : FORMATS[language].plainDate(publishedAt.toISOString().slice(0, 10));
}

function factsOf(paper: ListedPaper, words: Words): string[] {
  return SIGNAL_NAMES.flatMap((signal) => {
    const value = paper.signals[signal];
    // Nobody misses a comment or star that is not there; an upvote count of 0 is an answer.
    return value === undefined || (value === 0 && signal !== 'hf_upvotes') ? [] : words.units[signal](value);
  });
}

function linksOf(paper: ListedPaper, { links: words }: Words): PaperView['links'] {
  const pages = arxivPages(paper.id);
  const { code, project, discussion } = paper.links;
  const candidates: [label: string, address: string | undefined][] = [
    [words.arxiv, pages.abstract],
    [words.pdf, pages.pdf],
    [isHuggingFace(discussion) ? words.huggingFace : words.discussion, discussion],
    [words.code, code],
    [words.project, project],
  ];
  return candidates.flatMap(([label, address]) => {
    const url = safeWebAddress(address ?? null, LONGEST.address);
    return url === null ? [] : [{ label, url }];
  });
}

function isHuggingFace(address: string | undefined): boolean {
  return address !== undefined && parseUrl(address)?.hostname === 'huggingface.co';
}
