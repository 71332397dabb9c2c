import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../../../src/delivery/plan/plan-editions.ts';
import { sendTransactional } from '../../../../src/delivery/transactional/send-transactional.ts';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { readPreferences } from '../../../../src/subscribers/preferences/preference-queries.ts';
import { answerSignUpRequest } from '../../../../src/subscribers/sign-up/sign-up-request.ts';
import { signToken } from '../../../../src/token.ts';
import { formsOf } from '../../../support/forms.ts';
import { putSubscriber } from '../../../support/list.ts';
import { addresses } from '../../../support/markup.ts';
import { readOutbox } from '../../../support/outbox.ts';
import { putPapers, type TestSite, testSite } from '../../../support/site.ts';

const NAME = 'Jörg Müller-Doe';

describe('following an author from their page', () => {
  let site: TestSite;
  let follow = '';
  beforeAll(async () => {
    site = await testSite({ now: '2026-11-20T09:00:00Z' });
    const by = (id: string, name: string) => ({
      id,
      authors: [name],
      authorCount: 1,
      organisation: 'A; B Lab',
    });
    await putPapers(site.ctx, '2026-11-20', [by('2611.00001', NAME), by('2611.00002', NAME)]);
    const author = await (await site.get('/authors/jorg-muller-doe')).text();
    follow = addresses(author).find((path) => path.startsWith('/subscribe?')) ?? '';
  });
  afterAll(() => site?.close());

  it('ends in a digest with their next paper and the reason for it', async () => {
    const { ctx } = site;
    const html = await (await site.get(follow)).text();
    expect(html).toContain(`We email you new papers by “${NAME}”`);
    const form = formsOf(html, '/subscribe').find(
      ({ method, action }) => method === 'POST' && action === '/subscribe',
    );
    expect(form?.fields.authors).toEqual([NAME]);
    await site.post('/subscribe', { ...form?.fields, address: 'ada@example.com' });
    for (const { id } of await ctx.db.selectFrom('asks').select('id').execute())
      await answerSignUpRequest(ctx, { askId: id });
    for (const { id } of await ctx.db.selectFrom('notifications').select('id').execute())
      await sendTransactional(ctx, { notificationId: id });
    const [confirmation] = await readOutbox(ctx.directory);
    await site.post(/(\/confirm\/\S+)/.exec(confirmation?.text ?? '')?.[1] ?? '');

    ctx.clock.set('2026-11-23T03:40:00Z');
    await putPapers(ctx, '2026-11-23', [
      ...Array.from({ length: 12 }, (_, place) => ({
        id: `2611.001${10 + place}`,
        authors: ['Jorg Muller'],
      })),
      { id: '2611.00200', authors: ['Ann A', 'JORG MÜLLER-DOE'], authorCount: 2 },
    ]);
    await classifyAndRank(ctx, { day: '2026-11-23' });
    await planEditions(ctx, { day: '2026-11-23' });
    ctx.clock.set('2026-11-23T07:00:00Z');
    await deliver(ctx, {});
    const digest = (await readOutbox(ctx.directory)).at(-1);
    expect(digest?.text).toMatch(/By JORG MÜLLER-DOE, (?:whom|an author) you follow/);
    expect(digest?.text.match(/\bBy [^,]+, (?:whom|an author) you follow/g)).toHaveLength(1);
  });

  it('fills in the preferences behind a signed link, and saves nothing before the button', async () => {
    const reader = await putSubscriber(site.ctx, 'reader@example.com');
    const path = `/preferences/${signToken(site.ctx.keys, 'preferences', reader.id, null)}`;
    const interests = async () => (await readPreferences(site.ctx.db, [reader.id])).get(reader.id)?.interests;
    const before = await interests();
    const organization = '?organizations=A%3B+B+Lab';
    const html = await (await site.get(`${path}${follow.replace('/subscribe', '')}`)).text();
    expect(html).toContain('The name from your link is filled in below.');
    expect(await interests()).toEqual(before);
    const form = formsOf(html, path).find(({ action }) => action === path);
    await site.post(path, form?.fields);
    expect(await interests()).toContainEqual({ kind: 'author', mode: 'follow', value: NAME });
    const again = await (await site.get(`${path}${follow.replace('/subscribe', '')}`)).text();
    expect(again).not.toContain('The name from your link');
    const lab = await (await site.get(`${path}${organization}`)).text();
    const saved = formsOf(lab, path).find(({ action }) => action === path);
    await site.post(path, saved?.fields);
    expect(await interests()).toContainEqual({ kind: 'organisation', mode: 'follow', value: 'A B Lab' });
  });
});
