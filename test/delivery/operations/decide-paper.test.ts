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

describe('what a person decides about papers of an edition', () => {
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

  const act = (kind: 'pin' | 'hide' | 'summary', paper: string, more: object = {}) =>
    decidePaper(ctx, { edition: EDITION, operator: 'ann', paper, kind, ...more });
  const preference = preferenceSchema.parse({ interests: following('agents-tool-use'), size: 4 });
  const look = (as: Parameters<typeof previewDigest>[1]['as'] = { preference }) =>
    previewDigest(ctx, { edition: EDITION, as });
  const papersIn = (mail: OutgoingEmail | null) =>
    [...(mail?.text ?? '').matchAll(/arxiv\.org\/abs\/(\d{4}\.\d{5})/g)].map(([, id]) => id);

  it('holds for what is composed from then on, and changes no byte of what is composed', async () => {
    const before = (await look()).email;
    expect(papersIn(before).slice(0, 4)).not.toContain(LAST);
    expect(await act('pin', LAST, { topic: '' })).toMatchObject({ changed: true, revision: 2 });
    expect(papersIn((await look()).email)[0]).toBe(LAST);
    // The first person is composed from this revision, and their mail is asked to wait.
    mailer.next('defer');
    const first = await look({ subscriber: 'ada@example.com' });
    expect(first.composed).toBe(false);
    await deliver(ctx, {});
    const composed = await ctx.db
      .selectFrom('deliveries')
      .selectAll()
      .where('digest', 'is not', null)
      .execute();
    expect(composed.length).toBe(3);
    const theirs = await look({ subscriber: 'ada@example.com' });
    expect(theirs).toMatchObject({ composed: true, revision: 2 });
    await act('hide', LAST);
    await act('summary', '2611.00001', { text: SUMMARY });
    expect((await look({ subscriber: 'ada@example.com' })).email).toEqual(theirs.email);
    const now = (await look()).email;
    expect(papersIn(now)).not.toContain(LAST);
    expect(now?.text.replace(/\s+/g, ' ')).toContain(SUMMARY);
    expect(now?.text.replace(/\s+/g, ' ')).toContain('summary edited');
    // What waited goes out as it was composed.
    ctx.clock.advance(120_000);
    await deliver(ctx, {});
    expect(mailer.taken.map(papersIn).every(([paper]) => paper === LAST)).toBe(true);
    expect(mailer.taken).toHaveLength(3);
  });

  it('stays when the pool is ranked again, and is taken back to exactly what was', async () => {
    await ctx.db
      .updateTable('editions')
      .set({ state: 'open', finished_at: null })
      .where('id', '=', EDITION)
      .execute();
    const decided = (await look()).email;
    ctx.clock.advance(3_600_000);
    await classifyAndRank(ctx, { day: DAY });
    expect(papersIn((await look()).email)).toEqual(papersIn(decided));
    expect(await act('hide', LAST, { undo: true })).toMatchObject({ changed: true });
    expect(papersIn((await look()).email)[0]).toBe(LAST);
    await act('pin', LAST, { undo: true });
    await act('summary', '2611.00001', { undo: true });
    const text = (await look()).email?.text ?? '';
    expect(text).not.toContain('edited');
    expect(papersIn((await look()).email).slice(0, 4)).not.toContain(LAST);
    expect(await act('hide', LAST, { undo: true })).toMatchObject({ changed: false });
    const verbs = await ctx.db
      .selectFrom('operator_audit')
      .select(['verb', 'before', 'after'])
      .orderBy('id')
      .execute();
    expect(verbs.map(({ verb }) => verb)).toEqual(
      ['pin', 'hide', 'summary', 'unhide', 'unpin', 'unsummary'].map((verb) => `edition ${verb}`),
    );
    expect(verbs[2]).toMatchObject({ before: { decided: null }, after: { summary: SUMMARY } });
  });

  it('is refused where it makes no sense, and changes nothing', async () => {
    const before = await contentsOf(ctx.db, 'editorial', 'pool_revisions', 'operator_audit');
    for (const [wanted, code] of [
      [() => act('pin', '2611.99999'), 'PAPER_UNKNOWN'],
      [() => act('pin', LAST, { topic: 'nonsense' }), 'DECISION_INVALID'],
      [() => act('summary', LAST, { text: 'short' }), 'DECISION_INVALID'],
      [
        () => decidePaper(ctx, { edition: 'daily-2026-11-01', operator: 'ann', paper: LAST, kind: 'hide' }),
        'EDITION_UNKNOWN',
      ],
    ] as const)
      await expect(wanted()).rejects.toMatchObject({ code });
    await ctx.db.updateTable('editions').set({ state: 'finished' }).where('id', '=', EDITION).execute();
    await expect(act('hide', LAST)).rejects.toMatchObject({ code: 'EDITION_STATE' });
    expect(await contentsOf(ctx.db, 'editorial', 'pool_revisions', 'operator_audit')).toEqual(before);
  });

  it('sends a test that is no delivery, names nobody and leads nowhere', async () => {
    const tables = ['deliveries', 'sent_papers', 'editions', 'notifications', 'subscribers'] as const;
    const before = await contentsOf(ctx.db, ...tables);
    const test = { edition: EDITION, as: { preference }, operator: 'ann' };
    expect(await sendTestDigest(ctx, { ...test, to: 'me@example.org' })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await contentsOf(ctx.db, ...tables)).toEqual(before);
    const mail = mailer.taken.at(-1);
    expect(mail).toMatchObject({ to: 'me@example.org', subject: expect.stringMatching(/^\[Test\] /) });
    const keys = await ctx.db.selectFrom('subscribers').select(['id', 'leave_key']).execute();
    for (const { id, leave_key } of keys) {
      expect(`${mail?.html}${JSON.stringify(mail?.headers)}`).not.toContain(leave_key);
      expect(mail?.html).not.toContain(id);
    }
    expect(JSON.stringify(await contentsOf(ctx.db, 'operator_audit'))).not.toContain('me@example.org');
    await insertSuppression(ctx.db, {
      address: 'gone@example.org',
      reason: 'complaint',
      source: 'test',
      now: ctx.clock.now(),
    });
    await expect(sendTestDigest(ctx, { ...test, to: 'gone@example.org' })).rejects.toMatchObject({
      code: 'MAY_NOT_BE_MAILED',
    });
  });
});
