import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAuditEntries } from '../../../../src/audit/audit-queries.ts';
import { findSubscriberByAddress } from '../../../../src/subscribers/subscriber-queries.ts';
import { readSuppression } from '../../../../src/suppression/suppression-queries.ts';
import { AN_ADDRESS, type DeskBrowser, type TestDesk } from '../../../support/desk.ts';
import { EDITION } from '../../../support/due-edition.ts';
import { halfSentDesk } from '../../../support/half-sent.ts';
import { fingerprint } from '../../../support/site.ts';

const ANSWER = /<p class="verdict">(.*?)<\/p>/;

describe('people', () => {
  let desk: TestDesk;
  let operator: DeskBrowser;
  let viewer: DeskBrowser;
  beforeAll(async () => {
    ({ desk } = await halfSentDesk());
    operator = await desk.as('operator', 'olga');
    viewer = await desk.as('viewer', 'vera');
  });
  afterAll(() => desk?.close());

  const personOf = async (name: string) => {
    const found = await findSubscriberByAddress(desk.ctx.db, `${name}@example.com`);
    if (!found) throw new Error(`${name} is not there`);
    return `/operator/people/${found.id}`;
  };
  const pageOf = async (browser: DeskBrowser, path: string) => (await browser.get(path)).text();
  const actsOf = (verb: string) => readAuditEntries(desk.ctx.db, { verb }, 50);
  const noticeOf = async (browser: DeskBrowser, answer: Response) => {
    expect(answer.status).toBe(303);
    const page = await pageOf(browser, answer.headers.get('Location') ?? '');
    return /<p class="note[^>]*>(.*?)<\/p>/.exec(page)?.[1]?.replace(/<[^>]+>/g, '') ?? '';
  };

  it('are found by the whole address, which becomes part of no address of ours', async () => {
    const found = await operator.post('/operator/people', { address: ' ADA@example.com ' });
    expect([found.status, found.headers.get('Location')]).toEqual([303, await personOf('ada')]);
    for (const nobody of ['nobody@example.com', 'ada@example', 'da@example.com', "' or 1=1 --"]) {
      const answer = await operator.post('/operator/people', { address: nobody });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toMatch(
        /Nobody subscribes with this address|This is not an e-mail address/,
      );
    }
  });

  it('are found by viewers through a reading request, and shown masked', async () => {
    const ask = async (address: string) => {
      const header = { 'X-Lookup-Email': encodeURIComponent(address), Accept: 'application/json' };
      return (await viewer.get('/operator/people', header)).json();
    };
    expect(await ask('eva@example.com')).toEqual({ to: await personOf('eva') });
    expect(await ask('nobody@example.com')).toEqual({ text: expect.stringContaining('Nobody subscribes') });
    expect(await ask('%')).toEqual({ text: 'This is not an e-mail address.' });
    const form = await pageOf(viewer, '/operator/people');
    expect(form).not.toMatch(/<input[^>]*type="email"[^>]*name=|<input[^>]*name=[^>]*type="email"/);
    const page = await pageOf(viewer, await personOf('eva'));
    expect(page).toContain('<h1>e•••@example.com</h1>');
    expect(page).not.toContain('eva@');
    expect(page).not.toMatch(/Erase them|Lift the suppression|Export what/);
    expect(await pageOf(operator, await personOf('eva'))).toContain('<h1>eva@example.com</h1>');
  });

  it.each([
    [
      'ada',
      /^Very likely: scripted took daily-2026-11-23 at 07:00 UTC, and nothing else was reported since\.$/,
    ],
    [
      'eva',
      /^No: daily-2026-11-23 was refused for good\. .+ If the cause is mended: lift the suppression, let them confirm by the letter that asks them, then retry/,
    ],
    ['fay', /^Nobody knows: daily-2026-11-23 was handed over at 07:00 UTC/],
    ['gil', /^No: of daily-2026-11-23 they were left out \(unsubscribed\)\.$/],
    ['hal', /^Not yet: daily-2026-11-23 is due for them at 09:00 UTC, in 1 h 55 min\.$/],
  ])('answer for %s whether they got it', async (name, expected) => {
    const page = await pageOf(viewer, await personOf(name));
    expect(ANSWER.exec(page)?.[1]?.replaceAll('&#x27;', "'")).toMatch(expected);
    expect(page).toContain(`<th scope="row"><a href="/operator/editions/${EDITION}">${EDITION}</a></th>`);
  });

  it('advise no retry before they have confirmed, and none at all once they left', async () => {
    const eva = (await findSubscriberByAddress(desk.ctx.db, 'eva@example.com'))?.id ?? '';
    const told = async (state: string) => {
      await desk.ctx.db.updateTable('subscribers').set({ state }).where('id', '=', eva).execute();
      return ANSWER.exec(await pageOf(viewer, await personOf('eva')))?.[1] ?? '';
    };
    expect(await told('pending')).toContain('once they have, retry the failures');
    expect(await told('unsubscribed')).not.toContain('retry');
    expect(await told('active')).toContain('If the cause is mended, retry');
    await told('suppressed');
  });

  it('answer by what was reported since', async () => {
    const { db, clock } = desk.ctx;
    const bea = await findSubscriberByAddress(db, 'bea@example.com');
    for (const [arrival, expected] of [
      ['delivered', 'Yes: '],
      ['hard-bounced', 'No: '],
      ['delayed', 'Not yet: '],
    ] as const) {
      const reported = { arrival, arrival_at: clock.now() };
      await db
        .updateTable('deliveries')
        .set(reported)
        .where('subscriber_id', '=', bea?.id ?? '')
        .execute();
      const page = await pageOf(viewer, await personOf('bea'));
      expect(ANSWER.exec(page)?.[1]).toMatch(new RegExp(`^${expected}scripted took .* 07:05 UTC`));
    }
  });

  it('show consent and what they want in words', async () => {
    const page = await pageOf(viewer, await personOf('hal'));
    expect(page).toMatch(/given 2026-11-23 03:40 UTC, by: test/);
    expect(page).toMatch(/every day at 09:00 \(UTC\), at most 4 papers; follows .*; nothing on quiet days/);
  });

  it('are let through again with a reason, once, and asked whether they want it', async () => {
    const path = await personOf('eva');
    expect(await pageOf(operator, path)).toContain('address-refused');
    const without = await operator.post(`${path}/lift`, { reason: ' ' });
    expect(await noticeOf(operator, without)).toContain('A reason is required to unsuppress an address');
    const fields = { reason: 'eva@example.com wrote: the mailbox works' };
    const first = await noticeOf(operator, await operator.post(`${path}/lift`, fields));
    const second = await noticeOf(operator, await operator.post(`${path}/lift`, fields));
    expect([first, second]).toEqual([
      expect.stringContaining('a letter asks them to confirm'),
      expect.stringContaining('nothing was changed'),
    ]);
    expect((await findSubscriberByAddress(desk.ctx.db, 'eva@example.com'))?.state).toBe('pending');
    expect(await readSuppression(desk.ctx.db, 'eva@example.com')).toBeNull();
    const letters = await desk.ctx.db.selectFrom('notifications').select('kind').execute();
    expect(letters).toEqual([{ kind: 'lifted' }]);
    const acts = await actsOf('suppression');
    expect(acts).toMatchObject([
      {
        operator: 'olga',
        subject: path.split('/').at(-1),
        before: { suppression: 'address-refused', state: 'suppressed' },
        after: { state: 'pending', why: '(address) wrote: the mailbox works' },
      },
    ]);
  });

  it('are exported by an operator, which is written down', async () => {
    const answer = await operator.post(`${await personOf('ada')}/export`);
    expect(answer.headers.get('Content-Disposition')).not.toMatch(AN_ADDRESS);
    const data = await answer.json();
    expect(data).toMatchObject({
      subscriber: { address: 'ada@example.com' },
      deliveries: [{ edition: EDITION }],
    });
    expect(JSON.stringify(data)).not.toContain('unsubscribeKey');
    expect(await actsOf('subscriber export')).toMatchObject([{ operator: 'olga' }]);
    const csv = await operator.post('/operator/people/export');
    expect(csv.headers.get('Content-Type')).toContain('text/csv');
    expect((await csv.text()).trim().split('\n')).toHaveLength(9);
    expect(await actsOf('subscribers export')).toMatchObject([{ operator: 'olga', subject: 'everybody' }]);
  });

  it('are erased once their address is typed again, and only once', async () => {
    const path = await personOf('dan');
    const wrong = await operator.post(`${path}/erase`, { confirm: 'ada@example.com' });
    expect(await noticeOf(operator, wrong)).toContain('nobody was erased');
    expect(await findSubscriberByAddress(desk.ctx.db, 'dan@example.com')).toBeDefined();
    const confirm = 'Dan@example.com';
    const first = await noticeOf(operator, await operator.post(`${path}/erase`, { confirm }));
    const second = await noticeOf(operator, await operator.post(`${path}/erase`, { confirm }));
    expect([first, second]).toEqual(['Done: They are erased.', expect.stringContaining('erased before')]);
    expect(await findSubscriberByAddress(desk.ctx.db, 'dan@example.com')).toBeUndefined();
    const page = await pageOf(operator, path);
    expect(page).toContain('<h1>(erased)</h1>');
    expect(page).not.toMatch(/dan@|Erase them/);
    expect(await actsOf('subscriber erase')).toMatchObject([
      { operator: 'olga', after: { state: 'erased' } },
    ]);
    expect(await pageOf(viewer, '/operator')).toContain('for 8 people');
  });

  it('are safe from viewers', async () => {
    const path = await personOf('cal');
    const before = await fingerprint(desk.ctx);
    for (const act of [
      `${path}/lift`,
      `${path}/export`,
      `${path}/erase`,
      '/operator/people/export',
      '/operator/people',
    ])
      expect((await viewer.post(act, { confirm: 'cal@example.com', reason: 'because' })).status).toBe(403);
    expect(await fingerprint(desk.ctx)).toBe(before);
  });

  it('leave no address in the audit', async () => {
    expect(JSON.stringify(await readAuditEntries(desk.ctx.db, {}, 500))).not.toContain('@');
  });

  it('that are not there say so', async () => {
    for (const id of ['x', '00000000-0000-4000-8000-000000000000'])
      expect((await operator.get(`/operator/people/${id}`)).status).toBe(404);
  });
});
