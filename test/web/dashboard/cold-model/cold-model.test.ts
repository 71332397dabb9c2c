import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertBackFill, moveBackFill } from '../../../../src/papers/ingest/back-fill-queries.ts';
import { storeColdModel } from '../../../../src/trending/cold/cold-model-queries.ts';
import { shippedModel } from '../../../../src/trending/cold/shipped-model.ts';
import { explainRank } from '../../../../src/trending/explain-rank.ts';
import { type DashboardBrowser, type TestDashboard, testDashboard } from '../../../support/dashboard.ts';
import { EDITION, fillEdition } from '../../../support/due-edition.ts';

const PAPER = '2611.00009';

describe('the cold model on the dashboard', () => {
  let dashboard: TestDashboard;
  let viewer: DashboardBrowser;
  beforeAll(async () => {
    dashboard = await testDashboard();
    await fillEdition(dashboard.ctx, ['ada@example.com']);
    viewer = await dashboard.signedInAs('viewer');
  });
  afterAll(() => dashboard?.close());

  const page = async (path: string) => {
    const html = await (await viewer.get(path)).text();
    return html
      .replace(/<[^>]+>/g, ' ')
      .replace(/&quot;/g, '"')
      .replace(/\s+/g, ' ');
  };

  it('names each term of a paper’s rank, as `rank --explain` does', async () => {
    const text = await page(`/operator/editions/${EDITION}/paper?id=${PAPER}`);
    const poolId = `day-${EDITION.slice(-10)}`;
    const { cold, scores } = await explainRank(dashboard.ctx, { poolId, paperId: PAPER });
    expect(text).toContain(
      `Terms of the cold model that this revision was ranked with: ${shippedModel().version}`,
    );
    expect(cold?.terms.length).toBeGreaterThan(5);
    const shown = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
    for (const { name, contribution } of cold?.terms ?? [])
      expect(text).toContain(`${name} ${shown(contribution)}`);
    expect(text).toContain(`in all ${shown(cold?.value ?? Number.NaN)}`);
    expect(text).toContain(`expected before votes, faded by age ${shown(scores.terms.prior ?? Number.NaN)}`);
  });

  it('says which model is in use, when each was fitted, on how many lists, and its measure', async () => {
    const before = await page('/operator/cold-model');
    expect(before).toContain(`In use: ${shippedModel().version}, fitted on 462 lists`);
    expect(before).toContain('No model has been fitted on your own lists yet.');
    expect(before).toContain('No earlier lists have been fetched.');
    const store = (until: string, value: number, used: boolean) =>
      storeColdModel(
        dashboard.ctx.db,
        { ...shippedModel(), version: `fitted-${until}`, until, lists: 31, papers: 1_234 },
        {
          measure: { comparedWith: 'shipped-2026-04-30', heldBack: 15, value, compared: 0.871 },
          used,
          now: new Date(`${until}T05:20:00Z`),
        },
      );
    await store('2026-11-05', 0.875, true);
    await store('2026-11-12', 0.884, true);
    await store('2026-11-19', 0.802, false);
    const text = await page('/operator/cold-model');
    expect(text).toContain(
      'In use: fitted-2026-11-12, fitted on 31 lists up to 2026-11-12 with 1,234 papers.',
    );
    expect(text).toContain(
      'On the 15 lists held back from it, NDCG@10 was 0.884 (shipped-2026-04-30: 0.871).',
    );
    expect(text).toMatch(/fitted-2026-11-19 2026-11-19 05:20 UTC 31 1,234 0.802 0.871 – not used: worse/);
    expect(text).toMatch(/fitted-2026-11-05 2026-11-05 05:20 UTC 31 1,234 0.875 0.871 – replaced/);
    expect(text).toMatch(/fitted-2026-11-12 2026-11-12 05:20 UTC 31 1,234 0.884 0.871 ✓ in use/);
  });

  it('says how far the back-fill is, and why it was given up', async () => {
    const now = dashboard.ctx.clock.now();
    const source = 'hugging-face';
    await insertBackFill(dashboard.ctx.db, { source, nextDay: '2026-11-14', oldestDay: '2026-03-28', now });
    const step = { source, day: '2026-11-14', lists: 1, papers: 40, failures: 0, reason: null };
    await moveBackFill(dashboard.ctx.db, { ...step, state: 'running', nextDay: '2026-11-13' }, now);
    expect(await page('/operator/cold-model')).toContain(
      'Hugging Face Daily Papers: 1 list fetched; continues at 2026-11-13, down to 2026-03-28. 40 new papers.',
    );
    const refused = { ...step, day: '2026-11-13', failures: 5, reason: 'It does not serve <that> list' };
    await moveBackFill(dashboard.ctx.db, { ...refused, state: 'refused', nextDay: '2026-11-12' }, now);
    const text = await page('/operator/cold-model');
    expect(text).toContain('Given up at 2026-11-12 after 2 lists.');
    expect(text).toContain('It does not serve &lt;that&gt; list');
  });
});
