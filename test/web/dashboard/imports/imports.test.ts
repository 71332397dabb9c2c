import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPORT } from '../../../../config/imports.ts';
import { readAuditEntries } from '../../../../src/audit/audit-queries.ts';
import { findSubscriberByAddress } from '../../../../src/subscribers/subscriber-queries.ts';
import { insertSuppression } from '../../../../src/suppression/suppression-queries.ts';
import { type DashboardBrowser, type TestDashboard, testDashboard } from '../../../support/dashboard.ts';
import { putSubscriber } from '../../../support/list.ts';
import { contentsOf } from '../../../support/tables.ts';
import { type ObservedWorkers, observedWorkers } from '../../../support/workers.ts';

const IMPORTS = '/operator/subscribers/imports';
const HEADER = 'email,consent_at,consent_source,queries';
const line = (address: string, rest = '') => `${address},2026-03-01T09:30:00Z,a form at a fair,${rest}`;
const FILE = [
  HEADER,
  line('new@example.com', '=HYPERLINK("x")'.replaceAll('"', '')),
  line('known@example.com'),
  line('suppressed@example.com'),
  'nonsense,2026-03-01,web,',
  'noconsent@example.com,,,',
  line('NEW@example.com'),
  line('second@example.com'),
].join('\r\n');

describe('importing subscribers', () => {
  let dashboard: TestDashboard;
  let operator: DashboardBrowser;
  let viewer: DashboardBrowser;
  let workers: ObservedWorkers;
  beforeAll(async () => {
    dashboard = await testDashboard();
    operator = await dashboard.signedInAs('operator', 'olga');
    viewer = await dashboard.signedInAs('viewer', 'vera');
    workers = await observedWorkers(dashboard.ctx);
    await putSubscriber(dashboard.ctx, 'known@example.com');
    const suppression = { address: 'suppressed@example.com', reason: 'complaint', source: 'test' } as const;
    await insertSuppression(dashboard.ctx.db, { ...suppression, now: dashboard.ctx.clock.now() });
  });
  afterAll(async () => {
    await workers?.drain();
    await dashboard?.close();
  });

  const uploadAs = async (browser: DashboardBrowser, text: string | null) => {
    const form = new FormData();
    form.set('form-token', await browser.formToken());
    if (text !== null) form.set('file', new File([text], 'ada@example.com.csv', { type: 'text/csv' }));
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const whole = new Request(`http://localhost${IMPORTS}`, { method: 'POST', body: form });
    const body = await whole.arrayBuffer();
    return dashboard.app.request(IMPORTS, {
      method: 'POST',
      body,
      headers: {
        Accept: 'text/html',
        Cookie: cookie,
        'Sec-Fetch-Site': 'same-origin',
        'Content-Type': whole.headers.get('Content-Type') ?? '',
        'Content-Length': String(body.byteLength),
      },
    });
  };
  /** Path that the upload redirects to; a refused file redirects back with a notice. */
  const uploaded = async (text: string | null) => {
    const answer = await uploadAs(operator, text);
    expect(answer.status).toBe(303);
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      operator.cookies.set(name, value);
    }
    return answer.headers.get('Location') ?? '';
  };
  const pageOf = async (path: string) => {
    const page = await operator.get(path);
    expect([path, page.status]).toEqual([path, 200]);
    return (await page.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  };

  it('previews the import with invalid lines by number and reason, and imports nothing', async () => {
    const before = await findSubscriberByAddress(dashboard.ctx.db, 'new@example.com');
    const path = await uploaded(FILE);
    expect(path).toMatch(/^\/operator\/subscribers\/imports\/\d+$/);
    const page = await pageOf(path);
    expect(page).toContain('Uploaded by olga');
    expect(page).toContain('2 new subscribers to add.');
    expect(page).toContain('1 existing subscriber: unchanged');
    expect(page).toContain('1 suppressed address: not added.');
    expect(page).toContain('1 duplicate line');
    expect(page).toContain('2 invalid lines: not imported.');
    expect(page).toContain('a form at a fair: 4 lines');
    expect(page).toMatch(/line 5 address is not a valid email address/);
    expect(page).toMatch(/line 6 consent_at is missing[^;]*; consent_source is missing/);
    expect(page).toMatch(/line 7 duplicate of line 2/);
    expect(page).not.toContain('@');
    expect([before, await findSubscriberByAddress(dashboard.ctx.db, 'new@example.com')]).toEqual([
      undefined,
      undefined,
    ]);

    const list = await operator.get(`${path}/invalid-lines`);
    expect(list.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="import-\d+-invalid-lines.csv"$/,
    );
    const lines = (await list.text()).trim().split('\n');
    expect(lines[0]).toBe('line,problem');
    expect(lines.slice(1).map((each) => each.split(',')[0])).toEqual(['5', '6', '7']);
  });

  it('runs once as a job, and is audited without an address', async () => {
    const path = await uploaded(FILE);
    const done = workers.whenDone('import');
    const answers = await Promise.all([operator.post(`${path}/start`), operator.post(`${path}/start`)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    await done;
    const page = await pageOf(path);
    expect(page).toContain('2 new subscribers added.');
    expect(page).toContain('1 existing subscriber: unchanged');
    expect(page).toContain('The file and its addresses were deleted from the import.');
    const added = await findSubscriberByAddress(dashboard.ctx.db, 'new@example.com');
    expect(added).toMatchObject({ state: 'active', consentSource: 'a form at a fair' });
    expect(added?.consentAt).toEqual(new Date('2026-03-01T09:30:00Z'));
    expect(await findSubscriberByAddress(dashboard.ctx.db, 'suppressed@example.com')).toBeUndefined();
    await operator.post(`${path}/start`);
    await operator.post(`${path}/discard`);
    expect(await pageOf(path)).toContain('The import was already started or discarded.');

    const id = path.split('/').at(-1);
    const entries = (await readAuditEntries(dashboard.ctx.db, {}, 50)).filter(
      ({ subject }) => subject === id,
    );
    expect(entries.map(({ operator: who, verb }) => `${who}: ${verb}`)).toEqual([
      'olga: import start',
      'olga: import upload',
    ]);
    expect(JSON.stringify(entries)).not.toContain('@');
    // Importing the same file again adds nothing.
    expect(await pageOf(await uploaded(FILE))).toMatch(
      /0 new subscribers to add.*There are no new subscribers to import/,
    );
  });

  it('can be discarded', async () => {
    const path = await uploaded([HEADER, line('third@example.com')].join('\n'));
    await operator.post(`${path}/discard`);
    expect(await pageOf(path)).toContain('File discarded');
    await operator.post(`${path}/start`);
    expect(await findSubscriberByAddress(dashboard.ctx.db, 'third@example.com')).toBeUndefined();
    expect(
      await dashboard.ctx.db
        .selectFrom('import_lines')
        .select('line')
        .where('import_id', '=', Number(path.split('/').at(-1)))
        .execute(),
    ).toEqual([]);
  });

  it.each([
    ['no file', null, 'Choose a CSV file to import.'],
    ['an empty one', '', 'Choose a CSV file to import.'],
    ['a picture', '\u0089PNG\r\n\u001a\n', 'The header line has no column named address'],
    ['a header alone', `${HEADER}\n`, 'The file has a header but no subscribers'],
    ['a workbook', 'PK\u0003\u0004', 'The file is an Excel workbook'],
    [
      'too many lines',
      `address,consent_at,consent_source\n${'a@b.example\n'.repeat(IMPORT.maxLines + 1)}`,
      'The file has more than 100,000 lines',
    ],
  ])('refuses %s with the reason, and stores nothing', async (_what, text, words) => {
    // Only these tables: workers run at the same time and write to the queue's tables.
    const contents = () =>
      contentsOf(
        dashboard.ctx.db,
        'imports',
        'import_lines',
        'import_problems',
        'subscribers',
        'operator_audit',
      );
    const before = await contents();
    expect(await uploaded(text)).toBe('/operator/subscribers');
    const page = await pageOf('/operator/subscribers');
    expect(page).toContain(`Error: ${words}`);
    expect(await contents()).toEqual(before);
  });

  it('asks about unknown columns, and imports by the answers', async () => {
    const rows = ['Kontakt;Ort;Newsletter', 'fifth@example.com;Wien;ja', 'sixth@example.com;Graz;nein'];
    const path = await uploaded(rows.join('\r\n'));
    const asked = await pageOf(path);
    expect(asked).toContain('Needs your input');
    expect(asked).toContain('The header line has no column named address or email');
    expect(asked).toContain('No column says when consent was given');
    expect(asked).toContain('The column “Newsletter” may say who unsubscribed');
    expect(asked).toContain('f•••@example.com, s•••@example.com');
    expect(asked).toContain('Wien, Graz');
    expect(asked).not.toContain('subscribers to add');
    expect(asked).not.toContain('fifth@');
    const answer = {
      'use-1': 'address',
      'use-2': '',
      'use-3': 'subscribed',
      'default-consent_source': 'a form at a fair',
      'default-consent_at': '01.03.2026',
      'default-language': 'de',
      'default-time_zone': '',
    };
    await operator.post(`${path}/columns`, { ...answer, 'default-consent_at': '2099-01-01' });
    expect(await pageOf(path)).toContain(
      'Error: A value for the whole file is invalid: consent_at is in the',
    );
    await operator.post(`${path}/columns`, answer);
    const page = await pageOf(path);
    expect(page).toContain('Preview updated.');
    expect(page).toContain('2 lines in the file: 1 new subscriber to add.');
    expect(page).toContain('1 line unsubscribed elsewhere: not added (1 × Newsletter: nein).');
    expect(page).toContain('Columns not used: Ort.');
    expect(page).toContain('Change columns (2 of 3 used)');
    const done = workers.whenDone('import', 2);
    await operator.post(`${path}/start`);
    await done;
    expect(await pageOf(path)).toContain('1 new subscriber added.');
    expect(await findSubscriberByAddress(dashboard.ctx.db, 'fifth@example.com')).toMatchObject({
      consentSource: 'a form at a fair',
      consentAt: new Date('2026-03-01'),
    });
    await operator.post(`${path}/columns`, answer);
    expect(await pageOf(path)).toContain('The columns can no longer be changed');
  });

  it('recognizes the export of another tool, and keeps its rules when another column is changed', async () => {
    const rows = ['uuid,email,name,attributes,status,created_at,updated_at,Sprache 2'];
    for (const [name, status] of [
      ['seventh', 'enabled'],
      ['eighth', 'blocklisted'],
    ])
      rows.push(`1,${name}@example.com,X,{},${status},2021-01-01 10:00:00+00,2021-01-01,de`);
    const path = await uploaded(rows.join('\n'));
    const page = await pageOf(path);
    expect(page).toContain('Recognized as an export of listmonk.');
    expect(page).toContain('(1 × status: blocklisted)');
    expect(page).toContain('listmonk export: 1 line');
    const uses = ['', 'address', '', '', 'subscribed', 'consent_at', '', 'language'];
    const answer = Object.fromEntries(uses.map((use, index) => [`use-${index + 1}`, use]));
    await operator.post(`${path}/columns`, answer);
    const updated = await pageOf(path);
    expect(updated).toContain('1 new subscriber to add.');
    expect(updated).toContain('Columns not used: uuid, name, attributes, updated_at.');
  });

  it('offers a template', async () => {
    expect(await (await operator.get('/operator/subscribers')).text()).toContain(`${IMPORTS}/template.csv`);
    const template = await operator.get(`${IMPORTS}/template.csv`);
    expect(template.headers.get('Content-Disposition')).toContain('subscribers-template.csv');
    expect(await template.text()).toMatch(/^address,consent_at,consent_source,.*\nreplace-this@example.com,/);
  });

  it('refuses an oversized file by its length alone', async () => {
    const answer = await uploadAs(operator, 'x'.repeat(IMPORT.maxBytes + 20_000));
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('The file is larger than 10 MB');
  });

  it('is for operators only', async () => {
    const path = await uploaded([HEADER, line('fourth@example.com')].join('\n'));
    for (const each of [path, `${path}/invalid-lines`, IMPORTS])
      expect([each, (await viewer.get(each)).status]).toEqual([each, 403]);
    for (const each of ['start', 'discard']) expect((await viewer.post(`${path}/${each}`)).status).toBe(403);
    expect((await uploadAs(viewer, FILE)).status).toBe(403);
    expect(await (await viewer.get('/operator/subscribers')).text()).not.toContain('Import');
    for (const each of ['0', '999', 'x', '99999999999'])
      expect((await operator.get(`${IMPORTS}/${each}`)).status).toBe(404);
  });
});
