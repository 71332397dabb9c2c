import type { Language } from '../../../../config/languages.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import type { PaperDetail, SignalPoint } from '../../../papers/lists/detail-queries.ts';
import type { ListedPaper } from '../../../papers/lists/list-queries.ts';
import { cleanLine, cleanLongLine, cutAtWord } from '../../../rendering/clean-text.ts';
import { FORMATS } from '../frame/formats.ts';
import { type PaperView, paperView } from '../papers/paper-view.ts';
import { papersTexts } from '../papers/papers-texts.ts';
import { paperTexts } from './paper-texts.ts';
import { type SignalChart, signalCharts } from './signal-chart-shape.ts';

/** How much the page of one paper shows. */
const LONGEST = { title: 1_000, abstract: 10_000, name: 100, comment: 500 } as const;
const AUTHORS_NAMED = 60;
const VERSIONS_NAMED = 12;

/** A paper's own page, ready to be shown. */
export interface PaperDetailView {
  /** What its card would show. */
  card: PaperView;
  title: string;
  /** Whole, but for the names beyond sixty. */
  authors: string;
  organisation: string;
  summary: string;
  abstract: string;
  withdrawn: boolean;
  facts: { label: string; value: string }[];
  listDays: string[];
  versions: { label: string; url: string }[];
  charts: SignalChart[];
  similar: PaperView[];
}

/** Takes what is known of a paper and gives what its page shows; every text clean, cut and worded. */
export function paperDetailView(
  paper: PaperDetail,
  points: readonly SignalPoint[],
  similar: readonly ListedPaper[],
  language: Language,
): PaperDetailView {
  const card = paperView(paper, language);
  const abstract = cleanLongLine(paper.abstract ?? '', LONGEST.abstract);
  const summary = cleanLine(paper.summary ?? '');
  return {
    card,
    title: cutAtWord(cleanLine(paper.title), LONGEST.title) || papersTexts[language].untitled,
    authors: authorsOf(paper, language),
    organisation: cutAtWord(cleanLine(paper.organisation ?? ''), LONGEST.name),
    summary: summary === abstract ? '' : summary,
    abstract,
    withdrawn: paper.withdrawn,
    facts: factsOf(paper, language),
    listDays: paper.listDays,
    versions: versionsOf(paper, language),
    charts: signalCharts(points),
    similar: similar.map((each) => paperView(each, language)),
  };
}

function authorsOf(paper: ListedPaper, language: Language): string {
  const names = paper.authors.slice(0, AUTHORS_NAMED).map(cleanLine).filter(Boolean);
  const count = Math.max(paper.authorCount, paper.authors.length);
  return papersTexts[language].authors(
    names.map((name) => cutAtWord(name, LONGEST.name)),
    Math.max(0, count - names.length),
  );
}

function factsOf(paper: PaperDetail, language: Language): PaperDetailView['facts'] {
  const words = paperTexts[language];
  const comment = cutAtWord(cleanLine(paper.comment ?? ''), LONGEST.comment);
  const submitted = paper.publishedAt?.toISOString().slice(0, 10);
  return [
    { label: words.id, value: paper.id },
    ...(submitted === undefined
      ? []
      : [{ label: words.submitted, value: FORMATS[language].plainDate(submitted) }]),
    ...(paper.categories.length === 0
      ? []
      : [{ label: words.categories, value: paper.categories.slice(0, 12).map(cleanLine).join(', ') }]),
    ...(comment === '' ? [] : [{ label: words.comment, value: comment }]),
  ];
}

/** The newest first. Every version up to the newest is at arXiv, whether a source told of it or not. */
function versionsOf(paper: PaperDetail, language: Language): PaperDetailView['versions'] {
  const newest = paper.latestVersion ?? 0;
  return Array.from({ length: Math.min(newest, VERSIONS_NAMED) }, (_, place) => newest - place).map(
    (version) => {
      const dated = paper.versionDates[version]?.slice(0, 10);
      return {
        label: paperTexts[language].version(
          version,
          dated === undefined ? null : FORMATS[language].plainDate(dated),
        ),
        url: arxivPages(`${paper.id}v${version}`).abstract,
      };
    },
  );
}
