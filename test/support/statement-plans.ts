import { type Kysely, type KyselyPlugin, PostgresQueryCompiler, sql } from 'kysely';
import pg from 'pg';
import type { Database } from '../../src/db/schema.ts';

/** Statement as it was sent to PostgreSQL. */
export interface RecordedStatement {
  sql: string;
  parameters: readonly unknown[];
}

/** Wraps a database so that the statements sent through it are recorded, those of transactions included. */
export function recordStatements(db: Kysely<Database>): {
  db: Kysely<Database>;
  statements: RecordedStatement[];
} {
  const statements: RecordedStatement[] = [];
  const compiler = new PostgresQueryCompiler();
  const recorder: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      statements.push(compiler.compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { db: db.withPlugin(recorder), statements };
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Rows Removed by Join Filter'?: number;
  Plans?: PlanNode[];
}

/** Most rows that any step of a statement read, with the steps in words for a failure. */
export interface ReadRows {
  statement: string;
  most: number;
  steps: string[];
}

/**
 * Runs recorded statements once more, in order and rolled back, and counts the rows that each step of their
 * plans read: returned and rejected ones, over all loops. `custom` plans know the parameters; `generic` ones
 * do not, as for a prepared statement.
 */
export async function countReadRows(
  client: pg.Client,
  recorded: readonly RecordedStatement[],
  plan: 'custom' | 'generic',
): Promise<ReadRows[]> {
  const read: ReadRows[] = [];
  await client.query('begin');
  try {
    await client.query(`set local plan_cache_mode = force_${plan}_plan`);
    for (const { sql: statement, parameters } of recorded) {
      await client.query(`prepare recorded as ${statement}`);
      const values = parameters.length === 0 ? '' : `(${parameters.map(toLiteral).join(', ')})`;
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
        `explain (analyze, timing off, format json) execute recorded${values}`,
      );
      await client.query('deallocate recorded');
      const [root] = rows[0]?.['QUERY PLAN'] ?? [];
      if (!root) throw new Error('PostgreSQL returned no plan.');
      const steps = stepsOf(root.Plan);
      read.push({
        statement,
        most: Math.max(...steps.map((step) => step.read)),
        steps: steps.map((step) => `${step.name}: ${step.read}`),
      });
    }
    return read;
  } finally {
    await client.query('rollback');
    await client.query('deallocate all');
  }
}

function stepsOf(node: PlanNode): { name: string; read: number }[] {
  const rejected =
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0);
  const name = [node['Node Type'], node['Relation Name'], node['Index Name']].filter(Boolean).join(' ');
  const read = (node['Actual Rows'] + rejected) * node['Actual Loops'];
  return [{ name, read }, ...(node.Plans ?? []).flatMap(stepsOf)];
}

function toLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return pg.escapeLiteral(value.toISOString());
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map(toElement).join(',')}}`);
  return pg.escapeLiteral(String(value));
}

function toElement(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const text = value instanceof Date ? value.toISOString() : String(value);
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Brings the statistics of all tables to the present; autovacuum is off in tests. */
export async function refreshStatistics(db: Kysely<Database>): Promise<void> {
  await sql`vacuum analyze`.execute(db);
}
