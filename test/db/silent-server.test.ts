import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Relay, startRelay } from '../../chaos/relay.ts';
import { connectDatabase, type DatabaseConnection } from '../../src/db/connect.ts';

const LENT_MS = 300;
const SILENCE_MS = 2_000;

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
      let silence: Promise<void> | undefined;
      const began = performance.now();
      const asking = database.db.transaction().execute(async (trx) => {
        await ask.execute(trx);
        silence = door.stall(SILENCE_MS);
        await ask.execute(trx);
      });
      await expect(asking).rejects.toThrow(/terminated|closed/);
      expect(performance.now() - began).toBeLessThan(SILENCE_MS);
      await silence;
      expect((await ask.execute(database.db)).rows).toHaveLength(1);
    });

    it('holds nobody for ever who counts a limit', async () => {
      const pool = database.newPool({
        max: 1,
        searchPath: 'public',
        answerMs: LENT_MS,
        onError: () => undefined,
      });
      await pool.query('select 1');
      const silence = door.stall(SILENCE_MS);
      await expect(pool.query('select 1')).rejects.toThrow(/timeout/);
      await silence;
      expect((await pool.query('select 1')).rows).toHaveLength(1);
    });

    it('may take its time where that is known', async () => {
      const slow = sql`select pg_sleep(${(2 * LENT_MS) / 1_000})`;
      await expect(slow.execute(database.db)).rejects.toThrow(/terminated|closed/);
      expect((await database.unhurried(() => slow.execute(database.db))).rows).toHaveLength(1);
    });
  },
);
