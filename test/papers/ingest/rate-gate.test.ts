import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sharedRateGate } from '../../../src/papers/ingest/rate-gate.ts';
import { enterRateGate, leaveRateGate } from '../../../src/papers/ingest/source-queries.ts';
import type { Clock } from '../../../src/ports.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../../support/installation.ts';
import { emptyTables } from '../../support/tables.ts';

const PAUSE_MS = 3_000;
const LEASE_MS = 60_000;
const NOW = '2026-06-12T08:00:00Z';

interface Turn {
  holder: string;
  from: number;
  to: number;
}

// The queue is not involved, so the setup with Redis equals the one with PostgreSQL alone.
describe.each(WAYS.filter((way) => way !== 'redis'))('a shared gate (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    let turns: Turn[];
    beforeAll(async () => {
      ctx = await testInstallation({ way });
    });
    afterAll(() => ctx.close());
    afterEach(() => emptyTables(ctx.db));

    /** A caller like another process: it shares the database and nothing else. */
    const gate = (source = 'arxiv') => sharedRateGate(ctx, source, PAUSE_MS);
    const turn = (holder: string, milliseconds: number) => async () => {
      const from = ctx.clock.now().getTime();
      // Enough turns of the event loop for every waiting caller to check again meanwhile.
      for (let step = 0; step < 10; step += 1) await new Promise((next) => setImmediate(next));
      ctx.clock.advance(milliseconds);
      turns.push({ holder, from, to: ctx.clock.now().getTime() });
      return holder;
    };
    const start = () => {
      turns = [];
      ctx.clock.set(NOW);
    };

    it('admits one caller at a time, with the pause after each', async () => {
      start();
      const [one, other] = [gate(), gate()];
      const passes = Array.from({ length: 8 }, (_, index) =>
        index % 2 === 0 ? one.pass(turn('one', 100 * index)) : other.pass(turn('other', 100 * index)),
      );
      expect((await Promise.all(passes)).sort()).toEqual([
        ...Array(4).fill('one'),
        ...Array(4).fill('other'),
      ]);
      expect(turns).toHaveLength(8);
      const gaps = turns.slice(1).map(({ from }, index) => from - (turns[index]?.to ?? Number.NaN));
      expect(gaps.filter((gap) => !(gap >= PAUSE_MS))).toEqual([]);
    });

    it('keeps no caller waiting longer than the pause', async () => {
      start();
      await gate().pass(turn('one', 0));
      const before = ctx.clock.now().getTime();
      await gate().pass(turn('other', 0));
      expect(ctx.clock.now().getTime() - before).toBe(PAUSE_MS);
    });

    it('is independent of the gate of another source', async () => {
      start();
      await gate('arxiv').pass(async () => {
        await gate('elsewhere').pass(turn('inside', 0));
      });
      expect(turns).toEqual([{ holder: 'inside', from: Date.parse(NOW), to: Date.parse(NOW) }]);
    });

    it('opens when the lease of a dead holder expires, and not before', async () => {
      start();
      expect(await enterRateGate(ctx.db, 'arxiv', 'dead', ctx.clock.now(), LEASE_MS)).toBe(0);
      await gate().pass(turn('next', 0));
      expect(turns[0]?.from).toBe(Date.parse(NOW) + LEASE_MS);
    });

    it('is not opened by a holder whose lease has expired', async () => {
      start();
      await enterRateGate(ctx.db, 'arxiv', 'late', ctx.clock.now(), LEASE_MS);
      ctx.clock.advance(LEASE_MS);
      await gate().pass(async () => {
        await leaveRateGate(ctx.db, 'arxiv', 'late', ctx.clock.now());
        expect(await enterRateGate(ctx.db, 'arxiv', 'third', ctx.clock.now(), LEASE_MS)).toBeGreaterThan(0);
      });
    });

    it('is released after its pause when the action fails', async () => {
      start();
      await expect(gate().pass(() => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
      const after = ctx.clock.now().getTime();
      await gate().pass(turn('next', 0));
      expect(turns[0]?.from).toBe(after + PAUSE_MS);
    });

    it('releases a caller that stops waiting, and stays closed for the current one', async () => {
      start();
      const stopping = new AbortController();
      let looks = 0;
      const clock: Clock = {
        now: () => ctx.clock.now(),
        sleep: (milliseconds, signal) => {
          looks += 1;
          // A real clock would keep sleeping otherwise.
          expect(signal).toBe(stopping.signal);
          if (looks === 3) stopping.abort(new Error('shutting down'));
          return ctx.clock.sleep(milliseconds, signal);
        },
      };
      await gate().pass(async () => {
        const waiting = sharedRateGate({ db: ctx.db, clock }, 'arxiv', PAUSE_MS).pass(
          turn('impatient', 0),
          stopping.signal,
        );
        await expect(waiting).rejects.toThrow('shutting down');
        expect(looks).toBe(3);
      });
      await gate().pass(turn('next', 0));
      expect(turns.map(({ holder }) => holder)).toEqual(['next']);
    });

    it('is not tried by a caller that was aborted before', async () => {
      start();
      await expect(gate().pass(turn('one', 0), AbortSignal.abort(new Error('stopped')))).rejects.toThrow(
        'stopped',
      );
      expect(turns).toEqual([]);
      expect(await ctx.db.selectFrom('source_gates').selectAll().execute()).toEqual([]);
    });
  });
});
