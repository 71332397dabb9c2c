import { describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import { OPERATIONS, type OperationName } from '../../../src/web/dashboard/editions/edition-operations.ts';
import { type TestDashboard, testDashboard } from '../../support/dashboard.ts';
import { dailyBooks, EDITION, fillEdition } from '../../support/due-edition.ts';
import { missingFor, WAYS } from '../../support/installation.ts';
import { type ScriptedMailer, scriptedMailer } from '../../support/scripted-mailer.ts';

const ADDRESSES = ['ada', 'bob', 'cyd', 'dan', 'eve'].map((name) => `${name}@example.com`);

// Locking differs between the databases, not between the queues.
describe.each(WAYS.filter((way) => way !== 'redis'))('operations of an edition (%s)', (way) => {
  const missing = missingFor(way);
  it.skipIf(missing !== null)(
    missing ?? 'take effect once when two operators press the button at once, and send nothing twice',
    async () => {
      const mailer: ScriptedMailer = scriptedMailer({ batchSize: 10 });
      const dashboard: TestDashboard = await testDashboard({ way, mailer });
      await fillEdition(dashboard.ctx, ADDRESSES);
      const operators = [await dashboard.signedInAs('operator'), await dashboard.signedInAs('operator')];
      const pressed = new Set<OperationName>();
      /** Number of audit entries for two simultaneous presses. */
      const press = async (operation: OperationName): Promise<number> => {
        const before = await countAuditEntries(dashboard);
        pressed.add(operation);
        const answers = await Promise.all(
          operators.map((each) => each.post(`/operator/editions/${EDITION}/operations/${operation}`)),
        );
        expect(answers.map(({ status }) => status)).toEqual([303, 303]);
        return (await countAuditEntries(dashboard)) - before;
      };
      expect(await press('pause')).toBe(1);
      expect(await press('resume')).toBe(1);
      mailer.next('lost-untaken', 'lost-untaken', 'refuse-mail', 'accept', 'accept');
      await deliver(dashboard.ctx, {});
      expect(await dailyBooks(dashboard.ctx)).toMatchObject({ uncertain: 2, failed: 1, accepted: 2 });
      expect(await press('send-again')).toBe(1);
      expect(await press('retry')).toBe(1);
      mailer.next('accept', 'accept', 'lost-taken');
      await Promise.all([deliver(dashboard.ctx, {}), deliver(dashboard.ctx, {})]);
      expect(await dailyBooks(dashboard.ctx)).toMatchObject({ uncertain: 1, failed: 0, accepted: 4 });
      expect(await press('mark-accepted')).toBe(1);
      await deliver(dashboard.ctx, {});
      expect(await press('cancel')).toBeLessThanOrEqual(1);
      expect([...pressed].sort()).toEqual([...OPERATIONS].sort());
      expect(ADDRESSES.map((address) => mailer.takenFor(address))).toEqual(ADDRESSES.map(() => 1));
      expect(await dailyBooks(dashboard.ctx)).toMatchObject({ accepted: 5, balanced: true });
      await dashboard.close();
    },
  );
});

async function countAuditEntries({ ctx }: TestDashboard): Promise<number> {
  return (await ctx.db.selectFrom('operator_audit').select('id').where('verb', 'like', 'edition%').execute())
    .length;
}
