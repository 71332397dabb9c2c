import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pauseEdition } from '../../../../src/delivery/operations/pause-edition.ts';
import { deliver } from '../../../../src/delivery/pipeline/deliver.ts';
import { applySignal } from '../../../../src/delivery/providers/circuit-breaker.ts';
import { lockCircuit, storeCircuit } from '../../../../src/delivery/providers/circuit-breaker-queries.ts';
import {
  AN_ADDRESS,
  type DashboardBrowser,
  type TestDashboard,
  testDashboard,
} from '../../../support/dashboard.ts';
import { dailyBooks, EDITION, fillEdition } from '../../../support/due-edition.ts';
import { type ScriptedMailer, scriptedMailer } from '../../../support/scripted-mailer.ts';
import { contentsOf } from '../../../support/tables.ts';

const ADDRESSES = ['ada', 'bob', 'cyd'].map((name) => `${name}@example.com`);
const PAPER = '2611.00009';
const AT = `/operator/editions/${EDITION}`;

describe('the pages of an edition', () => {
  let dashboard: TestDashboard;
  let mailer: ScriptedMailer;
  let operator: DashboardBrowser;
  let viewer: DashboardBrowser;
  beforeAll(async () => {
    mailer = scriptedMailer({ batchSize: 3 });
    dashboard = await testDashboard({ mailer });
    await fillEdition(dashboard.ctx, ADDRESSES);
    operator = await dashboard.signedInAs('operator');
    viewer = await dashboard.signedInAs('viewer');
  });
  afterAll(() => dashboard?.close());

  const press = async (path: string, fields: Record<string, string> = {}) => {
    const answer = await operator.post(path, fields);
    expect([path, answer.status]).toEqual([path, 303]);
    return (await operator.get(answer.headers.get('Location') ?? '')).text();
  };
  const contents = () =>
    contentsOf(dashboard.ctx.db, 'editions', 'deliveries', 'pool_revisions', 'operator_audit');

  it('carries out each operation once, however often its button is pressed', async () => {
    for (const [path, fields, notice] of [
      [`${AT}/operations/pause`, {}, 'Edition paused.'],
      [`${AT}/operations/resume`, {}, 'Edition resumed.'],
      [`${AT}/paper`, { id: PAPER, kind: 'pin', topic: '' }, 'It applies from revision 2 on.'],
      [
        `${AT}/paper`,
        { id: PAPER, kind: 'summary', text: 'A new summary, written by an operator.' },
        'revision 3',
      ],
      [`${AT}/paper`, { id: PAPER, kind: 'hide' }, 'revision 4'],
      [`${AT}/paper`, { id: PAPER, kind: 'hide', undo: 'yes' }, 'revision 5'],
    ] as const) {
      expect(await press(path, fields)).toContain(notice);
      const once = await contents();
      await press(path, fields);
      expect(await contents()).toEqual(once);
    }
    mailer.next('lost-taken', 'refuse-mail', 'accept');
    await deliver(dashboard.ctx, {});
    expect(await dailyBooks(dashboard.ctx)).toMatchObject({ uncertain: 1, failed: 1, accepted: 1 });
    for (const operation of ['retry', 'mark-accepted']) {
      await press(`${AT}/operations/${operation}`);
      const once = await contents();
      expect(await press(`${AT}/operations/${operation}`)).toContain('Nothing to do: this was already done.');
      expect(await contents()).toEqual(once);
    }
    await deliver(dashboard.ctx, {});
    expect(ADDRESSES.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1]);
    expect(await dailyBooks(dashboard.ctx)).toMatchObject({ state: 'finished', accepted: 3, balanced: true });
  });

  it('shows why an operation is impossible, and changes nothing', async () => {
    const before = await contents();
    expect(await press(`${AT}/paper`, { id: PAPER, kind: 'hide' })).toContain('Error:');
    expect(await press('/operator/editions/daily-2020-01-01/operations/pause')).toContain(
      'There is no edition',
    );
    expect(await press('/operator/runs', { what: 'deliver', day: '2026-11-23' })).toContain('Error:');
    expect(await press('/operator/runs', { what: 'everything', day: 'x' })).toContain('Error:');
    const missing = await operator.get('/operator/editions/x');
    expect(missing.status).toBe(404);
    expect(await missing.text()).toMatch(/Sign out[\s\S]*Page not found[\s\S]*href="\/operator"/);
    expect(await contents()).toEqual(before);
  });

  it('previews a subscriber for operators only, without their links or address', async () => {
    const found = await operator.post(`${AT}/preview`, { subscriber: 'ada@example.com' });
    const to = found.headers.get('Location') ?? '';
    expect(to).not.toMatch(AN_ADDRESS);
    const page = await (await operator.get(to)).text();
    expect(page).toContain('doesn’t change anymore');
    const [, frame = ''] = /<iframe[^>]*src="([^"]+)"/.exec(page) ?? [];
    const mail = await operator.get(frame.replaceAll('&amp;', '&'));
    expect(mail.headers.get('Content-Security-Policy')).toMatch(/^sandbox; default-src 'none'/);
    const html = await mail.text();
    const keys = await dashboard.ctx.db.selectFrom('subscribers').select(['id', 'leave_key']).execute();
    for (const { id, leave_key } of keys) expect(html.includes(id) || html.includes(leave_key)).toBe(false);
    expect((await viewer.get(to)).status).toBe(403);
    expect((await viewer.get(frame.replaceAll('&amp;', '&'))).status).toBe(404);
    expect((await viewer.get(`${AT}/preview?topic=agents-tool-use`)).status).toBe(200);
  });

  it('previews a made-up subscriber by every kind of interest, in light or dark', async () => {
    const mailOf = async (query: string) => {
      const answer = await viewer.get(`${AT}/preview/html?size=3&${query}`);
      return answer.status === 404 ? '' : answer.text();
    };
    const titles = async (query: string) => (await mailOf(query)).match(/Tool-Using LLM Agents[^<]*/g) ?? [];
    expect((await titles('topic=agents-tool-use')).length).toBeGreaterThan(0);
    expect(await titles('mute=agents-tool-use')).toEqual([]);
    expect(await titles('topic=agents-tool-use&mute=agents-tool-use')).toEqual([]);
    for (const [known, unknown] of [
      ['author=Unknown;Jane%20Doe', 'author=Unknown'],
      ['query=llm%20agents', 'query=zebrafish'],
    ] as const)
      expect((await titles(known)).slice(0, 8)).not.toEqual((await titles(unknown)).slice(0, 8));
    expect(await mailOf('topic=agents-tool-use&language=de')).toContain('lang="de"');
    const form = await (await viewer.get(`${AT}/preview?author=Jane%20Doe&language=de`)).text();
    expect(form).toMatch(/name="author"[^>]*value="Jane Doe"/);
    expect(await mailOf('topic=agents-tool-use&view=light')).not.toMatch(
      /prefers-color-scheme|light dark| all/,
    );
    expect(await mailOf('topic=agents-tool-use&view=dark')).toMatch(/@media\s+all/);
  });

  it('sends a test only to the entered address', async () => {
    const before = mailer.taken.length;
    expect(await press(`${AT}/test`, { to: 'me@example.org', size: '3' })).toContain('scripted: accepted');
    expect(mailer.taken.slice(before).map(({ to }) => to)).toEqual(['me@example.org']);
    expect(await dailyBooks(dashboard.ctx)).toMatchObject({ audience: 3, accepted: 3 });
  });

  it('explains delayed deliveries with masked addresses, and their next attempt', async () => {
    const waiting = await testDashboard({ mailer });
    await fillEdition(waiting.ctx, ADDRESSES);
    mailer.next('defer', 'defer', 'accept');
    await deliver(waiting.ctx, {});
    const page = await (await (await waiting.signedInAs('viewer')).get(AT)).text();
    expect(page).toMatch(/2 deliveries are waiting for a retry: [^<]*later/);
    await waiting.ctx.db.transaction().execute(async (trx) => {
      const now = waiting.ctx.clock.now();
      const circuit = await lockCircuit(trx, 'scripted');
      await storeCircuit(
        trx,
        'scripted',
        applySignal(circuit, { kind: 'account', reason: '535 no' }, now),
        now,
      );
    });
    await pauseEdition(waiting.ctx, { edition: EDITION, operator: 'nina' });
    waiting.ctx.clock.advance(60_000);
    const paused = await (await (await waiting.signedInAs('viewer')).get(AT)).text();
    expect(paused).toContain('2 deliveries were deferred: ');
    expect(paused).toMatch(
      /scripted rejected our account on the last attempt; circuit breaker open until [^<]*: 535 no\./,
    );
    expect(paused).toContain('No further attempts until the edition is resumed.');
    expect(paused).not.toContain('waiting for a retry');
    await waiting.close();
  });
});
