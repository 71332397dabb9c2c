import { foldedWords } from '../../papers/text/fold-words.ts';

/** A paper as the cold model reads it: what is known before anyone votes. */
export interface ColdPaper {
  title: string;
  abstract: string | null;
  authors: readonly string[];
  /** Authors including those without a name. */
  authorCount: number;
  organization: string | null;
  /** Account that put it on its list. */
  submitter: string | null;
  hasCode: boolean;
  hasProject: boolean;
}

/** Values by feature name; absent means 0. */
export type Features = ReadonlyMap<string, number>;

/** Longer abstracts are cut: no feature needs more, and a hostile one must not cost time. */
const LONGEST_TEXT = 6_000;

/** Prefixes of the features that stand for one word of the title, or of the abstract. */
export const TITLE_WORD = 't:';
const ABSTRACT_WORD = 'a:';

/** True for a feature that stands for one word of a text. */
export function isWordFeature(name: string): boolean {
  return name.startsWith(TITLE_WORD) || name.startsWith(ABSTRACT_WORD);
}

/** Words and phrases whose presence in title or abstract is a feature of its own. */
const SIGNS: Readonly<Record<string, RegExp>> = {
  'names a report': /\btechnical report\b/i,
  'names a survey': /\b(?:survey|review|overview|roadmap|position paper)\b/i,
  'names a benchmark': /\b(?:benchmark|bench|arena|leaderboard)\b/i,
  'names a data set': /\b(?:data ?set|corpus)\b/i,
  'names agents': /\bagent(?:s|ic)?\b/i,
  'promises open source':
    /\bopen[- ]?(?:source|weight|ly)|publicly (?:available|release)|we (?:will )?release/i,
  'links an address': /https?:\/\/|github\.com|huggingface\.co/i,
  'names a model size': /\b\d+(?:\.\d+)?\s?[BM]\b/,
  'claims state of the art': /state-of-the-art|\bSOTA\b/i,
  'states a percentage': /\d\s?%/,
  'states a factor': /\d\s?(?:×|x\b)/,
};

/**
 * Plain features of a paper by their names, which `rank --explain` prints: about 25, of title, abstract,
 * authors, organization and links.
 */
export function plainFeatures(paper: ColdPaper): Map<string, number> {
  const { title } = paper;
  const abstract = (paper.abstract ?? '').slice(0, LONGEST_TEXT);
  const words = title.split(/\s+/).length;
  const name = /^([^:]{2,40}):/.exec(title)?.[1];
  const authors = Math.max(paper.authorCount, paper.authors.length);
  const features: [string, number][] = [
    ['number of authors', Math.log1p(Math.min(authors, 500))],
    ['ten authors or more', Number(authors >= 10)],
    ['thirty authors or more', Number(authors >= 30)],
    ['one author', Number(authors === 1)],
    ['authors unknown', Number(authors === 0)],
    ['has an organization', Number(paper.organization !== null)],
    ['links code', Number(paper.hasCode)],
    ['links a project page', Number(paper.hasProject)],
    ['links code and a project page', Number(paper.hasCode && paper.hasProject)],
    ['length of the title', Math.min(words, 30) / 10],
    ['title has a name', Number(name !== undefined)],
    ['name is one word', Number(name !== undefined && !/\s/.test(name))],
    ['name has a number', Number(name !== undefined && /\d/.test(name))],
    ['title asks', Number(title.includes('?'))],
    ['short title', Number(words <= 5)],
    ['length of the abstract', Math.log1p(abstract.length) / 2],
    ['abstract is missing', Number(abstract === '')],
  ];
  const whole = `${title}\n${abstract}`;
  for (const [sign, pattern] of Object.entries(SIGNS)) features.push([sign, Number(pattern.test(whole))]);
  return new Map(features.filter(([, value]) => value !== 0));
}

/** One feature per distinct word of title and abstract, each text with length 1. */
export function wordFeatures({ title, abstract }: ColdPaper): Map<string, number> {
  const features = new Map<string, number>();
  const add = (prefix: string, text: string) => {
    const words = new Set(foldedWords(text).filter((word) => /^\p{L}[\p{L}\p{N}-]{1,23}$/u.test(word)));
    for (const word of words) features.set(prefix + word, 1 / Math.sqrt(words.size));
  };
  add(TITLE_WORD, title.slice(0, LONGEST_TEXT));
  add(ABSTRACT_WORD, (abstract ?? '').slice(0, LONGEST_TEXT));
  return features;
}
