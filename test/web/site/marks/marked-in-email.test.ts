import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../../config/topics/built-in.ts';
import { deliver } from '../../../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../../../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { preferenceSchema } from '../../../../src/subscribers/preferences/preference.ts';
import { updatePreference } from '../../../../src/subscribers/preferences/update-preference.ts';
import { subscriberPath } from '../../../../src/web/site/preferences/signed-subscriber.ts';
import { following, manyPapers, putList, putSubscriber } from '../../../support/list.ts';
import { mainOf } from '../../../support/markup.ts';
import { readOutbox } from '../../../support/outbox.ts';
import { type TestSite, testSite } from '../../../support/site.ts';

const DAY = '2026-11-23';
const READER = 'reader@example.com';

describe('picks that were sent', () => {
  let site: TestSite;
  let own = '';
  let subscriberId = '';
  let mail = '';
  beforeAll(async () => {
    site = await testSite({ now: `${DAY}T03:40:00Z` });
    const { ctx } = site;
    await putList(ctx, DAY, [
      ...manyPapers(10, 1, 'agents-tool-use'),
      ...manyPapers(10, 101, 'robotics-embodied'),
    ]);
    await classifyAndRank(ctx, { day: DAY });
    const muted = { kind: 'topic', mode: 'mute', value: 'agents-tool-use' } as const;
    const interests = [...following('robotics-embodied'), muted];
    const { id } = await putSubscriber(ctx, READER, { interests, size: 30 });
    subscriberId = id;
    own = subscriberPath(ctx.keys, id);
    expect(await preview()).toContain('10\u00A0papers');
    await planEditions(ctx, { day: DAY });
    ctx.clock.set(`${DAY}T07:00:00Z`);
    await deliver(ctx, {});
    mail = (await readOutbox(ctx.directory)).find(({ to }) => to === READER)?.html ?? '';
  });
  afterAll(() => site?.close());

  const preview = async () => mainOf(await (await site.get(own)).text());
  const linksIn = (html: string, path: string) =>
    [...html.matchAll(new RegExp(`http://paperboy\\.example\\.org(/${path}/[^"]+)`, 'g'))].map(
      ([, link = '']) => link,
    );

  it('have links for more and less, each to a page about the topic that stands above the pick', async () => {
    // A topic that would otherwise come first, because it fits as well and precedes it in the alphabet.
    const rows = await site.ctx.db.selectFrom('topic_scores').select(['paper_id', 'score']).execute();
    await site.ctx.db
      .insertInto('topic_scores')
      .values(
        rows.map(({ paper_id, score }) => ({
          paper_id,
          taxonomy_version: BUILT_IN_TAXONOMY.version,
          topic: '3d-vision',
          score,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const cards = mail.split(' id="pick-').slice(1);
    const picks = cards.filter((card) => linksIn(card, 'more').length > 0);
    expect(picks).toHaveLength(10);
    for (const card of picks) {
      expect(card.split('<h2')[0]).toContain('Robotics &amp; embodied AI');
      for (const link of [...linksIn(card, 'more'), ...linksIn(card, 'less')])
        expect(await (await site.get(link)).text()).toContain(
          'This paper is about “Robotics &amp; embodied AI”.',
        );
    }
    for (const link of linksIn(mail, 'pause')) expect((await site.get(link)).status).toBe(200);
  });

  it('are mentioned by the preview when nothing else matches', async () => {
    expect(await preview()).toContain(
      'You already received today’s matching papers, so no email would be sent.',
    );
  });

  it('are no matching picks once the subscriber follows another topic', async () => {
    const interests = [
      ...following('speech-audio-music'),
      ...(['agents-tool-use', 'robotics-embodied'] as const).map((value) => ({
        kind: 'topic' as const,
        mode: 'mute' as const,
        value,
      })),
    ];
    const preference = preferenceSchema.parse({ interests, skipQuietDays: true });
    await updatePreference(site.ctx, { subscriberId, preference });
    const shown = await preview();
    expect(shown).toContain('No papers match today');
    expect(shown).not.toContain('already received');
  });
});
