import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pause } from '../../../../src/delivery/operations/pause.ts';
import { deliver } from '../../../../src/delivery/pipeline/deliver.ts';
import { afterOutcome } from '../../../../src/delivery/providers/circuit-breaker.ts';
import { lockCircuit, storeCircuit } from '../../../../src/delivery/providers/circuit-breaker-queries.ts';
import { AN_ADDRESS, type DeskBrowser, type TestDesk, testDesk } from '../../../support/desk.ts';
import { dailyBooks, EDITION, fillEdition } from '../../../support/due-edition.ts';
import { type ScriptedMailer, scriptedMailer } from '../../../support/scripted-mailer.ts';
import { contentsOf } from '../../../support/tables.ts';

const PEOPLE = ['ada', 'bob', 'cyd'].map((name) => `${name}@example.com`);
const PAPER = '2611.00009';
const AT = `/operator/editions/${EDITION}`;

describe('an edition on the desk', () => {
  let desk: TestDesk;
  let mailer: ScriptedMailer;
  let operator: DeskBrowser;
  let viewer: DeskBrowser;
  beforeAll(async () => {
    mailer = scriptedMailer({ batchSize: 3 });
    desk = await testDesk({ mailer });
    await fillEdition(desk.ctx, PEOPLE);
    operator = await desk.as('operator');
    viewer = await desk.as('viewer');
  });
  afterAll(() => desk?.close());

  const press = async (path: string, fields: Record<string, string> = {}) => {
    const answer = await operator.post(path, fields);
    expect([path, answer.status]).toEqual([path, 303]);
    return (await operator.get(answer.headers.get('Location') ?? '')).text();
  };
  const standing = () =>
    contentsOf(desk.ctx.db, 'editions', 'deliveries', 'pool_revisions', 'operator_audit');

  it('does once what a button says, however often it is pressed', async () => {
    for (const [path, fields, said] of [
      [`${AT}/act/pause`, {}, 'It is paused.'],
      [`${AT}/act/resume`, {}, 'It goes on.'],
      [`${AT}/paper`, { id: PAPER, kind: 'pin', topic: '' }, 'revision 2 follows it'],
      [
        `${AT}/paper`,
        { id: PAPER, kind: 'summary', text: 'A summary that somebody wrote anew.' },
        'revision 3',
      ],
      [`${AT}/paper`, { id: PAPER, kind: 'hide' }, 'revision 4'],
      [`${AT}/paper`, { id: PAPER, kind: 'hide', undo: 'yes' }, 'revision 5'],
    ] as const) {
      expect(await press(path, fields)).toContain(said);
      const once = await standing();
      await press(path, fields);
      expect(await standing()).toEqual(once);
    }
    mailer.next('lost-taken', 'refuse-mail', 'accept');
    await deliver(desk.ctx, {});
    expect(await dailyBooks(desk.ctx)).toMatchObject({ uncertain: 1, failed: 1, accepted: 1 });
    for (const verb of ['retry', 'arrived']) {
      await press(`${AT}/act/${verb}`);
      const once = await standing();
      expect(await press(`${AT}/act/${verb}`)).toContain('That was done already');
      expect(await standing()).toEqual(once);
    }
    await deliver(desk.ctx, {});
    expect(PEOPLE.map((address) => mailer.takenFor(address))).toEqual([1, 1, 1]);
    expect(await dailyBooks(desk.ctx)).toMatchObject({ state: 'finished', accepted: 3, balanced: true });
  });

  it('says why something cannot be, and changes nothing', async () => {
    const before = await standing();
    expect(await press(`${AT}/paper`, { id: PAPER, kind: 'hide' })).toContain('Not done:');
    expect(await press('/operator/editions/daily-2020-01-01/act/pause')).toContain('There is no edition');
    expect(await press('/operator/runs', { what: 'deliver', day: '2026-11-23' })).toContain('Not done:');
    expect(await press('/operator/runs', { what: 'everything', day: 'x' })).toContain('Not done:');
    const missing = await operator.get('/operator/editions/x');
    expect(missing.status).toBe(404);
    expect(await missing.text()).toMatch(/Log out[\s\S]*There is no such page[\s\S]*href="\/operator"/);
    expect(await standing()).toEqual(before);
  });

  it('shows a subscriber as they are to operators alone, with links that are nobody’s, and no address in the address', async () => {
    const found = await operator.post(`${AT}/preview`, { subscriber: 'ada@example.com' });
    const to = found.headers.get('Location') ?? '';
    expect(to).not.toMatch(AN_ADDRESS);
    const page = await (await operator.get(to)).text();
    expect(page).toContain('does not change any more');
    const [, frame = ''] = /<iframe[^>]*src="([^"]+)"/.exec(page) ?? [];
    const mail = await operator.get(frame.replaceAll('&amp;', '&'));
    expect(mail.headers.get('Content-Security-Policy')).toMatch(/^sandbox; default-src 'none'/);
    const html = await mail.text();
    const keys = await desk.ctx.db.selectFrom('subscribers').select(['id', 'leave_key']).execute();
    for (const { id, leave_key } of keys) expect(html.includes(id) || html.includes(leave_key)).toBe(false);
    expect((await viewer.get(to)).status).toBe(403);
    expect((await viewer.get(frame.replaceAll('&amp;', '&'))).status).toBe(404);
    expect((await viewer.get(`${AT}/preview?topic=agents-tool-use`)).status).toBe(200);
  });

  it('shows anybody invented, by every wish that picks papers, in light or dark whatever the browser likes', async () => {
    const mailOf = async (wish: string) => {
      const answer = await viewer.get(`${AT}/preview/html?size=3&${wish}`);
      return answer.status === 404 ? '' : answer.text();
    };
    const titles = async (wish: string) => (await mailOf(wish)).match(/Tool-Using LLM Agents[^<]*/g) ?? [];
    expect((await titles('topic=agents-tool-use')).length).toBeGreaterThan(0);
    expect(await titles('mute=agents-tool-use')).toEqual([]);
    expect(await titles('topic=agents-tool-use&mute=agents-tool-use')).toEqual([]);
    for (const [known, unknown] of [
      ['author=Nobody;Jane%20Doe', 'author=Nobody'],
      ['query=tool%20agents', 'query=zebrafish'],
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

  it('sends a test only to the address that was typed', async () => {
    const before = mailer.taken.length;
    expect(await press(`${AT}/test`, { to: 'me@example.org', size: '3' })).toContain('scripted: accepted');
    expect(mailer.taken.slice(before).map(({ to }) => to)).toEqual(['me@example.org']);
    expect(await dailyBooks(desk.ctx)).toMatchObject({ audience: 3, accepted: 3 });
  });

  it('says why deliveries wait, masked, and that they are tried again', async () => {
    const waiting = await testDesk({ mailer });
    await fillEdition(waiting.ctx, PEOPLE);
    mailer.next('defer', 'defer', 'accept');
    await deliver(waiting.ctx, {});
    const page = await (await (await waiting.as('viewer')).get(AT)).text();
    expect(page).toMatch(/2 deliveries wait and are tried again: [^<]*later/);
    await waiting.ctx.db.transaction().execute(async (trx) => {
      const now = waiting.ctx.clock.now();
      const circuit = await lockCircuit(trx, 'scripted');
      await storeCircuit(
        trx,
        'scripted',
        afterOutcome(circuit, { kind: 'account', reason: '535 no' }, now),
        now,
      );
    });
    await pause(waiting.ctx, { edition: EDITION, operator: 'nina' });
    waiting.ctx.clock.advance(60_000);
    const paused = await (await (await waiting.as('viewer')).get(AT)).text();
    expect(paused).toContain('2 deliveries were put off: ');
    expect(paused).toMatch(
      /scripted refused our account when last tried, and is left alone until [^<]*: 535 no\./,
    );
    expect(paused).toContain('None is tried until the edition is resumed.');
    expect(paused).not.toContain('are tried again');
    await waiting.close();
  });
});
