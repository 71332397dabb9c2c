import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTEMPT_MOVES, ATTEMPT_STATES } from '../../../src/delivery/pipeline/attempt.ts';
import { DELIVERY_MOVES, DELIVERY_STATES } from '../../../src/delivery/pipeline/delivery.ts';
import { EDITION_MOVES, EDITION_STATES } from '../../../src/editions/edition.ts';
import { type StateMove, statesBefore } from '../../../src/editions/state-moves.ts';
import { missingFor, type TestInstallation, testInstallation } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';

const LISTS = {
  editions: { states: EDITION_STATES, moves: EDITION_MOVES },
  deliveries: { states: DELIVERY_STATES, moves: DELIVERY_MOVES },
  delivery_attempts: { states: ATTEMPT_STATES, moves: ATTEMPT_MOVES },
} as const;
type Table = keyof typeof LISTS;
const TABLES = Object.keys(LISTS) as Table[];

describe.each(['embedded', 'postgres'] as const)('the database (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    const ids = { editions: 'daily-2026-11-23', deliveries: randomUUID(), delivery_attempts: randomUUID() };
    beforeAll(async () => {
      ctx = await testInstallation({ way });
      const { id: subscriber } = await putSubscriber(ctx, 'one@example.com');
      const now = ctx.clock.now();
      await sql`insert into editions (id, cadence, day, state, opened_at)
        values (${ids.editions}, 'daily', '2026-11-23', 'open', ${now})`.execute(ctx.db);
      // Every column is filled in, so that only the move itself can be refused.
      await sql`insert into deliveries
        (id, edition_id, subscriber_id, state, reason, send_at, due_at, local_day, digest, created_at)
        values (${ids.deliveries}, ${ids.editions}, ${subscriber}, 'planned', 'x', ${now}, ${now},
          '2026-11-23', '{}', ${now})`.execute(ctx.db);
      await sql`insert into delivery_attempts (id, edition_id, provider, idempotency_key, payload_hash,
          mail_date, state, leased_until, claimed_at, started_at)
        values (${ids.delivery_attempts}, ${ids.editions}, 'outbox', 'key', 'hash',
          ${now}, 'claimed', ${now}, ${now}, ${now})`.execute(ctx.db);
    });
    afterAll(() => ctx.close());

    /** Puts the row into `from` without the trigger, tries the move to `to`, and rolls back. */
    async function tryMove(table: Table, from: string, to: string): Promise<'made' | string> {
      let outcome = 'made';
      const undo = new Error('undo');
      const done = ctx.db.transaction().execute(async (trx) => {
        await sql`alter table ${sql.table(table)} disable trigger legal_moves`.execute(trx);
        await sql`update ${sql.table(table)} set state = ${from} where id = ${ids[table]}`.execute(trx);
        await sql`alter table ${sql.table(table)} enable trigger legal_moves`.execute(trx);
        await sql`update ${sql.table(table)} set state = ${to} where id = ${ids[table]}`
          .execute(trx)
          .catch((error: { code: string; message: string }) => {
            outcome = `${error.code}: ${error.message}`;
          });
        throw undo;
      });
      await done.catch((error) => {
        if (error !== undo) throw error;
      });
      return outcome;
    }

    it.each(TABLES)('allows exactly the listed moves of %s', async (table) => {
      const { states, moves } = LISTS[table] as {
        states: readonly string[];
        moves: readonly StateMove<string>[];
      };
      for (const from of states) {
        for (const to of states) {
          const legal = from === to || moves.some((move) => move.from === from && move.to === to);
          const refused = `PB001: ${table} ${ids[table]} must not go from ${from} to ${to}`;
          expect(await tryMove(table, from, to), `${from} → ${to}`).toBe(legal ? 'made' : refused);
        }
      }
    });
  });
});

describe('the lists of moves', () => {
  it.each(TABLES)('name each move of %s once, with its actors and its occasion', (table) => {
    const moves: readonly StateMove<string>[] = LISTS[table].moves;
    const pairs = moves.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const { from, to, by, when } of moves) {
      expect(from).not.toBe(to);
      expect(by.length).toBeGreaterThan(0);
      expect(when.length).toBeGreaterThan(10);
    }
  });

  it('let only an operator send a settled or uncertain delivery again', () => {
    const again = DELIVERY_MOVES.filter(({ from, to }) => to === 'planned' && from !== 'sending');
    expect(again.map(({ from }) => from).sort()).toEqual(['accepted', 'failed', 'uncertain']);
    // A worker only takes back failures that were its provider's fault (mass-refusal.ts).
    for (const { from, by } of again)
      expect(by).toEqual(from === 'failed' ? ['operator', 'worker'] : ['operator']);
  });

  it('make skipped deliveries, and canceled and skipped editions, final', () => {
    expect(DELIVERY_MOVES.filter(({ from }) => from === 'excluded')).toEqual([]);
    expect(EDITION_MOVES.filter(({ from }) => from === 'cancelled' || from === 'skipped')).toEqual([]);
  });

  it('yield the states from which an actor may move', () => {
    expect(statesBefore(EDITION_MOVES, 'cancelled', 'operator')).toEqual(['open', 'paused']);
    expect(statesBefore(EDITION_MOVES, 'cancelled', 'worker')).toEqual([]);
  });
});
