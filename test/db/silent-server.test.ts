import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Relay, startRelay } from '../../chaos/relay.ts';
import { connectDatabase, type DatabaseConnection } from '../../src/db/connect.ts';

const LENT_MS = 300;
const POOL = { max: 1, searchPath: 'public', onError: () => undefined };

const postgres = inject('postgres');
describe.skipIf(postgres === null)(
  `a server that does not answer${postgres ? '' : ' (no PostgreSQL)'}`,
  () => {
    let door: Relay;
    let database: DatabaseConnection;
    beforeAll(async () => {
      const url = new URL(postgres ?? '');
      door = await startRelay(Number(url.port));
      url.port = String(door.port);
      database = await connectDatabase({ DATABASE_URL: url.href, DATA_DIR: '' }, () => undefined, LENT_MS);
    });
    afterAll(async () => {
      await database.close();
      await door.close();
    });

    const ask = sql`select 1`;

    it('holds nobody for ever, and is used again when it answers', async () => {
      await ask.execute(database.db);
      const speak = door.hush();
      await expect(ask.execute(database.db)).rejects.toThrow(/terminated|closed/);
      speak();
      expect((await ask.execute(database.db)).rows).toHaveLength(1);
    });

    it('holds nobody for ever who counts a limit', async () => {
      const pool = database.newPool({ ...POOL, answerMs: LENT_MS });
      await pool.query('select 1');
      const speak = door.hush();
      await expect(pool.query('select 1')).rejects.toThrow(/timeout/);
      speak();
      expect((await pool.query('select 1')).rows).toHaveLength(1);
    });

    it('may take its time where that is known', async () => {
      // What is given up after twice as long tells that the time is over in which the other one was lent.
      const pool = database.newPool({ ...POOL, answerMs: 2 * LENT_MS });
      await pool.query('select 1');
      await ask.execute(database.db);
      const speak = door.hush();
      const unhurried = database.withoutCheckoutLimit(() => ask.execute(database.db));
      await expect(pool.query('select 1')).rejects.toThrow(/timeout/);
      speak();
      expect((await unhurried).rows).toHaveLength(1);
    });
  },
);
