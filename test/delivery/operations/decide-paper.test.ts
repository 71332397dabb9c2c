import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { previewDigest } from '../../../src/delivery/digest/preview-digest.ts';
import { decidePaper } from '../../../src/delivery/operations/decide-paper.ts';
import { sendTestDigest } from '../../../src/delivery/operations/send-test-digest.ts';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import type { OutgoingEmail } from '../../../src/ports.ts';
import { preferenceSchema } from '../../../src/subscribers/preferences/preference.ts';
import { insertSuppression } from '../../../src/suppression/suppression-queries.ts';
import { DAY, dueEdition, EDITION } from '../../support/due-edition.ts';
import type { TestInstallation } from '../../support/installation.ts';
import { following } from '../../support/list.ts';
import { type ScriptedMailer, scriptedMailer } from '../../support/scripted-mailer.ts';
import { contentsOf } from '../../support/tables.ts';

const LAST = '2611.00015';
const SUMMARY = 'What an editor thinks this paper is about, in one plain sentence.';

describe('decidePaper', () => {
  let ctx: TestInstallation;
  let mailer: ScriptedMailer;
  beforeAll(async () => {
    mailer = scriptedMailer({ batchSize: 1 });
    ctx = await dueEdition(
      ['ada', 'bob', 'cyd'].map((name) => `${name}@example.com`),
      { mailer },
    );
  });
  afterAll(() => ctx.close());

  const decide = (kind: 'pin' | 'hide' | 'summary', paper: string, more: object = {}) =>
    decidePaper(ctx, { edition: EDITION, operator: 'ann', paper, kind, ...more });
  const preference = preferenceSchema.parse({ interests: following('agents-tool-use'), size: 4 });
  const preview = (as: Parameters<typeof previewDigest>[1]['as'] = { preference }) =>
    previewDigest(ctx, { edition: EDITION, as });
  const paperIdsIn = (email: OutgoingEmail | null) =>
    [...(email?.text ?? '').matchAll(/arxiv\.org\/abs\/(\d{4}\.\d{5})/g)].map(([, id]) => id);

  it('applies to digests composed later, and changes no byte of composed ones', async () => {
    const before = (await preview()).email;
    expect(paperIdsIn(before).slice(0, 4)).not.toContain(LAST);
    expect(await decide('pin', LAST, { topic: '' })).toMatchObject({ changed: true, revision: 2 });
    expect(paperIdsIn((await preview()).email)[0]).toBe(LAST);
    // The digests are composed from this revision, and the provider defers them.
    mailer.next('defer');
    const first = await preview({ subscriber: 'ada@example.com' });
    expect(first.composed).toBe(false);
    await deliver(ctx, {});
    const composed = await ctx.db
      .selectFrom('deliveries')
      .selectAll()
      .where('digest', 'is not', null)
      .execute();
    expect(composed.length).toBe(3);
    const stored = await preview({ subscriber: 'ada@example.com' });
    expect(stored).toMatchObject({ composed: true, revision: 2 });
    await decide('hide', LAST);
    await decide('summary', '2611.00001', { text: SUMMARY });
    expect((await preview({ subscriber: 'ada@example.com' })).email).toEqual(stored.email);
    const now = (await preview()).email;
    expect(paperIdsIn(now)).not.toContain(LAST);
    expect(now?.text.replace(/\s+/g, ' ')).toContain(SUMMARY);
    expect(now?.text.replace(/\s+/g, ' ')).toContain('summary edited');
    // Deferred digests are sent as composed.
    ctx.clock.advance(120_000);
    await deliver(ctx, {});
    expect(mailer.taken.map(paperIdsIn).every(([paper]) => paper === LAST)).toBe(true);
    expect(mailer.taken).toHaveLength(3);
  });

  it('survives a new ranking, and reverts to exactly the earlier state', async () => {
    await ctx.db
      .updateTable('editions')
      .set({ state: 'open', finished_at: null })
      .where('id', '=', EDITION)
      .execute();
    const decided = (await preview()).email;
    ctx.clock.advance(3_600_000);
    await classifyAndRank(ctx, { day: DAY });
    expect(paperIdsIn((await preview()).email)).toEqual(paperIdsIn(decided));
    expect(await decide('hide', LAST, { undo: true })).toMatchObject({ changed: true });
    expect(paperIdsIn((await preview()).email)[0]).toBe(LAST);
    await decide('pin', LAST, { undo: true });
    await decide('summary', '2611.00001', { undo: true });
    const text = (await preview()).email?.text ?? '';
    expect(text).not.toContain('edited');
    expect(paperIdsIn((await preview()).email).slice(0, 4)).not.toContain(LAST);
    expect(await decide('hide', LAST, { undo: true })).toMatchObject({ changed: false });
    const entries = await ctx.db
      .selectFrom('operator_audit')
      .select(['verb', 'before', 'after'])
      .orderBy('id')
      .execute();
    expect(entries.map(({ verb }) => verb)).toEqual(
      ['pin', 'hide', 'summary', 'unhide', 'unpin', 'unsummary'].map((verb) => `edition ${verb}`),
    );
    expect(entries[2]).toMatchObject({ before: { decided: null }, after: { summary: SUMMARY } });
  });

  it('rejects an invalid decision without changing anything', async () => {
    const before = await contentsOf(ctx.db, 'editorial', 'pool_revisions', 'operator_audit');
    for (const [decision, code] of [
      [() => decide('pin', '2611.99999'), 'PAPER_UNKNOWN'],
      [() => decide('pin', LAST, { topic: 'nonsense' }), 'DECISION_INVALID'],
      [() => decide('summary', LAST, { text: 'short' }), 'DECISION_INVALID'],
      [
        () => decidePaper(ctx, { edition: 'daily-2026-11-01', operator: 'ann', paper: LAST, kind: 'hide' }),
        'EDITION_UNKNOWN',
      ],
    ] as const)
      await expect(decision()).rejects.toMatchObject({ code });
    await ctx.db.updateTable('editions').set({ state: 'finished' }).where('id', '=', EDITION).execute();
    await expect(decide('hide', LAST)).rejects.toMatchObject({ code: 'EDITION_STATE' });
    expect(await contentsOf(ctx.db, 'editorial', 'pool_revisions', 'operator_audit')).toEqual(before);
  });

  it('sends a test digest that is not a delivery, names no subscriber and has dead links', async () => {
    const tables = ['deliveries', 'sent_papers', 'editions', 'notifications', 'subscribers'] as const;
    const before = await contentsOf(ctx.db, ...tables);
    const test = { edition: EDITION, as: { preference }, operator: 'ann' };
    expect(await sendTestDigest(ctx, { ...test, to: 'me@example.org' })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await contentsOf(ctx.db, ...tables)).toEqual(before);
    const email = mailer.taken.at(-1);
    expect(email).toMatchObject({ to: 'me@example.org', subject: expect.stringMatching(/^\[Test\] /) });
    const keys = await ctx.db.selectFrom('subscribers').select(['id', 'leave_key']).execute();
    for (const { id, leave_key } of keys) {
      expect(`${email?.html}${JSON.stringify(email?.headers)}`).not.toContain(leave_key);
      expect(email?.html).not.toContain(id);
    }
    expect(JSON.stringify(await contentsOf(ctx.db, 'operator_audit'))).not.toContain('me@example.org');
    await insertSuppression(ctx.db, {
      address: 'gone@example.org',
      reason: 'complaint',
      source: 'test',
      now: ctx.clock.now(),
    });
    await expect(sendTestDigest(ctx, { ...test, to: 'gone@example.org' })).rejects.toMatchObject({
      code: 'ADDRESS_SUPPRESSED',
    });
  });
});
