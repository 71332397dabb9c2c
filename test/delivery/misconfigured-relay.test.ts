import { afterEach, describe, expect, it } from 'vitest';
import { readEnv } from '../../config/env.ts';
import { deliver } from '../../src/delivery/pipeline/deliver.ts';
import { newJob } from '../../src/queue/jobs.ts';
import { install } from '../../src/wiring.ts';
import { DAY, dailyBooks, EDITION, fillEdition } from '../support/due-edition.ts';
import { missingFor, testInstallation } from '../support/installation.ts';
import { endProcesses, paperboyProcess } from '../support/process.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';
import { observedWorkers } from '../support/workers.ts';

const SUBSCRIBERS = 500;
const LOGIN = { user: 'paperboy', password: 'right' };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await endProcesses();
  for (const close of closing.splice(0).reverse()) await close();
});

const missing = missingFor('redis');
describe.skipIf(missing !== null)(
  `an edition to ${SUBSCRIBERS} subscribers through a relay without its password (PostgreSQL, Redis)${missing ?? ''}`,
  () => {
    it('suppresses no subscriber, alerts at once, and is accepted once by all after a resume', async () => {
      const sink = await startSmtpSink({ login: LOGIN, loginOnlyToRelay: true });
      closing.push(() => sink.close());
      const relay = new URL(sink.url);
      const ctx = await testInstallation({
        way: 'redis',
        env: { MAILER: 'smtp', SMTP_URL: `smtp://${relay.host}` },
      });
      closing.push(() => ctx.close());
      const addresses = Array.from(
        { length: SUBSCRIBERS },
        (_, index) => `reader${index}@d${index % 40}.example.com`,
      );
      await fillEdition(ctx, addresses);

      const workers = await observedWorkers(ctx);
      const sent = workers.whenDone('deliver');
      await ctx.queue.enqueue(newJob('deliver', { day: DAY }));
      await sent;
      await workers.drain();
      expect(sink.mails).toEqual([]);
      expect(await dailyBooks(ctx)).toMatchObject({
        state: 'paused',
        planned: SUBSCRIBERS,
        failed: 0,
        balanced: true,
      });
      expect(await ctx.db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
      const alerts = await ctx.db.selectFrom('alerts').selectAll().orderBy('code').execute();
      expect(alerts.map(({ code }) => code)).toEqual(['ACCOUNT_REJECTED', 'EDITION_PAUSED']);
      for (const { message } of alerts) expect(message).toContain('550 relay not permitted');
      // The first call that the relay refuses raises them; one more may be in progress, the others are released.
      const calls = ctx.db.selectFrom('delivery_attempts').select('id').where('started_at', 'is not', null);
      expect([1, 2]).toContain((await calls.execute()).length);

      const variables = { ...ctx.variables, SMTP_URL: sink.url };
      const repaired = await install(readEnv(variables), { clock: ctx.clock, log: ctx.log });
      closing.push(() => repaired.close());
      const resume = paperboyProcess(['edition', 'resume', EDITION, '--operator', 'nina'], variables);
      expect(await resume.ended).toMatchObject({ code: 0 });
      const again = await observedWorkers(repaired);
      const delivered = again.whenDone('deliver');
      await repaired.queue.enqueue(newJob('deliver', { day: DAY, again: 'resumed' }));
      await delivered;
      await again.drain();
      expect(await dailyBooks(ctx)).toMatchObject({ accepted: SUBSCRIBERS, balanced: true });
      expect(sink.mails.flatMap(({ to }) => to).sort()).toEqual([...addresses].sort());
      expect(await ctx.db.selectFrom('suppressions').selectAll().execute()).toEqual([]);
      expect(
        await ctx.db.selectFrom('alerts').select('code').where('cleared_at', 'is', null).execute(),
      ).toEqual([]);
    }, 120_000);
  },
);

describe('an SMTP server with a daily limit', () => {
  it.each([
    ['data', '550 5.4.5 Daily user sending limit exceeded, see example.com/limits', 60],
    ['rcpt', '550 5.1.90 You have reached your daily limit for recipients', 60],
    ['mail', '550 5.7.1 Relay limit reached, try again in 30 minutes', 30],
  ] as const)(
    'keeps the rest of the edition scheduled until its %s reply allows',
    async (phase, reply, minutes) => {
      const sink = await startSmtpSink();
      closing.push(() => sink.close());
      const ctx = await testInstallation({ env: { MAILER: 'smtp', SMTP_URL: sink.url } });
      closing.push(() => ctx.close());
      await fillEdition(
        ctx,
        Array.from({ length: 21 }, (_, index) => `reader${index}@example.com`),
      );
      sink.refuse(phase, '*', reply);
      await deliver(ctx, {});
      expect(await dailyBooks(ctx)).toMatchObject({ state: 'open', planned: 21, failed: 0, balanced: true });
      const [circuit] = await ctx.db.selectFrom('provider_states').selectAll().execute();
      expect(circuit).toMatchObject({
        circuit: 'open',
        kind: 'quota',
        retry_at: new Date(ctx.clock.now().getTime() + minutes * 60_000),
      });
      sink.recover();
      ctx.clock.advance((minutes - 1) * 60_000);
      await deliver(ctx, {});
      expect(sink.mails).toHaveLength(0);
      ctx.clock.advance(60_000);
      await deliver(ctx, {});
      await deliver(ctx, {});
      expect(await dailyBooks(ctx)).toMatchObject({ accepted: 21, balanced: true });
      expect(sink.mails).toHaveLength(21);
    },
  );
});
