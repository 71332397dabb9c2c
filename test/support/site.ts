import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { storePapers } from '../../src/papers/ingest/paper-queries.ts';
import { storeDailyList, storeSnapshots } from '../../src/papers/ingest/source-queries.ts';
import type { SignalReading, SourcePaper } from '../../src/ports.ts';
import { JOBS } from '../../src/queue/jobs.ts';
import { assignTopics } from '../../src/topics/assign-topics.ts';
import { createApp } from '../../src/web/http/app.ts';
import { type TestInstallation, type TestOptions, testInstallation } from './installation.ts';
import { sourcePaper } from './list.ts';

/** Pages of an installation of its own, requested without a network. */
export interface TestSite {
  ctx: TestInstallation;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  head(path: string): Promise<Response>;
  /** Sends a form as a browser does; several values of one field as an array. */
  post(path: string, fields?: Record<string, string | readonly string[]>): Promise<Response>;
  close(): Promise<void>;
}

/** Opens an installation and its web side. */
export async function testSite(options: TestOptions = {}): Promise<TestSite> {
  const ctx = await testInstallation(options);
  const app = createApp(ctx);
  return {
    ctx,
    get: async (path, headers = {}) => app.request(path, { headers }),
    head: async (path) => app.request(path, { method: 'HEAD' }),
    post: async (path, fields = {}) => app.request(path, { method: 'POST', body: formBody(fields) }),
    close: () => ctx.close(),
  };
}

/** Fields as a browser encodes them. */
export function formBody(fields: Record<string, string | readonly string[]>): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const each of typeof value === 'string' ? [value] : value) body.append(name, each);
  return body;
}

/** Stores papers on the list of a day, with current readings, and classifies them. */
export async function putPapers(
  ctx: TestInstallation,
  day: string,
  papers: readonly (Partial<SourcePaper> & { id: string })[],
  readings: readonly SignalReading[] = [],
): Promise<void> {
  const now = ctx.clock.now();
  await storePapers(
    ctx.db,
    'hugging-face',
    papers.map((paper) => sourcePaper({ listDay: day, ...paper })),
    now,
  );
  await storeDailyList(
    ctx.db,
    'hugging-face',
    day,
    papers.map(({ id }) => ({ paperId: id })),
    now,
  );
  await storeSnapshots(ctx.db, 'hugging-face', readings, now);
  await assignTopics(ctx);
}

/** The same database, with a list of the kinds of statements it has run since. */
export function recordStatements(ctx: Pick<TestInstallation, 'db'>): {
  db: TestInstallation['db'];
  statements: string[];
} {
  const statements: string[] = [];
  const db = ctx.db.withPlugin({
    transformQuery: ({ node }) => {
      statements.push(node.kind);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { db, statements };
}

/** A hash over every row of every table, the queue's included. */
export async function hashDatabase(ctx: Pick<TestInstallation, 'db' | 'queue'>): Promise<string> {
  // BullMQ stores a queue's settings in the background when it is first used; getVersion waits for that.
  for (const name of new Set([JOBS.notify.queue, JOBS.answer.queue]))
    await ctx.queue.queue(name).getVersion();
  const tables = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
    order by 1, 2`.execute(ctx.db);
  const hash = createHash('sha256');
  for (const { schema, name } of tables.rows) {
    const { rows } = await sql<{ all: string | null }>`
      select md5(string_agg(entry::text, '|' order by entry::text)) as all
      from ${sql.table(`${schema}.${name}`)} as entry`.execute(ctx.db);
    hash.update(`${schema}.${name} ${rows[0]?.all ?? ''}\n`);
  }
  return hash.digest('hex');
}
