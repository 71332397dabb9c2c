import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { endProcesses, paperboyProcess } from '../support/process.ts';
import { emptyTables } from '../support/tables.ts';

const HEADER = 'email,consent_at,consent_source';

describe('paperboy subscribers import', { timeout: 120_000 }, () => {
  let ctx: TestInstallation;
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-import-'));
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterEach(async () => {
    endProcesses();
    await emptyTables(ctx.db);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await ctx.close();
  });

  async function run(...argv: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = paperboyProcess(['subscribers', ...argv], ctx.variables);
    const { code } = await child.ended;
    return { code, out: child.out(), err: child.err() };
  }
  const fileOf = (text: string) => {
    const path = join(folder, 'readers.csv');
    writeFileSync(path, text);
    return path;
  };
  const addresses = async () =>
    (await ctx.db.selectFrom('subscribers').select('address').orderBy('address').execute()).map(
      ({ address }) => address,
    );

  it('prints totals that add up, refused rows by line number, and unused columns', async () => {
    const file = fileOf(`${HEADER},City\r\nann@example.org,2026-03-01,form,Oslo\nno,2026-03-01,form,Rome\r`);
    const first = await run('import', file);
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('line 3: address is not a valid') });
    expect(first.out).toBe(
      '2 rows: 1 added, 0 existing, 0 suppressed, 0 unsubscribed elsewhere, 1 refused.\nColumns not used: City.\n',
    );
    const again = await run('import', file, '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({
      rows: 2,
      added: 0,
      known: 1,
      refused: 1,
      unused: ['City'],
    });
  });

  it('shows the same totals in a dry run, and changes nothing', async () => {
    const people = Array.from({ length: 700 }, (_, index) => `reader${index}@example.org,2026-03-01,form,x`);
    const file = fileOf([`${HEADER},City`, ...people, people[0], 'no,2026-03-01,form,x'].join('\n'));
    const dry = await run('import', file, '--dry-run');
    expect(dry).toMatchObject({ code: 0, err: expect.stringContaining('line 703: address is not') });
    expect(dry.out).toMatch(/^Dry run, nothing was changed. 702 rows: 700 added, 1 existing, .*City\.\n$/s);
    expect(await addresses()).toEqual([]);
    const done = await run('import', file);
    expect(dry.out).toBe(`Dry run, nothing was changed. ${done.out}`);
    expect(await addresses()).toHaveLength(700);
  });

  it('assigns columns and values, and keeps commas in names', async () => {
    const file = fileOf('Kontakt;Name, voll;Newsletter\nann@example.org;A;ja\nbob@example.org;B;nein\n');
    const consent = ['--consent-source', 'a fair', '--consent-at', '01.03.2026', '--default', 'language=de'];
    const unclear = await run('import', file, ...consent);
    expect(unclear).toMatchObject({ code: 1, out: '' });
    expect(unclear.err).toMatch(
      /no column named address.*“Newsletter” may say who.*--map .*\(CSV_COLUMNS\)/s,
    );
    const map = 'Kontakt=address,Name, voll=ignore,Newsletter=subscribed';
    const done = await run('import', file, '--map', map, ...consent);
    expect(done).toMatchObject({ code: 0 });
    expect(done.out).toContain(
      '2 rows: 1 added, 0 existing, 0 suppressed, 1 unsubscribed elsewhere (1 × Newsletter: nein), 0 refused',
    );
    expect(done.out).toContain('Columns not used: Name, voll.');
    expect(await addresses()).toEqual(['ann@example.org']);
  });

  it.each([
    ['of refused rows alone', `${HEADER}\nno,2026-03-01,form\n`, '1 refused'],
    ['without rows', `${HEADER}\n`, '0 rows'],
  ])('exits with 1 for a file %s', async (_what, text, words) => {
    const { code, out, err } = await run('import', fileOf(text));
    expect([code, out]).toEqual([1, expect.stringContaining(words)]);
    expect(err).toContain('(NOTHING_IMPORTED)');
  });

  it('says that a file has unsubscribed addresses only', async () => {
    const file = fileOf('Email Address,CONFIRM_TIME,UNSUB_TIME\nann@example.org,2024-01-02,2024-03-04\n');
    const { code, out, err } = await run('import', file);
    expect([code, out]).toEqual([1, expect.stringContaining('1 unsubscribed elsewhere')]);
    expect(err).toMatch(/unsubscribed in the tool it comes from.*\(NOTHING_IMPORTED\)/);
    expect(err).not.toContain('listed above');
  });

  it('exits with 2 for a use or a column that does not exist', async () => {
    const file = fileOf(HEADER);
    expect(await run('import', file, '--map', 'a=b')).toMatchObject({ code: 2 });
    expect(await run('import', file, '--default', 'colour=red')).toMatchObject({ code: 2 });
    expect(await run('import')).toMatchObject({ code: 1, err: expect.stringContaining('NO_FILE') });
  });

  it('writes a template that it reads back', async () => {
    const { code, out } = await run('import', '--template');
    expect(code).toBe(0);
    const filled = out.replace('replace-this@example.com', 'ann@example.org');
    expect(await run('import', fileOf(filled))).toMatchObject({ code: 0 });
    expect(await addresses()).toEqual(['ann@example.org']);
  });
});
