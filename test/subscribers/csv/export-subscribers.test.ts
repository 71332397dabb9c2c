import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CSV_COLUMNS } from '../../../src/subscribers/csv/csv-row.ts';
import { readAllSubscribers } from '../../../src/subscribers/csv/export-queries.ts';
import { exportSubscribers } from '../../../src/subscribers/csv/export-subscribers.ts';
import { addSubscriber, importSubscribers } from '../../../src/subscribers/csv/import-subscribers.ts';
import { eraseByAddress } from '../../../src/subscribers/erase.ts';
import { preferenceSchema } from '../../../src/subscribers/preferences/preference.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { csvSubscriberArbitrary } from '../../support/preferences.ts';
import { emptyTables } from '../../support/tables.ts';

const NOW = '2026-11-23T08:05:00Z';

let ctx: TestInstallation;
beforeAll(async () => {
  ctx = await testInstallation();
});
afterAll(() => ctx.close());
beforeEach(() => ctx.clock.set(NOW));
afterEach(() => emptyTables(ctx.db));

async function exported(): Promise<string> {
  const pieces = [];
  for await (const piece of exportSubscribers(ctx)) pieces.push(piece);
  return pieces.join('');
}
const rowsOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[];
/** All subscribers with everything that a file keeps of them, as comparable text. */
async function everybody(): Promise<string[]> {
  const people = [];
  for await (const { subscriber, preference } of readAllSubscribers(ctx.db)) {
    const interests = preference.interests.map((interest) => JSON.stringify(interest)).sort();
    const { address, state, consentAt, consentSource } = subscriber;
    people.push(JSON.stringify({ address, state, consentAt, consentSource, ...preference, interests }));
  }
  return people.sort();
}

describe('exportSubscribers', () => {
  it('writes a header without subscribers', async () => {
    expect(await exported()).toBe(`${CSV_COLUMNS.join(',')}\n`);
  });

  it('writes all subscribers except erased ones, with their state', async () => {
    for (const state of ['pending', 'active', 'paused', 'unsubscribed', 'suppressed']) {
      const { id } = await putSubscriber(ctx, `${state}@example.com`);
      await ctx.db.updateTable('subscribers').set({ state }).where('id', '=', id).execute();
      ctx.clock.advance(1_000);
    }
    await putSubscriber(ctx, 'erased@example.com');
    await eraseByAddress(ctx, { address: 'erased@example.com' });
    const rows = rowsOf(await exported());
    expect(rows.map(({ address, state }) => `${address} ${state}`)).toEqual(
      ['pending', 'active', 'paused', 'unsubscribed', 'suppressed'].map(
        (state) => `${state}@example.com ${state}`,
      ),
    );
  });

  it('writes each subscriber once across several batches', async () => {
    const addresses = Array.from({ length: 1_203 }, (_, index) => `reader${index}@example.com`);
    // Many of the same moment, as an import creates them.
    for (const address of addresses) await putSubscriber(ctx, address, { interests: [] });
    const rows = rowsOf(await exported());
    expect(rows).toHaveLength(addresses.length);
    expect(new Set(rows.map(({ address }) => address))).toEqual(new Set(addresses));
  });

  it('escapes formulas for spreadsheets, and restores them on import', async () => {
    const interests = [
      '=HYPERLINK("http://eve.example.org")',
      '+1',
      '-flash attention',
      '@handle',
      "'=quoted",
      "''-twice",
      "'t Hooft",
    ];
    for (const [index, value] of interests.entries()) {
      const preference = preferenceSchema.parse({ interests: [{ kind: 'author', mode: 'follow', value }] });
      const consentSource = index % 2 === 0 ? '=cmd|calc' : value;
      await addSubscriber(ctx, {
        address: `+reader${index}@example.com`,
        consentAt: ctx.clock.now(),
        consentSource,
        preference,
      });
    }
    const text = await exported();
    const cells = rowsOf(text).flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
    const before = await everybody();
    await emptyTables(ctx.db);
    expect(await importSubscribers(ctx, Readable.from([text]))).toMatchObject({
      added: interests.length,
      known: 0,
      suppressed: 0,
      problems: [],
    });
    expect(await everybody()).toEqual(before);
  });

  it('restores every subscriber from an export after all were erased', async () => {
    const list = fc.uniqueArray(csvSubscriberArbitrary, { selector: ({ address }) => address, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(list, async (subscribers) => {
        for (const subscriber of subscribers) await addSubscriber(ctx, subscriber);
        const before = await everybody();
        expect(before).toHaveLength(subscribers.length);
        const text = await exported();
        for (const { address } of subscribers) await eraseByAddress(ctx, { address });
        expect(await everybody()).toEqual([]);
        const report = await importSubscribers(ctx, Readable.from([text]));
        const rows = subscribers.length;
        expect(report).toMatchObject({ rows, added: rows, known: 0, problems: [], tool: null, unused: [] });
        expect(await everybody()).toEqual(before);
        await emptyTables(ctx.db);
      }),
      { numRuns: 25 },
    );
  });
});
