import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifyAndRank } from '../../../../src/editions/rank-pools.ts';
import { preferenceSchema } from '../../../../src/subscribers/preferences/preference.ts';
import { readPreferences } from '../../../../src/subscribers/preferences/preference-queries.ts';
import { signToken } from '../../../../src/token.ts';
import { putSubscriber } from '../../../support/list.ts';
import { mainOf } from '../../../support/markup.ts';
import { putPapers, type TestSite, testSite } from '../../../support/site.ts';

const TODAY = '2026-11-23';

describe('the preview of keywords', () => {
  let site: TestSite;
  let path = '';
  beforeAll(async () => {
    site = await testSite({ now: `${TODAY}T08:00:00Z` });
    const paper = (id: string, day: string, title: string, abstract = 'It is about clocks.') => ({
      id,
      title,
      abstract,
      publishedAt: `${day}T00:00:00Z`,
    });
    await putPapers(site.ctx, TODAY, [
      paper('2611.00001', TODAY, 'World-Models of Rain'),
      paper('2611.00002', '2026-11-17', 'Gardens', 'We plan with a world model.'),
      paper('2611.00003', '2026-11-16', 'World Models of Last Week'),
      paper('2611.00004', TODAY, 'A Model of the World'),
      paper('2611.00005', TODAY, 'Blockchain for <b>Clocks</b>'),
    ]);
    await classifyAndRank(site.ctx, { day: TODAY });
    const reader = await putSubscriber(site.ctx, 'ada@example.com', preferenceSchema.parse({}));
    path = `/preferences/${signToken(site.ctx.keys, 'preferences', reader.id, null)}`;
  });
  afterAll(() => site?.close());

  /** Text of each keyword in the preview of a form, before it is saved. */
  async function previewed(fields: Record<string, string>, headers = {}): Promise<string[]> {
    const query = new URLSearchParams({ cadence: 'daily', weeklyDay: '1', size: '7', ...fields });
    const html = await (await site.get(`${path}/preview?${query}`, headers)).text();
    const [, list = ''] = /class="keyword-matches">(.*)<\/div>/s.exec(html) ?? [];
    return list
      .split('<p>')
      .slice(1)
      .map((entry) =>
        entry
          .replace(/<[^>]+>/g, '|')
          .replace(/\|+/g, '|')
          .replaceAll('\u00a0', ' '),
      );
  }
  const rest = { sendHour: '7', timeZone: 'UTC', language: 'en' };

  it('names the papers of the last seven days that each would have matched, newest first', async () => {
    expect(
      await previewed({ ...rest, queries: 'world models\nsundials', mutedQueries: 'blockchain' }),
    ).toEqual([
      '|world models|: 2 papers|World-Models of Rain|Gardens|',
      '|sundials|: no paper|',
      '|blockchain|: 1 paper muted|Blockchain for &lt;b&gt;Clocks&lt;/b&gt;|',
    ]);
    const [subscriber] = await site.ctx.db.selectFrom('subscribers').select('id').execute();
    const stored = (await readPreferences(site.ctx.db, [subscriber?.id ?? ''])).get(subscriber?.id ?? '');
    expect(stored?.interests).toEqual([]);
  });

  it('is also on the page without a script, on the sign-up page, and in German', async () => {
    const fields = { cadence: 'daily', weeklyDay: '1', size: '7', ...rest, queries: 'world models' };
    const page = await (await site.post(`${path}/preview`, fields)).text();
    expect(mainOf(page)).toContain('Your keywords in the last 7 days');
    expect(mainOf(page)).toContain('World-Models of Rain');
    const german = { 'accept-language': 'de' };
    expect(await previewed({ ...rest, queries: 'sundials' }, german)).toEqual(['|sundials|: kein Paper|']);
    const signUp = await (await site.get('/subscribe?queries=world+models')).text();
    expect(mainOf(signUp)).toContain('Your keywords in the last 7 days');
  });

  it('has no place where there are no keywords', async () => {
    expect(await previewed(rest)).toEqual([]);
  });
});
