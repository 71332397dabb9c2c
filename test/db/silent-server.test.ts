import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startProxy, type TcpProxy } from '../../chaos/proxy.ts';
import { connectDatabase, type DatabaseConnection } from '../../src/db/connect.ts';

const TIMEOUT_MS = 300;
const POOL = { max: 1, searchPath: 'public', onError: () => undefined };

const postgres = inject('postgres');
describe.skipIf(postgres === null)(
  `a PostgreSQL server that accepts a connection and never responds${postgres ? '' : ' (no PostgreSQL)'}`,
  () => {
    let door: TcpProxy;
    let database: DatabaseConnection;
    beforeAll(async () => {
      const url = new URL(postgres ?? '');
      door = await startProxy(Number(url.port));
      url.port = String(door.port);
      database = await connectDatabase({ DATABASE_URL: url.href, DATA_DIR: '' }, () => undefined, TIMEOUT_MS);
    });
    afterAll(async () => {
      await database.close();
      await door.close();
    });

    const ask = sql`select 1`;

    it('fails the query after the checkout limit, and is used again once it responds', async () => {
      await ask.execute(database.db);
      const speak = door.freeze();
      await expect(ask.execute(database.db)).rejects.toThrow(/terminated|closed/);
      speak();
      expect((await ask.execute(database.db)).rows).toHaveLength(1);
    });

    it('fails the query of a pool with a query timeout', async () => {
      const pool = database.newPool({ ...POOL, queryTimeoutMs: TIMEOUT_MS });
      await pool.query('select 1');
      const speak = door.freeze();
      await expect(pool.query('select 1')).rejects.toThrow(/timeout/);
      speak();
      expect((await pool.query('select 1')).rows).toHaveLength(1);
    });

    it('may take longer than the checkout limit inside withoutCheckoutLimit', async () => {
      // The query timeout of twice the limit proves that the checkout limit has passed meanwhile.
      const pool = database.newPool({ ...POOL, queryTimeoutMs: 2 * TIMEOUT_MS });
      await pool.query('select 1');
      await ask.execute(database.db);
      const speak = door.freeze();
      const unlimited = database.withoutCheckoutLimit(() => ask.execute(database.db));
      await expect(pool.query('select 1')).rejects.toThrow(/timeout/);
      speak();
      expect((await unlimited).rows).toHaveLength(1);
    });
  },
);
