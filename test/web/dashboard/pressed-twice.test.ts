import { describe, expect, it } from 'vitest';
import { deliver } from '../../../src/delivery/pipeline/deliver.ts';
import {
  OPERATIONS,
  type OperationName,
} from '../../../src/web/dashboard/editions/edition-operation-routes.tsx';
import { type TestDesk, testDesk } from '../../support/desk.ts';
import { dailyBooks, EDITION, fillEdition } from '../../support/due-edition.ts';
import { missingFor, WAYS } from '../../support/installation.ts';
import { type ScriptedMailer, scriptedMailer } from '../../support/scripted-mailer.ts';

const PEOPLE = ['ada', 'bob', 'cyd', 'dan', 'eve'].map((name) => `${name}@example.com`);

// What two presses at one moment lock differs between the databases, not between the queues.
describe.each(WAYS.filter((way) => way !== 'redis'))('every button of an edition (%s)', (way) => {
  const missing = missingFor(way);
  it.skipIf(missing !== null)(
    missing ?? 'acts once when two press it at one moment, and mails nobody twice',
    async () => {
      const mailer: ScriptedMailer = scriptedMailer({ batchSize: 10 });
      const desk: TestDesk = await testDesk({ way, mailer });
      await fillEdition(desk.ctx, PEOPLE);
      const operators = [await desk.as('operator'), await desk.as('operator')];
      const pressed = new Set<OperationName>();
      /** How many of the presses were noted as an act. */
      const press = async (verb: OperationName): Promise<number> => {
        const before = await countActs(desk);
        pressed.add(verb);
        const answers = await Promise.all(
          operators.map((each) => each.post(`/operator/editions/${EDITION}/act/${verb}`)),
        );
        expect(answers.map(({ status }) => status)).toEqual([303, 303]);
        return (await countActs(desk)) - before;
      };
      expect(await press('pause')).toBe(1);
      expect(await press('resume')).toBe(1);
      mailer.next('lost-untaken', 'lost-untaken', 'refuse-mail', 'accept', 'accept');
      await deliver(desk.ctx, {});
      expect(await dailyBooks(desk.ctx)).toMatchObject({ uncertain: 2, failed: 1, accepted: 2 });
      expect(await press('again')).toBe(1);
      expect(await press('retry')).toBe(1);
      mailer.next('accept', 'accept', 'lost-taken');
      await Promise.all([deliver(desk.ctx, {}), deliver(desk.ctx, {})]);
      expect(await dailyBooks(desk.ctx)).toMatchObject({ uncertain: 1, failed: 0, accepted: 4 });
      expect(await press('arrived')).toBe(1);
      await deliver(desk.ctx, {});
      expect(await press('cancel')).toBeLessThanOrEqual(1);
      expect([...pressed].sort()).toEqual([...OPERATIONS].sort());
      expect(PEOPLE.map((address) => mailer.takenFor(address))).toEqual(PEOPLE.map(() => 1));
      expect(await dailyBooks(desk.ctx)).toMatchObject({ accepted: 5, balanced: true });
      await desk.close();
    },
  );
});

async function countActs({ ctx }: TestDesk): Promise<number> {
  return (await ctx.db.selectFrom('operator_audit').select('id').where('verb', 'like', 'edition%').execute())
    .length;
}
