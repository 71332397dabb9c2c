import { createHash } from 'node:crypto';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { canonicalCategory } from '../../papers/arxiv-id.ts';
import { classify } from '../../topics/classify.ts';
import { classifyByPhrases } from '../../topics/classify-by-phrases.ts';
import { type LearnedWords, learnedLogits } from '../../topics/learned-words.ts';
import { statisticFigure } from '../confidence-interval.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { type FieldsOfPaper, fieldF1, macroF1 } from './field-f1.ts';
import { EIGHT_FIELDS, type Field, SIX_FIELDS } from './fields.ts';
import {
  type CategorizedPaper,
  fitterOf,
  HISTORY_FILES,
  LISTING_FILES,
  readCategorizedPapers,
} from './read-papers.ts';

const FOLDS = 5;

/** A paper with categories, and the model that has not seen it. */
interface MeasuredPaper {
  paper: CategorizedPaper;
  /** Canonical names. Known to the measure only. */
  categories: ReadonlySet<string | null>;
  model: LearnedWords;
}

/** Finds topics by title and abstract alone. */
type Classifier = (measured: MeasuredPaper) => readonly string[];

const hidden = ({ paper }: MeasuredPaper) => ({ ...paper, categories: [] });

const CLASSIFIERS: Readonly<Record<string, Classifier>> = {
  paperboy: (measured) =>
    classify(BUILT_IN_TAXONOMY, hidden(measured), measured.model).map(({ topic }) => topic),
  phrases: (measured) => classifyByPhrases(BUILT_IN_TAXONOMY, hidden(measured)).map(({ topic }) => topic),
  'learned words': ({ paper, model }) =>
    [...(learnedLogits(model, paper) ?? [])].filter(([, logit]) => logit > 0).map(([topic]) => topic),
};

/** Fields of arXiv papers, told from title and abstract alone. */
export const topics: Scenario = {
  name: 'topics',
  describe: 'fields of arXiv papers by title and abstract, against the categories that arXiv lists',
  needs: [LISTING_FILES],
  uses: [HISTORY_FILES],
  async run(files, { from }) {
    const { listed, history, read } = await readCategorizedPapers(files);
    const measured = from === null ? inFolds(listed, history) : fromDay(listed, history, from);
    const largest = largestField(measured);
    return {
      legend:
        'macro-f1: mean F1 of fields of research, categories hidden from the classifier. A paper is in a field ' +
        'when arXiv lists it in one of its categories, cross-lists included, and is told to be when it gets one ' +
        `of its topics. ${EIGHT_FIELDS.map(describeField).join('; ')}. Six fields: the first six. ` +
        'phrases, learned words: each alone; paperboy: both. largest field: every paper in the field with most ' +
        `papers. The learned words are fitted without the papers measured: in ${FOLDS} folds by a hash of the id, ` +
        'or on the days before --from. Phrases were written by hand, whatever the day.',
      figures: [
        ...Object.entries(CLASSIFIERS).flatMap(([system, find]) =>
          figuresOf(system, measured, (each) => fieldsByTopics(find(each))),
        ),
        ...figuresOf('largest field', measured, () => [largest]),
      ],
      data: { files: [...files.values()].flat(), used: measured.length, ...read },
    };
  },
};

const describeField = ({ name, categories, topics: slugs }: Field) =>
  `${name}: ${categories.join(', ')} by ${slugs.join(', ')}`;

const measure = (paper: CategorizedPaper, model: LearnedWords): MeasuredPaper => ({
  paper,
  categories: new Set(paper.categories.map(canonicalCategory)),
  model,
});

function inFolds(listed: readonly CategorizedPaper[], history: readonly CategorizedPaper[]): MeasuredPaper[] {
  const foldOf = ({ id }: CategorizedPaper) => (createHash('sha256').update(id).digest()[0] ?? 0) % FOLDS;
  const fitTo = fitterOf([...history, ...listed]);
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const model = fitTo([...history, ...listed.filter((paper) => foldOf(paper) !== fold)]);
    return listed.filter((paper) => foldOf(paper) === fold).map((paper) => measure(paper, model));
  });
}

function fromDay(
  listed: readonly CategorizedPaper[],
  history: readonly CategorizedPaper[],
  from: string,
): MeasuredPaper[] {
  const earlier = [...history, ...listed].filter(({ published }) => published < from);
  const model = fitterOf(earlier)(earlier);
  return listed.filter(({ published }) => published >= from).map((paper) => measure(paper, model));
}

const isIn = (field: Field, { categories }: MeasuredPaper) =>
  field.categories.some((name) => categories.has(name));

function fieldsByTopics(found: readonly string[]): Field[] {
  return EIGHT_FIELDS.filter((field) => field.topics.some((topic) => found.includes(topic)));
}

function largestField(papers: readonly MeasuredPaper[]): Field | undefined {
  const size = (field: Field) => papers.filter((paper) => isIn(field, paper)).length;
  return [...EIGHT_FIELDS].sort((a, b) => size(b) - size(a))[0];
}

function figuresOf(
  system: string,
  papers: readonly MeasuredPaper[],
  tell: (paper: MeasuredPaper) => readonly (Field | undefined)[],
): Figure[] {
  const told = papers.map(tell);
  const compare = (fields: readonly Field[]): FieldsOfPaper[] =>
    papers.map((paper, place) => ({
      recorded: fields.map((field) => isIn(field, paper)),
      told: fields.map((field) => told[place]?.includes(field) ?? false),
    }));
  return [
    statisticFigure('macro-f1, six fields', system, compare(SIX_FIELDS), macroF1),
    statisticFigure('macro-f1, eight fields', system, compare(EIGHT_FIELDS), macroF1),
    ...EIGHT_FIELDS.map((field) =>
      statisticFigure(`f1, ${field.name}`, system, compare([field]), (drawn) => fieldF1(drawn, 0)),
    ),
  ];
}
