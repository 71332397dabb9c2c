import { z } from 'zod';
import { canonicalCategory } from '../../papers/arxiv-id.ts';
import { readableText } from '../../papers/text/readable-text.ts';
import { classify } from '../../topics/classify.ts';
import { statisticFigure } from '../confidence-interval.ts';
import { readJsonLines } from '../read-json-lines.ts';
import type { Figure, Scenario } from '../scenario.ts';
import { type FieldsOfPaper, fieldF1, macroF1 } from './field-f1.ts';
import { EIGHT_FIELDS, type Field, SIX_FIELDS } from './fields.ts';

const LISTING = 'arxiv/listing*.jsonl.gz';

const rowSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  abstract: z.string(),
  categories: z.array(z.string()),
  published: z.string(),
});

interface ListedPaper {
  title: string;
  abstract: string;
  /** Known to the measure only. */
  categories: ReadonlySet<string | null>;
  published: string;
}

/** Fields of arXiv papers, told from title and abstract alone. */
export const topics: Scenario = {
  name: 'topics',
  describe: 'fields of arXiv papers by title and abstract, against the categories that arXiv lists',
  needs: [LISTING],
  async run(files, { from }) {
    const paths = files.get(LISTING) ?? [];
    const { rows, ...read } = await readJsonLines(paths, rowSchema);
    const papers = distinct(rows).filter(({ published }) => from === null || published >= from);
    return {
      legend:
        'macro-f1: mean F1 of fields of research, categories hidden from the classifier. A paper is in a field ' +
        'when arXiv lists it in one of its categories, cross-lists included, and is told to be when it gets one ' +
        `of its topics. ${EIGHT_FIELDS.map(describeField).join('; ')}. Six fields: the first six. ` +
        'largest field: every paper in the field with most papers.',
      figures: [
        ...figuresOf('paperboy', papers, tellByPhrases),
        ...figuresOf('largest field', papers, () => [largestField(papers)]),
      ],
      data: { files: paths, lines: read.lines, used: papers.length, bad: read.bad, badLines: read.badLines },
    };
  },
};

const describeField = ({ name, categories, topics: slugs }: Field) =>
  `${name}: ${categories.join(', ')} by ${slugs.join(', ')}`;

/** Papers by base id, each once, as ingest stores their texts. */
function distinct(rows: readonly z.infer<typeof rowSchema>[]): ListedPaper[] {
  const byId = new Map<string, ListedPaper>();
  for (const row of rows)
    byId.set(row.id.replace(/v\d+$/, ''), {
      title: readableText(row.title),
      abstract: readableText(row.abstract),
      categories: new Set(row.categories.map(canonicalCategory)),
      published: row.published,
    });
  return [...byId.values()];
}

const isIn = (field: Field, paper: ListedPaper) =>
  field.categories.some((name) => paper.categories.has(name));

function tellByPhrases({ title, abstract }: ListedPaper): Field[] {
  const found = new Set(classify({ title, abstract, categories: [] }).map(({ topic }) => topic));
  return EIGHT_FIELDS.filter((field) => field.topics.some((topic) => found.has(topic)));
}

function largestField(papers: readonly ListedPaper[]): Field | undefined {
  const size = (field: Field) => papers.filter((paper) => isIn(field, paper)).length;
  return [...EIGHT_FIELDS].sort((a, b) => size(b) - size(a))[0];
}

function figuresOf(
  system: string,
  papers: readonly ListedPaper[],
  tell: (paper: ListedPaper) => readonly (Field | undefined)[],
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
