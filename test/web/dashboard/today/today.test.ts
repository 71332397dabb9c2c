import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseAlert } from '../../../../src/alerts/alerts.ts';
import { addDays, weekday } from '../../../../src/day.ts';
import { applySignal } from '../../../../src/delivery/providers/circuit-breaker.ts';
import { lockCircuit, storeCircuit } from '../../../../src/delivery/providers/circuit-breaker-queries.ts';
import { storePapers } from '../../../../src/papers/ingest/paper-queries.ts';
import { storeSourceState } from '../../../../src/papers/ingest/source-queries.ts';
import { type DashboardBrowser, type TestDashboard, testDashboard } from '../../../support/dashboard.ts';
import { EDITION } from '../../../support/due-edition.ts';
import { halfSentDashboard } from '../../../support/half-sent.ts';
import { sourcePaper } from '../../../support/list.ts';

/** Text of a page without its markup. */
function wordsOf(html: string): string {
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<!--.*?-->/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

/** One live part of the page, by its id. */
function partOf(html: string, id: string): string {
  const [, from = ''] = html.split(` id="${id}" data-live="true"`);
  return `<p${from.split(' data-live="true"')[0]}`;
}

describe('the Today page during a morning', () => {
  let dashboard: TestDashboard;
  let viewer: DashboardBrowser;
  let page = '';
  beforeAll(async () => {
    ({ dashboard } = await halfSentDashboard());
    viewer = await dashboard.signedInAs('viewer');
    page = await (await viewer.get('/operator')).text();
  });
  afterAll(() => dashboard?.close());

  it('sums up problems and progress in one sentence', () => {
    const summary = wordsOf(/<p id="summary".*?<\/p>/.exec(page)?.[0] ?? '');
    expect(summary).toContain(
      'Needs attention: 1 digest of daily-2026-11-23 failed; 1 digest of daily-2026-11-23 uncertain.',
    );
    expect(summary).toContain('4 of 8 digests accepted. 1 scheduled.');
    expect(summary).toContain('Next send time: 09:00 UTC (in 1 h 55 min).');
  });

  it('shows totals with a bar and numbers that sum to the audience', () => {
    const totals = partOf(page, 'totals');
    const daily = totals.slice(totals.indexOf(`id="totals-${EDITION}"`));
    expect(wordsOf(daily)).toContain('8 recipients');
    const counts = [...daily.matchAll(/state=(\w+)">([\d,]+) /g)].map(([, state, count]) => [
      state,
      Number(count),
    ]);
    expect(counts).toEqual([
      ['accepted', 4],
      ['excluded', 1],
      ['failed', 1],
      ['uncertain', 1],
      ['planned', 1],
    ]);
    expect(counts.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(8);
    const bars = [
      ...daily.matchAll(/<rect class="segment (\w+)" x="([\d.]+)%" y="1" width="([\d.]+)%" height="26"/g),
    ];
    expect(bars.map(([, name]) => name)).toEqual(counts.map(([state]) => state));
    expect(bars.reduce((sum, [, , , width]) => sum + Number(width), 0)).toBeCloseTo(100);
    expect(
      bars.reduce(
        (end, [, , x, width]) => (Math.abs(Number(x) - end) < 1e-9 ? end + Number(width) : Number.NaN),
        0,
      ),
    ).toBeCloseTo(100);
  });

  it('links every number to exactly the deliveries that it counts', async () => {
    const links = [...page.matchAll(/<a href="(\/operator\/editions\/[^"]+)">([\d,]+) /g)];
    expect(links.length).toBeGreaterThanOrEqual(7);
    for (const [, path = '', number = ''] of links) {
      const list = await (await viewer.get(path.replaceAll('&amp;', '&'))).text();
      expect([path, list.match(/<th scope="row">/g)?.length]).toEqual([path, Number(number)]);
    }
  });

  it('masks addresses for viewers, also those quoted by mail servers', async () => {
    const path = `/operator/editions/${EDITION}/deliveries`;
    await dashboard.ctx.db
      .updateTable('deliveries')
      .set({ reason: '550 <eva@example.com> unknown' })
      .where('state', '=', 'failed')
      .execute();
    const masked = await (await viewer.get(path)).text();
    expect(masked).toContain('a•••@example.com');
    expect(masked).toContain('550 &lt;e•••@example.com&gt; unknown');
    expect(masked).not.toMatch(/ada@|eva@/);
    const full = await (await (await dashboard.signedInAs('operator')).get(path)).text();
    expect(full).toContain('ada@example.com');
  });

  it('pages through a long list without an address in the URL', async () => {
    await sql`
      with people as (
        insert into subscribers (id, address, address_hash, state, leave_key, created_at, state_changed_at)
        select gen_random_uuid(), number || '@example.com', number, 'pending', 'key-' || number, now(), now()
        from generate_series(1, 120) as number returning id
      )
      insert into deliveries (id, edition_id, subscriber_id, state, send_at, due_at, local_day, created_at)
      select id, ${EDITION}, id, 'planned', '2026-11-23T10:00Z', '2026-11-23T10:00Z', '2026-11-23', now()
      from people`.execute(dashboard.ctx.db);
    const operator = await dashboard.signedInAs('operator');
    const first = await (await operator.get(`/operator/editions/${EDITION}/deliveries?state=planned`)).text();
    const next = /href="([^"]*after=[^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).not.toContain('%40');
    const second = await (await operator.get(next)).text();
    const addresses = [...(first + second).matchAll(/<th scope="row"><a[^>]*>([^<]+)/g)].map(
      ([, who]) => who,
    );
    expect([addresses.length, new Set(addresses).size]).toEqual([121, 121]);
  });

  it('shows every step of the day’s run with result and duration', () => {
    const run = wordsOf(partOf(page, 'run'));
    expect(run).toContain(
      'Ingest Hugging Face Daily Papers ✓ done 15 papers, 15 created 03:40 UTC 1 min 5 s 1 min 5 s',
    );
    expect(run).toMatch(/Ingest arXiv ✗ failed answered 503/);
    expect(run).toMatch(/✓ done 15 papers, 1 revision \d/);
    expect(run).toMatch(/Deliver at 07:00 UTC ✗ failed .*4 accepted/);
    expect(run).toMatch(/Deliver at 09:00 UTC ○ not started 1 scheduled/);
  });

  it('shows the status of each provider, with the remedy for a problem', async () => {
    expect(wordsOf(partOf(page, 'providers'))).toMatch(
      /Providers ✓ \S+: available \. 5 emails in the last 10 minutes\./,
    );
    const [name = ''] = dashboard.ctx.providers.map((provider) => provider.name);
    await dashboard.ctx.db.transaction().execute(async (trx) => {
      const refused = { kind: 'account', reason: '401: the key is wrong' } as const;
      const now = dashboard.ctx.clock.now();
      await storeCircuit(trx, name, applySignal(await lockCircuit(trx, name), refused, now), now);
    });
    const again = wordsOf(partOf(await (await viewer.get('/operator')).text(), 'providers'));
    expect(again).toMatch(
      /✗ \S+: rejects our account , next attempt at 07:10 UTC \(in 5 min\)\. 401: the key/,
    );
    expect(again).toMatch(/What to do: Fix the key, .* npm run paperboy -- doctor/);
  });

  it('shows upcoming runs and the status of the sources', () => {
    const next = wordsOf(partOf(page, 'next'));
    expect(next).toMatch(/Send due digests: 07:06 UTC \(in 1 min\) Hourly run.* 08:05 UTC \(in 1 h\)/);
    expect(next).toContain('2026-11-24 03:30 UTC (in 20 h 25 min)');
    const sources = wordsOf(partOf(page, 'sources'));
    expect(sources).toContain('✓ Hugging Face Daily Papers: fresh , newest list 2026-11-23');
    expect(sources).toMatch(/✗ arXiv: failed , 3 times in a row: answered 503\. It last succeeded/);
  });

  it('compares bounces and complaints with their limits, and counts the list', () => {
    const reported = wordsOf(partOf(page, 'reported'));
    // One of five addresses was refused during the SMTP session.
    expect(reported).toContain('7 days 4 ✓ 0.00% (0), good ✗ 20.00% (1), far too high');
    expect(reported).toContain('Complaints should stay below 0.1% and must not reach 0.3%.');
    const growth = wordsOf(partOf(page, 'growth'));
    expect(growth).toContain('6 active subscribers. Last 30 days: 8 joined, 2 left (+6).');
    expect(growth).toContain('2026-11-23 8 2 6');
  });

  it('shows an open alert with its remedy', async () => {
    await raiseAlert(dashboard.ctx, {
      code: 'QUEUE_PAUSED',
      subject: 'delivery',
      message: 'The queue delivery is paused.',
    });
    const again = await (await viewer.get('/operator')).text();
    const alerts = partOf(again, 'alerts');
    expect(wordsOf(alerts)).toMatch(
      /✗ A queue is paused : The queue delivery is paused\. None of its jobs start.* What to do: Resume it/,
    );
    expect(alerts).toContain('<a href="/operator/queues">');
    expect(again).toContain('1 open alert');
  });

  it('refreshes itself with a script that does not extend the session', async () => {
    const address = /<script src="([^"]+)"/.exec(page)?.[1] ?? '';
    const script = await viewer.get(address);
    expect(script.headers.get('Content-Type')).toContain('text/javascript');
    expect(await script.text()).toContain('"*/*"');
    expect((await viewer.get('/operator', { Accept: '*/*' })).status).toBe(200);
    expect(page).not.toMatch(/<script(?![^>]*src=)|style="/);
  });
});

describe('the Today page on the first day', () => {
  let dashboard: TestDashboard;
  beforeAll(async () => {
    dashboard = await testDashboard();
  });
  afterAll(() => dashboard?.close());

  it('shows when the first edition will be planned', async () => {
    const page = await (await (await dashboard.signedInAs('viewer')).get('/operator')).text();
    expect(page).toContain(
      'Nothing is scheduled yet. The first daily run, at 2026-11-24 03:30 UTC (in 19 h 30 min),',
    );
    expect(wordsOf(page)).toContain('No source has been fetched yet.');
  });
});

describe('arXiv categories on the Today page', () => {
  let dashboard: TestDashboard;
  beforeAll(async () => {
    dashboard = await testDashboard({ now: '2026-11-24T00:30:00Z' });
    const { db } = dashboard.ctx;
    // Four weeks: Monday's papers on Tuesday, Friday's on Monday. cs.CL has none since the 16th, cs.CV was
    // early today.
    for (let day = '2026-10-27'; day <= '2026-11-23'; day = addDays(day, 1)) {
      const categories = ['cs.AI', ...(day <= '2026-11-16' ? ['cs.CL'] : []), 'cs.CV'];
      if (weekday(day) > 5) continue;
      const seen = new Date(`${addDays(day, weekday(day) === 5 ? 3 : 1)}T01:10:00Z`);
      const isNewest = day === '2026-11-23';
      await storePapers(
        db,
        'arxiv',
        [
          sourcePaper({
            id: `2611.${day.replaceAll('-', '').slice(3)}`,
            publishedAt: `${day}T23:30:00Z`,
            categories: isNewest ? ['cs.CV'] : categories,
          }),
        ],
        isNewest ? new Date('2026-11-24T00:20:00Z') : seen,
      );
    }
    await storeSourceState(db, {
      source: 'arxiv',
      state: 'fresh',
      checkedAt: dashboard.ctx.clock.now(),
      succeededAt: dashboard.ctx.clock.now(),
      newestDay: '2026-11-23',
      failures: 0,
      reason: null,
    });
  });
  afterAll(() => dashboard?.close());

  it('are shown one by one, with the time when each is expected', async () => {
    const sources = wordsOf(
      partOf(await (await (await dashboard.signedInAs('viewer')).get('/operator')).text(), 'sources'),
    );
    expect(sources).toContain('arXiv cs.AI: waiting , expected by 01:10 UTC; newest papers 2026-11-20.');
    expect(sources).toContain(
      'arXiv cs.CL: stalled , papers that were due are missing; newest papers 2026-11-16.',
    );
    expect(sources).toContain(
      'arXiv cs.CV: fresh , newest papers 2026-11-23, next expected 2026-11-25 01:10 UTC.',
    );
    expect(sources).toContain('10 categories: 1 waiting (cs.AI), 8 stalled (cs.CL, ');
    expect(sources).toContain(', 1 fresh ');
  });
});
