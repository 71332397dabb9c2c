import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../config/topics/built-in.ts';
import { previewDigest } from '../../../src/delivery/digest/preview-digest.ts';
import { decidePaper } from '../../../src/delivery/operations/decide-paper.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { renderAttempt } from '../../../src/delivery/pipeline/send.ts';
import { planEditions } from '../../../src/delivery/plan/plan-editions.ts';
import { createPoolCache } from '../../../src/editions/pool-cache.ts';
import { readRevisionPapers } from '../../../src/trending/revision-queries.ts';
import { createApp } from '../../../src/web/http/app.ts';
import { rankJob } from '../../../workers/jobs/rank.ts';
import { ABSTRACT, putAbstracts, SUMMARY } from '../../support/abstracts.ts';
import { type TestDashboard, testDashboard } from '../../support/dashboard.ts';
import { DAY, EDITION, SEND_HOUR } from '../../support/due-edition.ts';
import { soleProvider } from '../../support/installation.ts';
import { putSubscriber } from '../../support/list.ts';
import { type ModelServer, startModel } from '../../support/model-server.ts';

const IDS = Array.from({ length: 6 }, (_, place) => `2611.0020${place}`);
const FIRST = IDS[0] ?? '';
const NEWER = 'PlanKeeper completes 61.5% of the tasks of ToolWorld with a separate memory for the plan.';
const MARKS = { en: 'summary by a language model', de: 'Kurzfassung von einem Sprachmodell' };
const oneLine = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ');

describe('a generated summary', () => {
  let server: ModelServer;
  let dashboard: TestDashboard;
  let ctx: TestDashboard['ctx'];
  const rank = () => rankJob(ctx, { day: DAY }, new AbortController().signal);
  const preview = async (subscriber: string) =>
    (await previewDigest(ctx, { edition: EDITION, as: { subscriber } })).email;
  const page = async (path: string) => {
    const answer = await createApp(ctx).request(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.text();
  };
  beforeAll(async () => {
    server = await startModel({ answer: () => ({ kind: 'text', text: SUMMARY }) });
    dashboard = await testDashboard({
      env: {
        SUMMARY_MODEL_URL: server.url,
        SUMMARY_MODEL: server.model,
        SUMMARY_MODEL_KEY: server.apiKey ?? '',
      },
    });
    ctx = dashboard.ctx;
    ctx.clock.set(`${DAY}T03:40:00Z`);
    await putAbstracts(ctx, DAY, IDS);
    await putSubscriber(ctx, 'ada@example.com', { size: 4 });
    await putSubscriber(ctx, 'bob@example.com', { size: 4, language: 'de' });
    await rank();
    await planEditions(ctx, { day: DAY });
    ctx.clock.set(SEND_HOUR);
  });
  afterAll(async () => {
    await dashboard?.close();
    await server?.close();
  });

  it('is shown in both parts of the email, marked in the language of the reader', async () => {
    for (const [subscriber, mark] of [
      ['ada@example.com', MARKS.en],
      ['bob@example.com', MARKS.de],
    ] as const) {
      const email = await preview(subscriber);
      for (const part of [oneLine(email?.text), oneLine(email?.html)]) {
        expect(part).toContain('PlanKeeper keeps the plan of an agent in a separate memory');
        expect(part).toContain(mark);
      }
    }
  });

  it('is marked on pages, in feeds, on the dashboard and its paper page', async () => {
    for (const path of [`/papers/${DAY}`, '/feed.atom', '/feed.json', `/editions/${DAY}`]) {
      const shown = await page(path);
      expect(shown, path).toContain('PlanKeeper keeps the plan');
      expect(shown, path).toContain(MARKS.en);
    }
    const paper = await page(`/papers/${FIRST}`);
    expect(paper).toContain(SUMMARY);
    expect(paper).toContain('Written by a language model');
    const operator = await dashboard.signedInAs('viewer');
    const decisions = await operator.get(`/operator/editions/${EDITION}/paper?id=${FIRST}`);
    expect(await decisions.text()).toContain('A language model wrote this summary.');
    const edition = await operator.get(`/operator/editions/${EDITION}`);
    expect(await edition.text()).toContain('Summary generated');
  });

  it('keeps its bytes in a digest that is sent again after a newer one exists', async () => {
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
    server.next(...IDS.map(() => ({ kind: 'text', text: NEWER }) as const));
    await putAbstracts(ctx, DAY, IDS, { abstract: `${ABSTRACT} It is open.` });
    await rank();
    const { revision } = await ctx.db
      .selectFrom('pool_revisions')
      .select('revision')
      .orderBy('revision', 'desc')
      .executeTakeFirstOrThrow();
    const cards = await readRevisionPapers(ctx.db, `day-${DAY}`, revision);
    expect(cards.map(({ card }) => card.summary)).toEqual(IDS.map(() => NEWER));
    const stored = {
      id: attempt.id,
      idempotencyKey: attempt.idempotency_key,
      emailDate: attempt.mail_date,
    };
    const { emails } = await renderAttempt(ctx, createPoolCache(BUILT_IN_TAXONOMY), provider.mailer, stored);
    expect(sent.length).toBeGreaterThan(0);
    expect(emails.map(({ email }) => email)).toEqual(sent);
    expect(provider.mailer.payloadHash(emails.map(({ email }) => email))).toBe(attempt.payload_hash);
  });

  it("gives way to an operator's, and comes back when that is undone", async () => {
    const decide = (more: object) =>
      decidePaper(ctx, { edition: EDITION, operator: 'ann', paper: FIRST, kind: 'summary', ...more });
    const cardOf = async (revision: number | null) =>
      (await readRevisionPapers(ctx.db, `day-${DAY}`, revision ?? 0)).find(
        ({ card }) => card.paperId === FIRST,
      )?.card;
    const edited = await decide({ text: 'An editor wrote this sentence about the paper.' });
    const card = await cardOf(edited.revision);
    expect(card).toMatchObject({ summary: 'An editor wrote this sentence about the paper.', edited: true });
    expect(card).not.toHaveProperty('generated');
    const undone = await decide({ undo: true });
    expect(await cardOf(undone.revision)).toMatchObject({ summary: NEWER, generated: true });
  });
});
