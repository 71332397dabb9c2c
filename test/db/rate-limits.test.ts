import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../support/installation.ts';

const LIMIT = { name: 'test', points: 3, seconds: 3600 };

describe.each(WAYS.filter((way) => way !== 'redis'))('rate limits (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    beforeAll(async () => {
      ctx = await testInstallation({ way });
    });
    afterAll(() => ctx.close());

    it('give out exactly their points to concurrent callers', async () => {
      const waits = await Promise.all(Array.from({ length: 10 }, () => ctx.limits.take(LIMIT, 'crowd')));
      expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
      expect(Math.max(...waits)).toBeGreaterThan(3_000_000);
      expect(Math.max(...waits)).toBeLessThanOrEqual(3_600_000);
    });

    it('count each key and each name separately, by cost', async () => {
      expect(await ctx.limits.take(LIMIT, 'one', 3)).toBe(0);
      expect(await ctx.limits.take(LIMIT, 'one')).toBeGreaterThan(0);
      expect(await ctx.limits.take(LIMIT, 'two', 2)).toBe(0);
      expect(await ctx.limits.take({ ...LIMIT, name: 'other' }, 'one')).toBe(0);
    });

    it('block a key during a pause', async () => {
      await ctx.limits.pause(LIMIT, 'paused', 60_000);
      const wait = await ctx.limits.take(LIMIT, 'paused');
      expect(wait).toBeGreaterThan(50_000);
      expect(wait).toBeLessThanOrEqual(60_000);
    });

    it('keep live counters when expired ones are deleted', async () => {
      await ctx.limits.take(LIMIT, 'kept', 3);
      await ctx.db
        .insertInto('rate_limits')
        .values({ key: 'test:old', points: 3, expire: Date.now() - 7_200_000 })
        .execute();
      await ctx.limits.deleteExpired();
      expect(await ctx.limits.take(LIMIT, 'kept')).toBeGreaterThan(0);
      const keys = await ctx.db.selectFrom('rate_limits').select('key').execute();
      expect(keys.map(({ key }) => key)).not.toContain('test:old');
    });

    it('throw RATE_LIMITS_UNAVAILABLE when the counter cannot be written', async () => {
      await expect(ctx.limits.take({ ...LIMIT, name: 'x'.repeat(300) }, 'long')).rejects.toMatchObject({
        code: 'RATE_LIMITS_UNAVAILABLE',
        retry: 'later',
      });
    });
  });
});
