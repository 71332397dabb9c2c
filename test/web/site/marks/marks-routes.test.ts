import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../../config/topics/built-in.ts';
import { createPoolCache } from '../../../../src/editions/pool-cache.ts';
import { previewComposition } from '../../../../src/editions/preview.ts';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { eraseSubscriber } from '../../../../src/subscribers/erase.ts';
import { markToken } from '../../../../src/subscribers/preferences/mark.ts';
import { readPreferences } from '../../../../src/subscribers/preferences/preference-queries.ts';
import { signToken } from '../../../../src/token.ts';
import { following, manyPapers, putList, putSubscriber } from '../../../support/list.ts';
import { hashDatabase, type TestSite, testSite } from '../../../support/site.ts';

const DAY = '2026-11-23';
/** Robots at the top of their topic, agents with more upvotes: both are followed, and not all of them fit. */
const PAPERS = [...manyPapers(10, 1, 'agents-tool-use'), ...manyPapers(10, 101, 'robotics-embodied')];

let site: TestSite;
let reader = { id: '', unsubscribeKey: '' };
let people = 0;
beforeAll(async () => {
  site = await testSite({ now: `${DAY}T03:40:00Z` });
  await putList(site.ctx, DAY, PAPERS);
  await classifyAndRank(site.ctx, { day: DAY });
});
beforeEach(async () => {
  people += 1;
  const interests = following('agents-tool-use', 'robotics-embodied');
  reader = await putSubscriber(site.ctx, `reader${people}@example.com`, { interests, size: 8 });
});
afterAll(() => site?.close());

const path = (direction: 'more' | 'less', paperId = '2611.00101') =>
  `/${direction}/${markToken(signToken(site.ctx.keys, 'preferences', reader.id, null), paperId)}`;
const weights = async () => (await readPreferences(site.ctx.db, [reader.id])).get(reader.id)?.weights;
const robots = async () => {
  const preference = (await readPreferences(site.ctx.db, [reader.id])).get(reader.id);
  if (!preference) throw new Error('no preference');
  const found = await previewComposition(
    { db: site.ctx.db, pools: createPoolCache(BUILT_IN_TAXONOMY) },
    { preference, subscriberId: reader.id, now: site.ctx.clock.now() },
  );
  const picks = found?.composition?.picks ?? [];
  return picks.filter(({ paperId }) => paperId.startsWith('2611.001')).length;
};

describe('more and less like a pick', () => {
  it('show their effect, and change nothing before the button', async () => {
    const before = await hashDatabase(site.ctx);
    for (const direction of ['more', 'less'] as const) {
      await site.head(path(direction));
      const html = await (await site.get(path(direction))).text();
      expect(html).toContain('Dexterous Robot Manipulation');
      expect(html).toContain(direction === 'more' ? 'count twice as much' : 'count half as much');
    }
    expect(await hashDatabase(site.ctx)).toBe(before);
  });

  it('change the picks both ways, once per paper, and can be undone', async () => {
    const ordinary = await robots();
    const html = await (await site.post(path('more'))).text();
    expect(html).toContain('Saved: more like this');
    expect(html).toContain('class="fresh"');
    const more = await robots();
    expect(more).toBeGreaterThan(ordinary);
    await site.post(path('more'));
    expect([await robots(), await weights()]).toEqual([more, { 'robotics-embodied': 1 }]);
    await site.post(path('less'));
    expect(await weights()).toEqual({ 'robotics-embodied': -1 });
    expect(await robots()).toBeLessThan(ordinary);
    const undone = await (await site.post(path('less'), { undo: 'yes' })).text();
    expect(undone).toMatch(
      /Undone.*Papers mainly about “Robotics &amp; embodied AI” count as much as any others\./s,
    );
    expect([await robots(), await weights()]).toEqual([ordinary, undefined]);
  });

  it('end at four times and a quarter', async () => {
    for (let number = 101; number <= 105; number += 1) await site.post(path('less', `2611.00${number}`));
    expect(await weights()).toEqual({ 'robotics-embodied': -2 });
    expect(await (await site.get(path('less', '2611.00106'))).text()).toContain('Once more has no effect.');
  });

  it('warn when they only cancel out earlier marks, and offer to override them', async () => {
    for (const number of ['2611.00101', '2611.00102']) await site.post(path('more', number));
    const html = await (await site.get(path('less', '2611.00103'))).text();
    expect(html).toContain(
      'So far, papers on this topic count four times as much, because you asked for more.',
    );
    expect(html).toContain('count twice as much when we choose your picks');
    expect(html).toContain('Undo my earlier “more” and count them half as much');
    await site.post(path('less', '2611.00103'), { firmly: 'yes' });
    expect(await weights()).toEqual({ 'robotics-embodied': -1 });
  });

  it('apply to the topic of the pick reason when the paper has it', async () => {
    await site.ctx.db
      .insertInto('topic_scores')
      .values({
        paper_id: '2611.00104',
        taxonomy_version: BUILT_IN_TAXONOMY.version,
        topic: 'video',
        score: 0.01,
      })
      .execute();
    const page = async (topic: string) =>
      (await site.get(`${path('more', '2611.00104')}?topic=${topic}`)).text();
    expect(await page('video')).toContain('This paper is about “Video”.');
    for (const none of ['reasoning', '%00', '%3Cscript%3E'])
      expect(await page(none)).toContain('This paper is about “Robotics &amp; embodied AI”.');
    await site.post(`${path('more', '2611.00104')}?topic=video`);
    expect(await weights()).toEqual({ video: 1 });
  });

  it('pick from an unfollowed topic as if it were followed', async () => {
    reader = await putSubscriber(site.ctx, `agents${people}@example.com`, {
      interests: following('agents-tool-use'),
      size: 8,
    });
    // One is an exploration pick already.
    expect(await robots()).toBeLessThan(2);
    expect(await (await site.get(path('more'))).text()).toContain('You do not follow this topic');
    await site.post(path('more'));
    expect(await robots()).toBeGreaterThan(2);
  });

  it('are deleted with an erased subscriber', async () => {
    await site.post(path('more'));
    await eraseSubscriber(site.ctx, reader.id);
    expect(
      await site.ctx.db.selectFrom('marks').selectAll().where('subscriber_id', '=', reader.id).execute(),
    ).toEqual([]);
  });
});
