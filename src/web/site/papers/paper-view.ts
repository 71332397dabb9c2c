import type { Language } from '../../../../config/languages.ts';
import { SIGNAL_NAMES } from '../../../../config/signals.ts';
import { topicLabel } from '../../../../config/topics/taxonomy.ts';
import { FORMATS } from '../../../../templates/formats.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import type { ListedPaper } from '../../../papers/lists/list-queries.ts';
import { summarize } from '../../../papers/summary/summarize.ts';
import { cleanLine, cutAtWord } from '../../../papers/text/clean-text.ts';
import { safeWebAddress } from '../../../rendering/web-address.ts';
import { parseUrl } from '../../../url.ts';
import type { Site } from '../frame/site.ts';
import { papersTexts } from './papers-texts.ts';

/** Longest texts of a paper in lists and feeds, in characters. */
export const MAX_LENGTH = { title: 300, name: 60, organization: 100, summary: 280, address: 2_000 } as const;
const TOPICS_SHOWN = 3;
const AUTHORS_SHOWN = 3;
/** Author names cleaned at most. No list names more, and a paper can have three thousand authors. */
export const MAX_AUTHORS_READ = 10;

/** Separates the parts of a line. No line begins with it. */
export const DOT = '\u00A0· ';

type Texts = (typeof papersTexts)[Language];

/** A paper as a card shows it: texts cleaned and cut, addresses checked, numbers in words. */
export interface PaperView {
  id: string;
  title: string;
  /** Path of the paper's own page. */
  path: string;
  /** Authors, organization and date. */
  byline: string;
  summary: string;
  /** The whole abstract; null where the summary shows all of it. */
  abstract: string | null;
  topics: { label: string; path: string }[];
  /** Signal values, each with its unit, and the mark of a generated summary. */
  facts: string[];
  /** Upvotes as a number and its noun; null where no source counts them. */
  upvotes: { count: string; unit: string } | null;
  links: { label: string; url: string }[];
  /** Path of the stored image, if there is one and thumbnails are on. */
  thumbnail?: string;
}

/**
 * Shapes a listed paper for its card. All texts of the paper are external and hostile. `excerpt` picks a part
 * of the abstract to show in place of the summary.
 */
export function paperView(
  { taxonomy, language }: Pick<Site, 'taxonomy' | 'language'>,
  paper: ListedPaper,
  excerpt?: (abstract: string) => string,
): PaperView {
  const texts = papersTexts[language];
  const abstract = cleanLine(paper.abstract ?? '');
  const summary = excerpt && abstract ? excerpt(abstract) : summarize(paper, MAX_LENGTH.summary);
  return {
    id: paper.id,
    title: cutAtWord(cleanLine(paper.title), MAX_LENGTH.title) || texts.untitled,
    path: paperPath(paper.id),
    byline: [...authorshipOf(paper, texts), dateOf(paper, language)].filter(Boolean).join(DOT),
    summary,
    abstract: abstract === summary ? null : abstract || null,
    topics: paper.topics
      .slice(0, TOPICS_SHOWN)
      .map((slug) => ({ label: topicLabel(taxonomy, slug, language), path: topicPath(slug) })),
    facts: [...factsOf(paper, texts), ...(paper.generated && !excerpt ? [texts.generated] : [])],
    upvotes: upvotesOf(paper, language),
    links: linksOf(paper, texts),
  };
}

/**
 * Path of a paper's page. arXiv ids need no encoding; ids from before April 2007 contain a slash, which
 * stays.
 */
export function paperPath(id: string): string {
  return `/papers/${id}`;
}

/** Path of a topic's list. */
export function topicPath(slug: string): string {
  return `/topics/${slug}`;
}

type Authorship = Pick<ListedPaper, 'authors' | 'authorCount' | 'organization'>;

/** Authors and organization in one line. */
export function bylineOf(paper: Authorship, language: Language): string {
  return authorshipOf(paper, papersTexts[language]).filter(Boolean).join(DOT);
}

/** `First Author, Second Author, Third Author and 6 others`, and the organization. */
function authorshipOf(paper: Authorship, texts: Texts): string[] {
  const names = paper.authors.slice(0, MAX_AUTHORS_READ).map(cleanLine).filter(Boolean);
  const count = Math.max(paper.authorCount, paper.authors.length);
  const named = names.slice(0, AUTHORS_SHOWN).map((name) => cutAtWord(name, MAX_LENGTH.name));
  const organization = cutAtWord(cleanLine(paper.organization ?? ''), MAX_LENGTH.organization);
  return [texts.authors(named, Math.max(0, count - named.length)), organization];
}

function dateOf({ publishedAt }: ListedPaper, language: Language): string {
  if (publishedAt === null) return '';
  return FORMATS[language].plainDate(publishedAt.toISOString().slice(0, 10)).replaceAll(' ', '\u00A0');
}

function factsOf(paper: ListedPaper, texts: Texts): string[] {
  return SIGNAL_NAMES.flatMap((signal) => {
    const value = paper.signals[signal];
    // Zero comments or stars are not worth a line; zero upvotes are.
    return value === undefined || (value === 0 && signal !== 'hf_upvotes') ? [] : texts.units[signal](value);
  });
}

function upvotesOf({ signals }: ListedPaper, language: Language): PaperView['upvotes'] {
  const count = signals.hf_upvotes;
  if (count === undefined) return null;
  const format = FORMATS[language];
  return { count: format.number(count), unit: format.plural(count, papersTexts[language].upvotes) };
}

function linksOf(paper: ListedPaper, { links: texts }: Texts): PaperView['links'] {
  const pages = arxivPages(paper.id);
  const { code, project, discussion } = paper.links;
  const candidates: [label: string, address: string | undefined][] = [
    [texts.arxiv, pages.abstract],
    [texts.pdf, pages.pdf],
    [isHuggingFace(discussion) ? texts.huggingFace : texts.discussion, discussion],
    [texts.code, code],
    [texts.project, project],
  ];
  return candidates.flatMap(([label, address]) => {
    const url = safeWebAddress(address ?? null, MAX_LENGTH.address);
    return url === null ? [] : [{ label, url }];
  });
}

function isHuggingFace(address: string | undefined): boolean {
  return address !== undefined && parseUrl(address)?.hostname === 'huggingface.co';
}
