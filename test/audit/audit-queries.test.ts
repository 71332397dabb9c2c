import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertAuditEntry, readAuditEntries } from '../../src/audit/audit-queries.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';

describe('the audit log', () => {
  let ctx: TestInstallation;
  beforeAll(async () => {
    ctx = await testInstallation();
  });
  afterAll(() => ctx.close());

  it('stores the state before and after an action', async () => {
    const entry = {
      operator: 'ada',
      verb: 'edition pause',
      subject: 'daily-2026-11-23',
      before: { state: 'open' },
      after: { state: 'paused' },
    };
    await insertAuditEntry(ctx.db, entry, ctx.clock.now());
    expect(await readAuditEntries(ctx.db, {}, 10)).toMatchObject([{ ...entry, at: ctx.clock.now() }]);
  });
});
