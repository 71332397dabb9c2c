import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { planEditions } from '../../../src/delivery/plan/plan-editions.ts';
import { classifyAndRank } from '../../../src/editions/rank-pools.ts';
import { preferenceSchema } from '../../../src/subscribers/preferences/preference.ts';
import { updatePreference } from '../../../src/subscribers/preferences/update-preference.ts';
import { type TestInstallation, testInstallation } from '../../support/installation.ts';
import { following, manyPapers, putList, putSubscriber } from '../../support/list.ts';
import { type OutboxMail, readOutbox } from '../../support/outbox.ts';

const READER = 'reader@example.com';
const TOPICS = following('agents-tool-use', 'robotics-embodied');
const SATURDAY = '2026-11-21';
const MONDAY = '2026-11-23';

describe('a weekly recap after daily digests', () => {
  let ctx: TestInstallation;
  let daily: OutboxMail | undefined;
  let recap: OutboxMail;

  beforeAll(async () => {
    ctx = await testInstallation({ now: `${SATURDAY}T03:40:00Z` });
    await putList(ctx, '2026-11-12', [...manyPapers(6, 801), ...manyPapers(4, 901, 'robotics-embodied')]);
    // Enough upvotes for the floor of "Also trending", which must not be repeated either.
    await putList(
      ctx,
      SATURDAY,
      [...manyPapers(6, 1), ...manyPapers(5, 101, 'robotics-embodied')].map((paper) => ({
        ...paper,
        upvotes: (paper.upvotes ?? 0) + 10,
      })),
    );
    const { id } = await putSubscriber(ctx, READER, { interests: TOPICS, size: 3 });
    daily = await digestOf(SATURDAY);
    const weekly = { interests: TOPICS, size: 6, cadence: 'weekly', weeklyDay: 1 } as const;
    await updatePreference(ctx, { subscriberId: id, preference: preferenceSchema.parse(weekly) });
    ctx.clock.set(`${MONDAY}T03:40:00Z`);
    await putList(ctx, MONDAY, manyPapers(4, 201, 'robotics-embodied'));
    recap = await digestOf(MONDAY);
  });
  afterAll(() => ctx?.close());

  async function digestOf(day: string): Promise<OutboxMail> {
    await classifyAndRank(ctx, { day });
    await planEditions(ctx, { day });
    ctx.clock.set(`${day}T07:00:00Z`);
    await deliver(ctx, {});
    const email = (await readOutbox(ctx.directory)).find(({ file }) => file !== daily?.file);
    if (!email) throw new Error(`No digest was sent on ${day}.`);
    return email;
  }

  const papersIn = (email: OutboxMail | undefined) =>
    new Set([...(email?.html ?? '').matchAll(/\/papers\/(2611\.\d+)"/g)].map(([, id]) => id));

  it('names the week in subject and masthead, and the topic that rose most', () => {
    const html = recap.html.replaceAll('\u00A0', ' ').replaceAll('&amp;', '&');
    expect(recap.subject).toMatch(/^This week: /);
    expect(html).toContain('Week of 17 November · 6 picks from 15 papers');
    expect(html).toContain('Week 47, 2026');
    expect(html).toMatch(
      /Rose most this week: <a [^>]*>Robotics & embodied AI<\/a>, 9 papers, 5 more than last/,
    );
    expect(daily?.subject).not.toMatch(/week/i);
    expect(daily?.html).not.toMatch(/Rose most|Week of/);
  });

  it('groups its picks by topic, each under one heading, in the contents list too', () => {
    const headings = ['Agents &amp; tool use', 'Robotics &amp; embodied AI'];
    for (const heading of headings) {
      expect(recap.html.split(`>${heading}</p>`).length, heading).toBe(2);
      expect(recap.html.split(`>${heading}</td>`).length, heading).toBe(2);
    }
    const text = recap.text.slice(recap.text.indexOf('\n 1. ', recap.text.indexOf('This week by topic')));
    for (const heading of ['Agents & tool use', 'Robotics & embodied AI'])
      expect(text.split(`\n${heading}\n---`).length, heading).toBe(2);
  });

  it('repeats no paper of the daily digests', () => {
    const sent = papersIn(daily);
    expect(sent.size).toBeGreaterThan(3);
    for (const paper of papersIn(recap)) expect(sent).not.toContain(paper);
  });

  it('says nothing about yesterday', () => {
    expect(recap.html).not.toContain('since yesterday');
  });
});
