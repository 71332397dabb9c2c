import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readAuditEntries } from '../../src/audit/audit-queries.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';
import { insertSuppression } from '../../src/suppression/suppression-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { putSubscriber } from '../support/list.ts';
import { endProcesses, paperboyProcess } from '../support/process.ts';

const BETWEEN = ['--between', '2026-11-23T06:00', '2026-11-23T09:00'];
const SOURCE = ['--source', 'smtp 550'];

describe('`subscribers unsuppress` after a mistake of a mail server', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
    for (const name of ['ada', 'bob', 'cyd']) {
      const address = `${name}@example.com`;
      await putSubscriber(ctx, address);
      const [reason, source] =
        name === 'cyd' ? (['complaint', 'smtp 550'] as const) : (['address-refused', 'smtp 550'] as const);
      await insertSuppression(ctx.db, { address, reason, source, now: new Date('2026-11-23T08:00:00Z') });
    }
  });
  afterEach(() => endProcesses());
  afterAll(() => ctx?.close());

  async function run(...argv: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = paperboyProcess(['subscribers', 'unsuppress', ...argv], ctx.variables);
    const { code } = await child.ended;
    return { code, out: child.out(), err: child.err() };
  }
  const stateOf = async (name: string) =>
    (await findSubscriberByAddress(ctx.db, `${name}@example.com`))?.state;

  it('previews, undoes once, and prints the next steps', async () => {
    const preview = await run(...SOURCE, ...BETWEEN, '--dry-run');
    expect(preview).toMatchObject({ code: 0 });
    expect(preview.out).toContain('Dry run: 2 suppressions would be removed, without an email.');
    expect(preview.out).toContain('sources: smtp 550 (2)');
    expect(preview.out).toContain('subscribers: active (2)');
    expect(preview.out).toContain('•••@example.com');
    expect(preview.out).toContain('1 suppression by complaints or operators would stay.');
    expect(await stateOf('ada')).toBe('suppressed');

    expect(await run(...SOURCE, ...BETWEEN, '--reason', '')).toMatchObject({
      code: 1,
      err: expect.stringContaining('REASON_MISSING'),
    });
    const done = await run(...SOURCE, ...BETWEEN);
    expect(done).toMatchObject({ code: 0 });
    expect(done.out).toContain('2 suppressions removed. No email was sent.');
    expect(done.out).toContain('npm run paperboy -- edition retry today');
    expect([await stateOf('ada'), await stateOf('bob'), await stateOf('cyd')]).toEqual([
      'active',
      'active',
      'suppressed',
    ]);
    const [entry] = await readAuditEntries(ctx.db, {}, 1);
    expect(entry).toMatchObject({ after: { suppressions: 2, why: expect.stringContaining('mistake') } });
    const again = await run(...SOURCE, ...BETWEEN, '--reason', 'the relay had a wrong password', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ dryRun: false, suppressions: 0, complete: true });
  });

  it('refuses bad times, and an address together with a source', async () => {
    expect(await run(...SOURCE, '--between', 'yesterday', '2026-11-23', '--dry-run')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/PERIOD_INVALID/),
    });
    expect(await run(...SOURCE, '--dry-run')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/PERIOD_INVALID/),
    });
    expect(await run(...BETWEEN, '--dry-run')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/SOURCE_MISSING/),
    });
    for (const argv of [
      [],
      ['ada@example.com', ...SOURCE, ...BETWEEN],
      [...SOURCE, ...BETWEEN, '2026-11-24'],
    ])
      expect(await run(...argv)).toMatchObject({ code: 2 });
    expect(await run('cyd@example.com')).toMatchObject({
      code: 1,
      err: expect.stringContaining('REASON_MISSING'),
    });
    expect(await run('cyd@example.com', '--reason', 'they asked')).toMatchObject({
      code: 1,
      err: expect.stringContaining('COMPLAINT_UNCONFIRMED'),
    });
  });
});
