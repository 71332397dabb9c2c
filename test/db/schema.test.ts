import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, type DatabaseConnection } from '../../src/db/connect.ts';
import { MIGRATIONS, migrate, pendingMigrations } from '../../src/db/migrate.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../support/installation.ts';
import { type Column, dumpSchema, readColumns } from '../support/schema-dump.ts';

/** Dump of the migrated schema. Update it with `npx vitest run test/db/schema.test.ts -u`. */
const COMMITTED = '../../src/db/schema.sql';
const HEAD = `-- The schema that the migrations make. Written by test/db/schema.test.ts; never edited by hand.\n\n`;

describe.each(WAYS.filter((way) => way !== 'redis'))('the schema (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    beforeAll(async () => {
      ctx = await testInstallation({ way });
    });
    afterAll(() => ctx.close());

    it('matches src/db/schema.sql', async () => {
      await expect(HEAD + (await dumpSchema(ctx.db))).toMatchFileSnapshot(COMMITTED);
    });

    it('matches src/db/schema.ts: tables, columns, types and nullability', async () => {
      const columns = await readColumns(ctx.db);
      expect(columns.length).toBeGreaterThan(100);
      expect(columns.map(described).sort()).toEqual(declaredColumns().sort());
    });

    it('is migrated once: a second run applies nothing', async () => {
      const before = await dumpSchema(ctx.db);
      expect(await pendingMigrations(ctx.db)).toEqual([]);
      expect(await migrate(ctx.db)).toEqual([]);
      expect(await dumpSchema(ctx.db)).toBe(before);
    });

    it('returns days, times, counts and values in the declared types', async () => {
      const now = new Date('2026-11-23T08:00:00.123Z');
      const source = {
        source: 'a-source',
        state: 'fresh',
        checked_at: now,
        succeeded_at: null,
        failures: 3,
        reason: null,
      };
      await ctx.db
        .insertInto('source_states')
        .values({ ...source, newest_day: '2026-11-22' })
        .execute();
      const row = await ctx.db.selectFrom('source_states').selectAll().executeTakeFirst();
      expect(row).toEqual({ ...source, newest_day: '2026-11-22' });
      const entry = {
        at: now,
        operator: 'me',
        verb: 'pause',
        subject: 'x',
        before: null,
        after: JSON.stringify({ a: ['ä'] }),
      };
      const audit = await ctx.db
        .insertInto('operator_audit')
        .values(entry)
        .returningAll()
        .executeTakeFirstOrThrow();
      expect(audit).toEqual({ ...entry, id: expect.anything(), after: { a: ['ä'] } });
      expect(typeof audit.id).toBe('number');
    });
  });
});

describe.skipIf(missingFor('postgres') !== null)('migrations on a server', () => {
  let ctx: TestInstallation;
  const connections: DatabaseConnection[] = [];
  beforeAll(async () => {
    ctx = await testInstallation({ way: 'postgres' });
    await ctx.db.schema.dropSchema('public').cascade().execute();
    await ctx.db.schema.createSchema('public').execute();
    for (let index = 0; index < 4; index += 1) connections.push(await connectDatabase(ctx.env, () => {}));
  });
  afterAll(async () => {
    for (const connection of connections) await connection.close();
    await ctx.close();
  });

  it('are all pending on an empty database, and reading them changes nothing', async () => {
    expect(await pendingMigrations(ctx.db)).toEqual(Object.keys(MIGRATIONS));
    expect(await readColumns(ctx.db)).toEqual([]);
  });

  it('are applied once by four concurrent runs', async () => {
    const applied = await Promise.all(connections.map(({ db }) => migrate(db)));
    expect(applied.flat()).toEqual(Object.keys(MIGRATIONS));
    expect(await pendingMigrations(ctx.db)).toEqual([]);
    expect(HEAD + (await dumpSchema(ctx.db))).toBe(readFileSync('src/db/schema.sql', 'utf8'));
  });
});

/** Column in the form both sides can produce: `table.name: kind`, with ` | null` if nullable. */
function described({ table, name, type, nullable }: Column): string {
  return `${table}.${name}: ${KINDS[type] ?? type}${nullable ? ' | null' : ''}`;
}

const KINDS: Record<string, string> = {
  text: 'string',
  uuid: 'string',
  integer: 'number',
  bigint: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  'timestamp with time zone': 'Date',
  date: 'Day',
  jsonb: 'Json',
  'text[]': 'string[]',
  tsvector: 'string',
  bytea: 'Uint8Array',
};

/** Columns of interface Database, read from its text: types do not exist at run time. */
function declaredColumns(): string[] {
  const bodies = ['src/db/schema.ts', 'src/db/paper-tables.ts'].map((file) => {
    const [, body = ''] = /export interface [^{]*\{\n(.*?)\n\}/s.exec(readFileSync(file, 'utf8')) ?? [];
    return body;
  });
  const body = bodies.join('\n');
  return [...body.matchAll(/^ {2}(\w+): \{(.*?)\};$/gms)].flatMap(([, table, fields = '']) =>
    [...fields.matchAll(/(\w+): (?:Generated<)?((?:[^;<>]|<[^;]*>)+?)>?;?\s*(?=;|$|\w+:)/g)].map(
      ([, name, type = '']) => `${table}.${name}: ${declaredKind(type)}`,
    ),
  );
}

function declaredKind(type: string): string {
  const kind = /^(?:Json|ColumnType)</.test(type) ? 'Json' : type.replace(' | null', '');
  return `${kind}${type.includes('null') ? ' | null' : ''}`;
}
