import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, type DatabaseConnection } from '../../src/db/connect.ts';
import { MIGRATIONS, migrate, pendingMigrations } from '../../src/db/migrate.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../support/installation.ts';
import { type Column, dumpSchema, readColumns } from '../support/schema-dump.ts';

/** What the migrations make, to be read and to be compared: `npx vitest run test/db/schema.test.ts -u` writes it anew. */
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

    it('is the committed one', async () => {
      await expect(HEAD + (await dumpSchema(ctx.db))).toMatchFileSnapshot(COMMITTED);
    });

    it('is what src/db/schema.ts tells Kysely: tables, columns, kinds, and what may be null', async () => {
      const columns = await readColumns(ctx.db);
      expect(columns.length).toBeGreaterThan(100);
      expect(columns.map(described).sort()).toEqual(declaredColumns().sort());
    });

    it('is made once: a second run applies nothing', async () => {
      const before = await dumpSchema(ctx.db);
      expect(await pendingMigrations(ctx.db)).toEqual([]);
      expect(await migrate(ctx.db)).toEqual([]);
      expect(await dumpSchema(ctx.db)).toBe(before);
    });

    it('gives days, times, counts and values back as the types say', async () => {
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

  it('are all pending on an empty database, and asking changes nothing', async () => {
    expect(await pendingMigrations(ctx.db)).toEqual(Object.keys(MIGRATIONS));
    expect(await readColumns(ctx.db)).toEqual([]);
  });

  it('are applied once when four run them at once', async () => {
    const applied = await Promise.all(connections.map(({ db }) => migrate(db)));
    expect(applied.flat()).toEqual(Object.keys(MIGRATIONS));
    expect(await pendingMigrations(ctx.db)).toEqual([]);
    expect(HEAD + (await dumpSchema(ctx.db))).toBe(readFileSync('src/db/schema.sql', 'utf8'));
  });
});

/** A column as both sides can tell it: `table.name: kind`, with ` | null` where it may be. */
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
  tsvector: 'string',
};

/** What interface Database says, read from its text: types are gone when the test runs. */
function declaredColumns(): string[] {
  const text = readFileSync('src/db/schema.ts', 'utf8');
  const [, body = ''] = /export interface Database \{\n(.*?)\n\}/s.exec(text) ?? [];
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
