import { afterEach, describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { renderAttempt } from '../../../src/delivery/pipeline/send.ts';
import { createPoolCache } from '../../../src/editions/pool-cache.ts';
import { storePapers } from '../../../src/papers/ingest/paper-queries.ts';
import { install } from '../../../src/wiring.ts';
import { dueEdition } from '../../support/due-edition.ts';
import { soleProvider } from '../../support/installation.ts';
import { sourcePaper } from '../../support/list.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const MAILERS = {
  outbox: {},
  resend: { RESEND_API_KEY: 're_standin_0123456789', RESEND_BASE_URL: 'http://127.0.0.1:9' },
  smtp: { SMTP_URL: 'smtp://127.0.0.1:9' },
};

describe('the payload of a batch', () => {
  it.each(Object.entries(MAILERS))(
    'is rebuilt byte for byte from the rows by another process (%s)',
    async (MAILER, env) => {
      const ctx = await dueEdition(['ada@example.com', 'bob@example.com'], { env: { MAILER, ...env } });
      closing.push(() => ctx.close());
      const [provider] = ctx.providers;
      if (!provider) throw new Error('No provider is configured.');
      const sent: unknown[] = [];
      const dying = {
        ...provider.mailer,
        send: async (batch: readonly unknown[]) => {
          sent.push(...batch);
          throw new Error('The worker dies here.');
        },
      };
      await expect(deliver({ ...ctx, providers: [soleProvider(dying)] }, {})).rejects.toThrow('dies');
      const attempt = await ctx.db.selectFrom('delivery_attempts').selectAll().executeTakeFirstOrThrow();
      expect(attempt).toMatchObject({
        state: 'started',
        payload_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });

      // Later changes of the papers must not matter: the pool is frozen.
      const rows = await ctx.db.selectFrom('papers').select('id').execute();
      const renamed = rows.map(({ id }) => sourcePaper({ id, title: `Another title of ${id}`, version: 9 }));
      await storePapers(ctx.db, 'hugging-face', renamed, ctx.clock.now());

      // Nor later changes of preferences, the language included.
      await ctx.db.updateTable('preferences').set({ language: 'de', send_hour: 9 }).execute();

      const other = await install(ctx.env, { log: ctx.log, migrate: 'ignore' });
      closing.push(() => other.close());
      const [sameName] = other.providers;
      if (!sameName) throw new Error('No provider is configured.');
      const stored = {
        id: attempt.id,
        idempotencyKey: attempt.idempotency_key,
        emailDate: attempt.mail_date,
      };
      const { emails, failed } = await renderAttempt(
        other,
        createPoolCache(BUILT_IN_TAXONOMY),
        sameName.mailer,
        stored,
      );
      expect(failed).toEqual([]);
      expect(emails.map(({ email }) => email)).toEqual(sent);
      expect(sameName.mailer.payloadHash(emails.map(({ email }) => email))).toBe(attempt.payload_hash);
    },
  );
});
