import type { Kysely } from 'kysely';
import { z } from 'zod';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import type { Database } from '../../db/schema.ts';
import { refitMeaning } from '../../papers/meaning/refresh-meaning.ts';
import { findRelated, findSimilarPapers, termsOf } from '../../papers/search/find-related.ts';
import { readRelatedCandidates } from '../../papers/search/related-queries.ts';
import { search as searchPapers } from '../../papers/search/search.ts';
import { readableText } from '../../papers/text/readable-text.ts';
import { meanFigure } from '../confidence-interval.ts';
import { type JsonLines, readJsonLines } from '../read-json-lines.ts';
import type { Figure, Scenario, ScenarioResult } from '../scenario.ts';
import { createBaseline, readAllWordsByRank } from './baseline-queries.ts';
import { type LibraryPaper, withTemporaryLibrary } from './temporary-library.ts';

type Db = Kysely<Database>;

const DOCUMENTS = 'search/documents*.jsonl.gz';
const QUERIES = 'search/queries*.jsonl.gz';
const JUDGEMENTS = 'search/judgements*.jsonl.gz';
const NEEDS = [DOCUMENTS, QUERIES, JUDGEMENTS];
const MOST_RESULTS = 20;
const MOST_SIMILAR = 5;
/** Relevance from which a paper counts as relevant, of 0 to 3. */
const RELEVANT = 2;
const ANYWHERE = { topic: null, from: null, to: null };

const documentSchema = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  abstract: z.string().nullish(),
  published: z.string().nullish(),
});
const querySchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  kind: z.string().nullish(),
  text: z.string(),
  hide: z.array(z.string()).nullish(),
});
const judgementSchema = z.object({
  query: z.union([z.string(), z.number()]).transform(String),
  document: z.string(),
  relevance: z.number(),
});

interface JudgedQuery {
  kind: string;
  text: string;
  hidden: ReadonlySet<string>;
  relevance: ReadonlyMap<string, number>;
}

interface SearchData {
  papers: LibraryPaper[];
  queries: JudgedQuery[];
  data: ScenarioResult['data'];
}

type System = (db: Db, query: JudgedQuery) => Promise<string[]>;

/** Search with judged queries: every query is typed into the search of a temporary embedded database. */
export const judgedSearch: Scenario = {
  name: 'search',
  describe: 'search with judged queries: NDCG@20 and first relevant result, by kind of query',
  needs: NEEDS,
  async run(files) {
    const { papers, queries, data } = await readSearchData(files);
    const figures = await measureSystems(papers, queries, SEARCHES, (kind, system, results, judged) => [
      meanFigure(
        `ndcg@20, ${kind}`,
        system,
        judged.map((query, at) => ndcg(results[at] ?? [], query, 20)),
      ),
      meanFigure(
        `first relevant, ${kind}`,
        system,
        judged.map((query, at) => firstRelevant(results[at] ?? [], query)),
      ),
    ]);
    return {
      legend:
        'ndcg@20: gains 2^relevance - 1, papers without a judgement count as 0. first relevant: reciprocal ' +
        `rank of the first paper with relevance ${RELEVANT} or more, or with the highest one if none has. ` +
        'postgresql: its search for all words, by ts_rank. words: any of the words by rarity, twice and more ' +
        'in titles. Hidden papers are left out of every result.',
      figures,
      data,
    };
  },
};

/** Similar papers: queries that hide the paper they were made of. */
export const judgedSimilar: Scenario = {
  name: 'similar',
  describe: 'similar papers of judged papers: NDCG@5 and share of relevant ones',
  needs: NEEDS,
  async run(files) {
    const { papers, queries, data } = await readSearchData(files);
    const known = new Set(papers.map(({ id }) => id));
    const judged = queries.filter(({ hidden }) => [...hidden].filter((id) => known.has(id)).length === 1);
    const once = [...new Map(judged.map((query) => [[...query.hidden].join(' '), query])).values()];
    const figures = await measureSystems(
      papers,
      once,
      SIMILAR,
      (_kind, system, results, of) => [
        meanFigure(
          'ndcg@5',
          system,
          of.map((query, at) => ndcg(results[at] ?? [], query, MOST_SIMILAR)),
        ),
        meanFigure(
          'relevant@5',
          system,
          of.map((query, at) => shareRelevant(results[at] ?? [], query)),
        ),
      ],
      () => 'papers',
    );
    return {
      legend:
        'Each query that hides exactly one stored paper asks for the papers similar to it. ndcg@5: gains ' +
        `2^relevance - 1. relevant@5: share with relevance ${RELEVANT} or more. words: the same candidates ` +
        'without their meaning.',
      figures,
      data,
    };
  },
};

const SEARCHES: Readonly<Record<string, System>> = {
  paperboy: async (db, { text }) => {
    const { reference, papers } = await searchPapers(
      { db, taxonomy: BUILT_IN_TAXONOMY },
      { query: text, filters: ANYWHERE },
    );
    return [...(reference ? [reference.id] : []), ...papers.map(({ paperId }) => paperId)];
  },
  postgresql: (db, { text }) => readAllWordsByRank(db, text, 2 * MOST_RESULTS),
  words: (db, { text }) => byWords(db, text),
  meaning: async (db, { text }) =>
    findRelated(
      { db, taxonomy: BUILT_IN_TAXONOMY },
      { terms: await termsOf({ db }, text), text, filters: ANYWHERE, except: null, limit: 100 },
    ),
};

const SIMILAR: Readonly<Record<string, System>> = {
  paperboy: async (db, { hidden }) => {
    const [id] = hidden;
    return id === undefined ? [] : findSimilarPapers({ db, taxonomy: BUILT_IN_TAXONOMY }, id);
  },
  words: (db, { text }) => byWords(db, text),
};

async function byWords(db: Db, text: string): Promise<string[]> {
  const terms = await termsOf({ db }, text);
  return readRelatedCandidates({ db, taxonomy: BUILT_IN_TAXONOMY }, terms, {
    filters: ANYWHERE,
    except: null,
    limit: 100,
  });
}

/** Figures of every system for each kind of query, on a temporary library with a fitted model of meaning. */
async function measureSystems(
  papers: readonly LibraryPaper[],
  queries: readonly JudgedQuery[],
  systems: Readonly<Record<string, System>>,
  figuresOf: (
    kind: string,
    system: string,
    results: readonly (readonly string[])[],
    queries: readonly JudgedQuery[],
  ) => Figure[],
  kindOf: (query: JudgedQuery) => string = ({ kind }) => kind,
): Promise<Figure[]> {
  const now = new Date(papers.reduce((newest, { published }) => Math.max(newest, timeOf(published)), 0));
  return withTemporaryLibrary(papers, now, async (db) => {
    await refitMeaning({ db, clock: { now: () => now, sleep: async () => undefined } });
    await createBaseline(db);
    const figures: Figure[] = [];
    for (const kind of new Set(queries.map(kindOf))) {
      const some = queries.filter((query) => kindOf(query) === kind);
      for (const [system, ask] of Object.entries(systems)) {
        const results: string[][] = [];
        for (const query of some) results.push((await ask(db, query)).filter((id) => !query.hidden.has(id)));
        figures.push(...figuresOf(kind, system, results, some));
      }
    }
    return figures;
  });
}

async function readSearchData(files: ReadonlyMap<string, readonly string[]>): Promise<SearchData> {
  const paths = (pattern: string) => files.get(pattern) ?? [];
  const documents = await readJsonLines(paths(DOCUMENTS), documentSchema);
  const queries = await readJsonLines(paths(QUERIES), querySchema);
  const judgements = await readJsonLines(paths(JUDGEMENTS), judgementSchema);
  const relevance = new Map<string, Map<string, number>>();
  for (const { query, document, relevance: value } of judgements.rows)
    relevance.set(query, (relevance.get(query) ?? new Map<string, number>()).set(document, value));
  const papers = new Map<string, LibraryPaper>();
  for (const { id, title, abstract, published } of documents.rows)
    papers.set(id, {
      id,
      title: readableText(title),
      abstract: readableText(abstract ?? ''),
      authors: [],
      organization: null,
      published: timeOf(published ?? null) > 0 ? (published ?? null) : null,
    });
  const parts: JsonLines<unknown>[] = [documents, queries, judgements];
  const sum = (count: (part: JsonLines<unknown>) => number) =>
    parts.reduce((total, part) => total + count(part), 0);
  return {
    papers: [...papers.values()],
    queries: queries.rows.flatMap(({ id, kind, text, hide }) => {
      const judged = relevance.get(id);
      return judged ? [{ kind: kind ?? 'query', text, hidden: new Set(hide ?? []), relevance: judged }] : [];
    }),
    data: {
      files: NEEDS.flatMap(paths),
      lines: sum(({ lines }) => lines),
      used: sum(({ rows }) => rows.length),
      bad: sum(({ bad }) => bad),
      badLines: parts.flatMap(({ badLines }) => badLines),
    },
  };
}

/** Milliseconds since 1970; 0 for a missing or unreadable date. */
function timeOf(published: string | null): number {
  const time = published === null ? 0 : Date.parse(published);
  return Number.isNaN(time) ? 0 : time;
}

function ndcg(results: readonly string[], { relevance, hidden }: JudgedQuery, depth: number): number {
  const gains = (values: readonly number[]) =>
    values.slice(0, depth).reduce((sum, value, rank) => sum + (2 ** value - 1) / Math.log2(rank + 2), 0);
  const judged = [...relevance].filter(([id]) => !hidden.has(id)).map(([, value]) => value);
  const ideal = gains(judged.sort((a, b) => b - a));
  return ideal === 0 ? 0 : gains(results.map((id) => relevance.get(id) ?? 0)) / ideal;
}

function firstRelevant(results: readonly string[], { relevance }: JudgedQuery): number {
  const least = Math.min(RELEVANT, Math.max(...relevance.values()));
  const rank = results.findIndex((id) => (relevance.get(id) ?? 0) >= least);
  return rank < 0 ? 0 : 1 / (rank + 1);
}

function shareRelevant(results: readonly string[], { relevance }: JudgedQuery): number {
  const relevant = results.slice(0, MOST_SIMILAR).filter((id) => (relevance.get(id) ?? 0) >= RELEVANT);
  return relevant.length / MOST_SIMILAR;
}
