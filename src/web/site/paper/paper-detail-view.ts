import type { Language } from '../../../../config/languages.ts';
import { FORMATS } from '../../../../templates/formats.ts';
import { arxivPages } from '../../../papers/arxiv-id.ts';
import { bibtexEntry } from '../../../papers/citation/bibtex.ts';
import type { CitablePaper } from '../../../papers/citation/cited-paper.ts';
import type { PaperDetail, SignalPoint } from '../../../papers/lists/detail-queries.ts';
import type { ListedPaper } from '../../../papers/lists/list-queries.ts';
import type { NamedBy } from '../../../papers/lists/people-queries.ts';
import { cleanLine, cleanLongLine, cutAtWord } from '../../../papers/text/clean-text.ts';
import type { Site } from '../frame/site.ts';
import { type PaperView, paperView } from '../papers/paper-view.ts';
import { papersTexts } from '../papers/papers-texts.ts';
import { type NameLink, nameLink } from '../people/person-view.ts';
import { paperTexts } from './paper-texts.ts';
import { latestValues, type SignalChart, signalCharts } from './signal-chart-shape.ts';

/** Longest texts of a paper's own page, in characters. */
const MAX_LENGTH = { title: 1_000, abstract: 10_000, comment: 500 } as const;
const MAX_VERSIONS = 12;
/** Authors in the entry on the page; the file names all. */
const MAX_AUTHORS_CITED = 100;

/** A paper as its own page shows it. */
export interface PaperDetailView {
  /** The same paper as lists show it. */
  card: PaperView;
  title: string;
  authors: readonly NameLink[];
  /** Number of authors that no source names. */
  unnamedAuthors: number;
  organization: NameLink | null;
  summary: string;
  /** True if the summary is a language model's. */
  generated: boolean;
  abstract: string;
  withdrawn: boolean;
  facts: { label: string; value: string }[];
  listDays: string[];
  versions: { label: string; url: string }[];
  charts: SignalChart[];
  /** Values with their units of the signals that have no chart yet. */
  latest: string[];
  citable: CitablePaper;
  /** BibTeX entry with at most 100 authors. */
  bibtex: string;
  similar: PaperView[];
}

/** Shapes everything known about a paper for its page. All its texts are external and hostile. */
export function paperDetailView(
  site: Pick<Site, 'taxonomy' | 'language'>,
  paper: PaperDetail,
  citable: CitablePaper,
  points: readonly SignalPoint[],
  similar: readonly ListedPaper[],
): PaperDetailView {
  const { language } = site;
  const card = paperView(site, paper);
  const abstract = cleanLongLine(paper.abstract ?? '', MAX_LENGTH.abstract);
  const summary = cleanLine(paper.summary ?? '');
  return {
    card,
    title: cutAtWord(cleanLine(paper.title), MAX_LENGTH.title) || papersTexts[language].untitled,
    ...namesOf(paper),
    unnamedAuthors: Math.max(0, paper.authorCount - paper.authors.length),
    summary: summary === abstract ? '' : summary,
    generated: paper.generated ?? false,
    abstract,
    withdrawn: paper.withdrawn,
    facts: factsOf(paper, language),
    listDays: paper.listDays,
    versions: versionsOf(paper, language),
    charts: signalCharts(points),
    latest: latestValues(points).map(({ signal, value }) => papersTexts[language].units[signal](value)),
    citable,
    bibtex: bibtexEntry(citable, { mostNames: MAX_AUTHORS_CITED }),
    similar: similar.map((each) => paperView(site, each)),
  };
}

/** Names as links to their pages. A withdrawn paper is on no list, so its names may have no page. */
function namesOf({ withdrawn, ...paper }: PaperDetail): Pick<PaperDetailView, 'authors' | 'organization'> {
  const link = (kind: NamedBy['kind'], name: string): NameLink => {
    const named = nameLink(kind, name);
    return withdrawn ? { ...named, path: null } : named;
  };
  const organization = link('organization', paper.organization ?? '');
  return {
    authors: paper.authors.map((name) => link('author', name)).filter(({ name }) => name !== ''),
    organization: organization.name === '' ? null : organization,
  };
}

function factsOf(paper: PaperDetail, language: Language): PaperDetailView['facts'] {
  const texts = paperTexts[language];
  const comment = cutAtWord(cleanLine(paper.comment ?? ''), MAX_LENGTH.comment);
  const submitted = paper.publishedAt?.toISOString().slice(0, 10);
  return [
    { label: texts.id, value: paper.id },
    ...(submitted === undefined
      ? []
      : [{ label: texts.submitted, value: FORMATS[language].plainDate(submitted) }]),
    ...(paper.categories.length === 0
      ? []
      : [{ label: texts.categories, value: paper.categories.slice(0, 12).map(cleanLine).join(', ') }]),
    ...(comment === '' ? [] : [{ label: texts.comment, value: comment }]),
  ];
}

/** Newest first. arXiv has every version up to the latest, even those that no source reported. */
function versionsOf(paper: PaperDetail, language: Language): PaperDetailView['versions'] {
  const newest = paper.latestVersion ?? 0;
  return Array.from({ length: Math.min(newest, MAX_VERSIONS) }, (_, place) => newest - place).map(
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
