import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importSubscribers } from '../../../src/subscribers/csv/import-subscribers.ts';
import { readPreferences } from '../../../src/subscribers/preferences/preference-queries.ts';
import { findSubscriberByAddress } from '../../../src/subscribers/subscriber-queries.ts';
import { unsubscribe } from '../../../src/subscribers/unsubscribe.ts';
import { insertSuppression } from '../../../src/suppression/suppression-queries.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { contentsOf, emptyTables } from '../../support/tables.ts';

const NOW = '2026-11-23T08:05:00Z';
const HEADER = 'address,consent_at,consent_source';
const line = (address: string, rest = '') => `${address},2026-03-01T09:30:00Z,a form${rest}`;

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(NOW));
afterEach(() => emptyTables(ctx.db));

/** In pieces of seven bytes, so that nothing depends on the place where a file happens to be cut. */
const run = (text: string) => {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
    bytes.subarray(7 * index, 7 * index + 7),
  );
  return importSubscribers(ctx, Readable.from(pieces, { objectMode: false }));
};
const addresses = async () => {
  const rows = await ctx.db.selectFrom('subscribers').select('address').orderBy('address').execute();
  return rows.map(({ address }) => address);
};

describe('importSubscribers', () => {
  it('reads files written by spreadsheets', async () => {
    const file = [
      '\uFEFF"Email",First Name,"Consent_At", consent_source ,queries,Notes',
      'Ada@Example.com,Ada,2026-03-01T09:30:00Z,"a form, on paper","sparse attention; ""graph networks""",',
      '',
      '  bob@example.com ,Bob,2026-03-02,web,,"two',
      'lines"',
      'zoë@example.com,Zoë,2026-03-02,web,,',
      'eve@example.com,Eve,2026-03-03,web',
      '',
    ].join('\r\n');
    expect(await run(file)).toEqual({
      added: 3,
      known: 0,
      suppressed: 0,
      problems: [{ line: 6, problems: [expect.stringMatching(/SMTPUTF8/)] }],
    });
    expect(await addresses()).toEqual(['ada@example.com', 'bob@example.com', 'eve@example.com']);
    const ada = await findSubscriberByAddress(ctx.db, 'ada@example.com');
    expect(ada).toMatchObject({
      state: 'active',
      consentAt: new Date('2026-03-01T09:30:00Z'),
      consentSource: 'a form, on paper',
      createdAt: new Date(NOW),
    });
    const preferences = await readPreferences(ctx.db, [ada?.id ?? '']);
    expect(preferences.get(ada?.id ?? '')?.interests.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['sparse attention', '"graph networks"']),
    );
    expect(await ctx.db.selectFrom('notifications').select('id').execute()).toEqual([]);
  });

  it('reports invalid lines by number, also after cells with line breaks', async () => {
    const file = [
      `${HEADER},notes`,
      line('ada@example.com', ',"one\ntwo\nthree"'),
      line('nonsense', ',line 5'),
      '',
      line('bob@example.com', ',line 7'),
      'carol@example.com,,,line 8',
      `,,,"lines 9\nto 10"`,
      line('dora@example.com', ',line 11'),
    ].join('\n');
    const report = await run(file);
    expect(report).toMatchObject({ added: 3, known: 0 });
    expect(report.problems).toEqual([
      { line: 5, problems: ['address is not a valid email address'] },
      {
        line: 8,
        problems: [expect.stringContaining('consent_at'), expect.stringContaining('consent_source')],
      },
      { line: 10, problems: [expect.stringContaining('address'), expect.any(String), expect.any(String)] },
    ]);
  });

  it('imports each address once regardless of case, using the first line', async () => {
    const file = [
      HEADER,
      line('ada@example.com'),
      'ADA@EXAMPLE.COM,2026-04-01,another form',
      line('ada@example.com'),
    ].join('\n');
    expect(await run(file)).toEqual({ added: 1, known: 2, suppressed: 0, problems: [] });
    expect(await findSubscriberByAddress(ctx.db, 'ada@example.com')).toMatchObject({
      consentSource: 'a form',
    });
  });

  it('adds no subscriber on a second import', async () => {
    const file = [HEADER, line('ada@example.com'), line('bob@example.com')].join('\n');
    await run(file);
    const before = await contentsOf(ctx.db, 'subscribers', 'preferences', 'interests');
    ctx.clock.advance(60_000);
    expect(await run(file)).toEqual({ added: 0, known: 2, suppressed: 0, problems: [] });
    expect(await contentsOf(ctx.db, 'subscribers', 'preferences', 'interests')).toEqual(before);
  });

  it('does not resubscribe unsubscribed, suppressed or paused subscribers', async () => {
    const left = await putSubscriber(ctx, 'left@example.com');
    await unsubscribe(ctx, left.unsubscribeKey);
    await putSubscriber(ctx, 'suppressed@example.com');
    await insertSuppression(ctx.db, {
      address: 'suppressed@example.com',
      reason: 'complaint',
      source: 'test',
      now: ctx.clock.now(),
    });
    const paused = await putSubscriber(ctx, 'paused@example.com');
    await ctx.db.updateTable('subscribers').set({ state: 'paused' }).where('id', '=', paused.id).execute();
    const before = await contentsOf(ctx.db, 'subscribers');
    const names = ['left', 'suppressed', 'paused'].map((name) => line(`${name}@example.com`));
    expect(await run([HEADER, ...names].join('\n'))).toEqual({
      added: 0,
      known: 2,
      suppressed: 1,
      problems: [],
    });
    expect(await contentsOf(ctx.db, 'subscribers')).toEqual(before);
  });

  it('skips a suppressed address without a subscriber', async () => {
    const address = 'gone@example.com';
    await insertSuppression(ctx.db, { address, reason: 'complaint', source: 'test', now: ctx.clock.now() });
    expect(await run([HEADER, line('GONE@example.com')].join('\n'))).toMatchObject({
      added: 0,
      suppressed: 1,
    });
    expect(await addresses()).toEqual([]);
  });

  it('skips a line that cannot be stored and imports the rest', async () => {
    const file = [
      `${HEADER},queries`,
      `a\u0000da@example.com,2026-03-01,form,`,
      line('bob@example.com', ',a\u0000b'),
      line('eve@example.com', ','),
    ].join('\n');
    expect(await run(file)).toMatchObject({ added: 2, problems: [{ line: 2 }] });
  });

  it.each([
    ['no header', 'ada@example.com,2026-03-01,web\nbob@example.com,2026-03-01,web\n'],
    ['columns of something else', 'name,phone\nAda,123\n'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR'],
  ])('refuses a file with %s', async (_what, file) => {
    await expect(run(file)).rejects.toMatchObject({
      code: 'CSV_UNREADABLE',
      message: expect.stringMatching(/^The header line has no column named address/),
    });
    expect(await addresses()).toEqual([]);
  });

  it('stops where the file is no longer CSV and reports how many were imported', async () => {
    const file = [
      HEADER,
      line('ada@example.com'),
      'bob@example.com,"2026-03-01"T09:30,form',
      line('eve@example.com'),
    ].join('\n');
    const error: unknown = await run(file).catch((thrown: unknown) => thrown);
    // The number just before the limit is not promised; only that the count is right.
    const before = (await addresses()).length;
    expect(error).toMatchObject({
      code: 'CSV_UNREADABLE',
      message: expect.stringContaining(`Imported before that line: ${before} subscribers.`),
    });
    const mended = await run(file.replace('"2026-03-01"T09:30', '2026-03-01T09:30'));
    expect(mended).toEqual({ added: 3 - before, known: before, suppressed: 0, problems: [] });
  });

  it('adds no subscriber from an empty file', async () => {
    expect(await run('')).toEqual({ added: 0, known: 0, suppressed: 0, problems: [] });
    expect(await run(`${HEADER}\n`)).toEqual({ added: 0, known: 0, suppressed: 0, problems: [] });
  });
});

describe('failures other than the file', () => {
  it('end the import with the reason when reading fails', async () => {
    const broken = Readable.from(
      (function* () {
        yield `${HEADER}\n${line('ada@example.com')}\n`;
        throw new Error('EIO: the disk is gone');
      })(),
      { objectMode: false },
    );
    await expect(importSubscribers(ctx, broken)).rejects.toMatchObject({
      code: 'CSV_UNREADABLE',
      message: expect.stringContaining('the disk is gone'),
    });
  });

  it('are not reported as CSV_UNREADABLE when the database fails', async () => {
    const gone = await testInstallation();
    const file = Readable.from([`${HEADER}\n${line('ada@example.com')}\n`]);
    await gone.close();
    const error: unknown = await importSubscribers(gone, file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toMatchObject({ code: 'CSV_UNREADABLE' });
    expect(file.destroyed).toBe(true);
  });
});

describe('a long file', () => {
  it('is read at the pace of the import, and never held in memory completely', async () => {
    const lines = 20_000;
    const every = 100;
    await putSubscriber(ctx, 'ada@example.com');
    let read = 0;
    let looked = 0;
    let furthest = 0;
    // One line in a hundred queries the database; at that moment the test checks how far the file was read
    // ahead.
    const db = new Proxy(ctx.db, {
      get(target, name) {
        if (name === 'transaction') {
          looked += 1;
          furthest = Math.max(furthest, read - looked * every);
        }
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const file = Readable.from(
      (function* () {
        yield `${HEADER}\n`;
        for (read = 1; read <= lines; read += 1)
          yield `${line(read % every === 0 ? 'ada@example.com' : 'no address')}\n`;
      })(),
      { objectMode: false },
    );
    const report = await importSubscribers({ ...ctx, db }, file);
    expect(report).toMatchObject({ added: 0, known: lines / every });
    expect(report.problems).toHaveLength(lines - lines / every);
    expect(report.problems.at(-1)?.line).toBe(lines);
    expect(looked).toBe(lines / every);
    // Three buffers of 16 kB (64 kB in newer releases of Node) hold up to 5,000 of these lines.
    expect(furthest).toBeLessThan(6_000);
  });
});
