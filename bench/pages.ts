import { fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../config/env.ts';
import { BUILT_IN_TAXONOMY } from '../config/topics/built-in.ts';
import { createLog } from '../src/log.ts';
import { storePapers } from '../src/papers/ingest/paper-queries.ts';
import { storeDailyList, storeSnapshots } from '../src/papers/ingest/source-queries.ts';
import type { SourcePaper } from '../src/ports.ts';
import { storeTopics } from '../src/topics/topic-queries.ts';
import { namePath } from '../src/web/site/people/person-view.ts';
import { type Installation, install } from '../src/wiring.ts';
import { type GeneratedPaper, generateLibrary, pick, seededNumbers } from './generated-papers.ts';
import { load } from './load.ts';
import type { Figure } from './measure.ts';
import { startPostgres } from './private-servers.ts';
import { settleTables } from './settle-queries.ts';

const PAPERS = 100_000;
/** Smaller, because the embedded database stores papers one after the other. */
const PAPERS_EMBEDDED = 5_000;
const BATCH = 1_000;
const SEED = 1;
const REQUESTS = 1_000;
/** Requests per kind of search, to find the kind that slows the mix down. */
const REQUESTS_PER_KIND = 200;
/** Every 50th stored paper is requested by name, title or id: 2,000 of 100,000. */
const REQUEST_EVERY = 50;
const CONNECTIONS = 2;

/**
 * Measures `/`, the pages of papers, authors and organizations, and searches over a real socket, next to a
 * bare Hono response from the same process.
 */
export async function benchPages(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'paperboy-bench-'));
  chmodSync(directory, 0o755);
  const postgres = await startPostgres(directory);
  const papers = postgres ? PAPERS : PAPERS_EMBEDDED;
  if (!postgres) process.stderr.write(`PostgreSQL is not installed: ${papers} papers, embedded.\n`);
  const variables = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: directory,
    PORT: '0',
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
  };
  try {
    return await measurePages(variables, papers, await storeLibrary(variables, papers));
  } finally {
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measurePages(
  variables: Record<string, string>,
  papers: number,
  known: readonly SourcePaper[],
): Promise<Figure[]> {
  const server = fork(new URL('./pages-server.ts', import.meta.url), [JSON.stringify(variables)], {
    execArgv: process.execArgv,
  });
  try {
    const { web, bare } = await new Promise<{ web: string; bare: string }>((resolve, reject) => {
      server.once('message', (message) => resolve(message as { web: string; bare: string }));
      server.once('exit', (code) => reject(new Error(`The benchmark server ended with ${code}.`)));
    });
    const { paper, author, organization, searches } = requestPaths(known);
    const mixed = [...searches.values()];
    const search = (number: number) => mixed[number % mixed.length]?.() ?? '';
    const figures: Figure[] = [];
    const measure = async (
      name: string,
      base: string,
      paths: (number: number) => string,
      requests: number,
    ) => {
      const { perSecond, p50, p95, p99 } = await load(base, paths, { requests, connections: CONNECTIONS });
      const figure = (what: string, value: number, unit: string): Figure => ({
        bench: 'pages',
        figure: `${name} at ${papers} papers, ${what}`,
        value,
        unit,
      });
      figures.push(figure('throughput', perSecond, 'requests/s'), figure('p50', p50, 'ms'));
      figures.push(figure('p95', p95, 'ms'), figure('p99', p99, 'ms'));
    };
    await measure('bare Hono', bare, () => '/', REQUESTS);
    await measure('/', web, () => '/', REQUESTS);
    await measure('/papers/:id', web, paper, REQUESTS);
    await measure('/authors/:name', web, author, REQUESTS_PER_KIND);
    await measure('/organizations/:name', web, organization, REQUESTS_PER_KIND);
    await measure('/search', web, search, REQUESTS);
    for (const [kind, ask] of searches) await measure(`/search for ${kind}`, web, ask, REQUESTS_PER_KIND);
    return figures;
  } finally {
    server.disconnect();
  }
}

/** Paths to request: papers from the whole library, and a fixed mix of searches. */
function requestPaths(known: readonly SourcePaper[]) {
  const { words } = generateLibrary(SEED);
  const random = seededNumbers(SEED + 1);
  const wordFrom = (from: number, to: number) => pick(words.slice(from, to), random);
  const noise = () => Array.from({ length: 6 }, () => pick([...'jkqvwxz'], random)).join('');
  const slip = (word: string) => word.slice(0, 2) + word.slice(3);
  const kinds: Record<string, () => string> = {
    'a title': () => pick(known, random).title,
    'a common word': () => wordFrom(0, 40),
    'two words': () => `${wordFrom(0, 200)} ${wordFrom(0, 2_000)}`,
    'three words': () => `${wordFrom(100, 2_000)} ${wordFrom(100, 2_000)} ${wordFrom(100, 2_000)}`,
    'a slip': () => `${slip(wordFrom(100, 5_000))} ${wordFrom(0, 500)}`,
    'an author': () => pick(pick(known, random).authors, random),
    'an id': () => `arXiv:${pick(known, random).id}`,
    nonsense: () => `${noise()} ${noise()}`,
  };
  const searches = Object.entries(kinds).map(
    ([kind, ask]) => [kind, () => `/search?q=${encodeURIComponent(ask())}`] as const,
  );
  const organizations = known.flatMap(({ organisation }) => organisation ?? []);
  return {
    paper: () => `/papers/${pick(known, random).id}`,
    author: () => namePath('author', pick(pick(known, random).authors, random)) ?? '/',
    organization: () => namePath('organization', pick(organizations, random)) ?? '/',
    searches: new Map(searches),
  };
}

/** Stores the library and returns the papers to request. */
async function storeLibrary(variables: Record<string, string>, papers: number): Promise<SourcePaper[]> {
  const ctx = await install(readEnv(variables), { log: createLog('silent'), migrate: 'apply' });
  const known: SourcePaper[] = [];
  try {
    const library = generateLibrary(SEED);
    for (let first = 0; first < papers; first += BATCH) {
      const count = Math.min(BATCH, papers - first);
      const batch = Array.from({ length: count }, (_, place) => library.paper(first + place, papers));
      await store(ctx, batch);
      known.push(...batch.filter((_, place) => place % REQUEST_EVERY === 0).map(({ paper }) => paper));
    }
    await settleTables(ctx.db);
    return known;
  } finally {
    await ctx.close();
  }
}

async function store({ db }: Installation, batch: readonly GeneratedPaper[]): Promise<void> {
  const source = 'hugging-face';
  const now = new Date('2026-11-23T08:00:00Z');
  await storePapers(
    db,
    source,
    batch.map(({ paper }) => paper),
    now,
  );
  for (const [day, on] of groupBy(batch, ({ listDay }) => listDay ?? '')) {
    const ids = on.map(({ paper }) => paper.id);
    if (day !== '')
      await storeDailyList(
        db,
        source,
        day,
        ids.map((paperId) => ({ paperId })),
        now,
      );
  }
  const readings = batch.flatMap((made) => made.readings);
  for (const [at, some] of groupBy(readings, (reading) => reading.at.toISOString()))
    await storeSnapshots(db, source, some, new Date(at));
  await storeTopics(
    db,
    BUILT_IN_TAXONOMY.version,
    batch.map(({ paper, topics }) => ({ id: paper.id, contentHash: '', topics })),
    now,
  );
}

function groupBy<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return groups;
}
