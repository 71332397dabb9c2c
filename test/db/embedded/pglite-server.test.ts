import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../../support/installation.ts';

// The embedded database behind its own server must behave like PostgreSQL for concurrent clients.
describe.each(WAYS.filter((way) => way !== 'redis'))('PostgreSQL clients at once (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    beforeAll(async () => {
      ctx = await testInstallation({ way });
    });
    afterAll(async () => {
      await ctx.close();
    });

    it('never mixes messages of two clients, in chunks of any size', async () => {
      const pool = ctx.database.newPool({ max: 8, searchPath: 'public', onError: () => {} });
      const wrong: string[] = [];
      const client = async (name: number) => {
        for (let turn = 0; turn < 40; turn += 1) {
          // Every third query is larger than a socket's buffer, so it arrives in pieces.
          const filler = 'x'.repeat(turn % 3 === 0 ? 200_000 : 5);
          const asked = `${name}-${turn}`;
          const { rows } = await pool.query<{ answer: string }>(
            'select $1::text as answer, length($2) as size',
            [asked, filler],
          );
          if (rows[0]?.answer !== asked) wrong.push(asked);
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, name) => client(name)));
      expect(wrong).toEqual([]);
    });

    it('isolates transactions and rolls back those of a lost client', async () => {
      const pool = ctx.database.newPool({ max: 2, searchPath: 'public', onError: () => {} });
      const lost = await pool.connect();
      await lost.query('begin');
      await lost.query('create table left_open (id integer)');
      const meanwhile = pool.query<{ found: string | null }>(`select to_regclass('left_open') as found`);
      lost.release(true);
      expect((await meanwhile).rows).toEqual([{ found: null }]);
    });

    it('responds with an error and continues', async () => {
      const pool = ctx.database.newPool({ max: 1, searchPath: 'public', onError: () => {} });
      await expect(pool.query('select from nowhere')).rejects.toThrow(/nowhere/);
      expect((await pool.query<{ one: number }>('select $1::int as one', [1])).rows).toEqual([{ one: 1 }]);
    });

    it('delivers a notification to every listening client', async () => {
      const pool = ctx.database.newPool({ max: 3, searchPath: 'public', onError: () => {} });
      const listeners = [await pool.connect(), await pool.connect()];
      const heard = listeners.map(
        (client) =>
          new Promise<string | undefined>((resolve) =>
            client.on('notification', (note) => resolve(note.payload)),
          ),
      );
      for (const client of listeners) await client.query('listen news');
      await pool.query(`select pg_notify('news', 'now')`);
      expect(await Promise.all(heard)).toEqual(['now', 'now']);
      for (const client of listeners) client.release();
    });
  });
});
