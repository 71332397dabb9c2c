import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IMPORT } from '../../../config/imports.ts';
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
const run = (text: string, options: Parameters<typeof importSubscribers>[2] = {}) => {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
    bytes.subarray(7 * index, 7 * index + 7),
  );
  return importSubscribers(ctx, Readable.from(pieces, { objectMode: false }), options);
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
      '  bob@example.com ,Bob,2026-03-02,web,,"two"',
      'zoë@example.com,Zoë,2026-03-02,web,,',
      'eve@example.com,Eve,2026-03-03,web',
      '',
    ].join('\r\n');
    expect(await run(file)).toMatchObject({
      rows: 4,
      added: 3,
      refused: 1,
      problems: [{ line: 5, problems: [expect.stringMatching(/SMTPUTF8/)] }],
      unused: ['First Name', 'Notes'],
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

  it('reports refused rows by number, also after cells with line breaks', async () => {
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
    const seen: number[] = [];
    const report = await run(file, { onRefused: ({ line: number }) => void seen.push(number) });
    expect(report).toMatchObject({ rows: 6, added: 2, known: 0, refused: 4 });
    expect(report.problems).toEqual([
      { line: 2, problems: [expect.stringContaining('lines 2 to 4 are one row')] },
      { line: 5, problems: ['address is not a valid email address'] },
      {
        line: 8,
        problems: [expect.stringContaining('consent_at'), expect.stringContaining('consent_source')],
      },
      { line: 9, problems: [expect.stringContaining('lines 9 to 10 are one row')] },
    ]);
    expect(seen).toEqual([2, 5, 8, 9]);
  });

  it('ends every row as added, known, suppressed, left or refused', async () => {
    await putSubscriber(ctx, 'known@example.com');
    const suppression = { address: 'gone@example.com', reason: 'complaint', source: 'test' } as const;
    await insertSuppression(ctx.db, { ...suppression, now: ctx.clock.now() });
    const member = (name: string, subscribed: string) =>
      `1,${name}@example.com,${name},,${subscribed},false,,2021-01-01T00:00:00.000Z,,,`;
    const file = [
      'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers',
      member('new', 'true'),
      member('known', 'true'),
      member('gone', 'true'),
      member('left', 'false'),
      member('left too', 'FALSE'),
      member('not an address', 'true'),
      member('new', 'true'),
    ];
    const report = await run(file.join('\r\n'));
    expect(report).toEqual({
      rows: 7,
      added: 1,
      known: 2,
      suppressed: 1,
      left: 2,
      leftBy: { 'subscribed_to_emails: false': 2 },
      refused: 1,
      problems: [{ line: 7, problems: ['address is not a valid email address'] }],
      tool: 'Ghost',
      unused: ['id', 'name', 'note', 'complimentary_plan', 'stripe_customer_id', 'labels', 'tiers'],
    });
    expect(await findSubscriberByAddress(ctx.db, 'new@example.com')).toMatchObject({
      consentAt: new Date('2021-01-01'),
      consentSource: 'Ghost export',
    });
    expect(await findSubscriberByAddress(ctx.db, 'left@example.com')).toBeUndefined();
  });

  it('takes columns and values from the operator', async () => {
    const file = 'Kontakt;Land;Sprache\nada@example.com;AT;\nbob@example.com;CH;en\n';
    const defaults = { consent_source: 'trade fair', consent_at: '01.03.2026 09:30', language: 'de' };
    expect(await run(file, { columns: { Kontakt: 'address' }, defaults })).toMatchObject({
      added: 2,
      unused: ['Land'],
    });
    const ada = await findSubscriberByAddress(ctx.db, 'ada@example.com');
    expect(ada).toMatchObject({ consentSource: 'trade fair', consentAt: new Date('2026-03-01T09:30:00Z') });
    const bob = await findSubscriberByAddress(ctx.db, 'bob@example.com');
    const preferences = await readPreferences(ctx.db, [ada?.id ?? '', bob?.id ?? '']);
    expect([ada, bob].map((each) => preferences.get(each?.id ?? '')?.language)).toEqual(['de', 'en']);
  });

  it('imports nothing while the use of a column is unclear', async () => {
    const file = [`${HEADER},unsubscribed`, line('ada@example.com', ',true'), line('bob@example.com', ',')];
    await expect(run(file.join('\n'))).rejects.toMatchObject({
      code: 'CSV_COLUMNS',
      message: expect.stringMatching(/The column “unsubscribed” may say who unsubscribed.*--map/),
    });
    expect(await addresses()).toEqual([]);
    expect(await run(file.join('\n'), { columns: { unsubscribed: 'unsubscribed' } })).toMatchObject({
      added: 1,
      left: 1,
    });
  });

  it('refuses a value for the whole file that no row could have', async () => {
    const options = { defaults: { language: 'xx', consent_at: '2099-01-01' } };
    await expect(run(`${HEADER}\n${line('ada@example.com')}`, options)).rejects.toMatchObject({
      code: 'CSV_OPTIONS',
      message: expect.stringMatching(/consent_at is in the future.*language must be one of/),
    });
  });

  it('imports each address once regardless of case, using the first line', async () => {
    const file = [
      HEADER,
      line('ada@example.com'),
      'ADA@EXAMPLE.COM,2026-04-01,another form',
      line('ada@example.com'),
    ].join('\n');
    expect(await run(file)).toMatchObject({ rows: 3, added: 1, known: 2, suppressed: 0, problems: [] });
    expect(await findSubscriberByAddress(ctx.db, 'ada@example.com')).toMatchObject({
      consentSource: 'a form',
    });
  });

  it('adds no subscriber on a second import', async () => {
    const file = [HEADER, line('ada@example.com'), line('bob@example.com')].join('\n');
    await run(file);
    const before = await contentsOf(ctx.db, 'subscribers', 'preferences', 'interests');
    ctx.clock.advance(60_000);
    expect(await run(file)).toMatchObject({ added: 0, known: 2, suppressed: 0, problems: [] });
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
    expect(await run([HEADER, ...names].join('\n'))).toMatchObject({
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
    ['an unknown address column', 'kontakt,consent_at,consent_source\nada@example.com,2026-03-01,web\n'],
    ['columns of something else', 'name,phone\nAda,123\n'],
  ])('imports nothing from a file with %s', async (_what, file) => {
    await expect(run(file)).rejects.toMatchObject({
      code: 'CSV_COLUMNS',
      message: expect.stringMatching(/^The header line has no column named address.*--map/),
    });
    expect(await addresses()).toEqual([]);
  });

  it.each([
    ['no header', 'ada@example.com,2026-03-01,web\nbob@example.com,2026-03-01,web\n'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR'],
  ])('refuses a file with %s', async (_what, file) => {
    await expect(run(file)).rejects.toMatchObject({
      code: 'CSV_UNREADABLE',
      message: expect.stringMatching(/^The header line has no column named address/),
    });
    expect(await addresses()).toEqual([]);
  });

  it('adds no subscriber from an empty file', async () => {
    await expect(run('')).rejects.toMatchObject({ code: 'CSV_EMPTY' });
    expect(await run(`${HEADER}\n`)).toMatchObject({ rows: 0, added: 0, known: 0, problems: [] });
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
    const lines = 40_000;
    const every = 20;
    await putSubscriber(ctx, 'ada@example.com');
    let read = 0;
    let steps = 0;
    let furthest = 0;
    // Each transaction takes the valid rows of so many lines; the test checks how far the file was read ahead.
    const linesPerStep = IMPORT.rowsPerTransaction * every;
    const db = new Proxy(ctx.db, {
      get(target, name) {
        if (name === 'transaction') {
          steps += 1;
          furthest = Math.max(furthest, read - steps * linesPerStep);
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
    let lastRefused = 0;
    const onRefused = ({ line: number }: { line: number }) => {
      lastRefused = number;
    };
    const report = await importSubscribers({ ...ctx, db }, file, { onRefused });
    expect(report).toMatchObject({ rows: lines, added: 0, known: lines / every });
    expect(report.refused).toBe(lines - lines / every);
    expect(report.problems).toHaveLength(IMPORT.maxProblems);
    expect(lastRefused).toBe(lines);
    expect(steps).toBe(lines / linesPerStep);
    // Three buffers of 16 kB (64 kB in newer releases of Node) hold up to 5,000 of these lines.
    expect(furthest).toBeLessThan(6_000);
  });

  it('takes one transaction for many rows', async () => {
    let steps = 0;
    const db = new Proxy(ctx.db, {
      get(target, name) {
        if (name === 'transaction') steps += 1;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const people = Array.from({ length: 1_200 }, (_, index) => line(`reader${index}@example.com`));
    const file = Readable.from([[HEADER, ...people, people[0]].join('\n')]);
    expect(await importSubscribers({ ...ctx, db }, file)).toMatchObject({
      rows: 1_201,
      added: 1_200,
      known: 1,
    });
    expect(steps).toBe(Math.ceil(1_201 / IMPORT.rowsPerTransaction));
  });
});
