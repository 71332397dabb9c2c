import { type Command, InvalidArgumentError } from 'commander';
import { type RestoredReport, restored } from '../../delivery/operations/after-restore.ts';
import { deliveries, withOperatorOptions } from '../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface Options {
  lostAt: Date;
  operator: string;
  json?: boolean;
}

const HELP = `
Run it once after a restore, before anything else is started: what went out after the backup was made is not in it, and
would go out again. Whoever was due before the loss becomes uncertain, and every edition that is not over is paused.
Then compare with the provider's log, settle, and resume: docs/RUNBOOK.md, "Restored from a backup".`;

/** `restored`: makes a database out of a backup safe to go on with. */
export function addRestored(program: Command, output: Output): void {
  withOperatorOptions(
    program
      .command('restored')
      .description('after a restore from a backup: nobody is mailed twice, and every edition waits for you')
      .requiredOption(
        '--lost-at <moment>',
        'when the lost database was last alive, in UTC, e.g. 2026-11-23T07:15Z; or now',
        parseMoment,
      ),
  )
    .addHelpText('after', HELP)
    .action(async ({ lostAt, operator, json }: Options) => {
      const done = await withInstallation({}, (ctx) => restored(ctx, { lostAt, operator }));
      writeReport(output, json, done, () => describe(done));
    });
}

function describe({ editions, skipped, letters }: RestoredReport): string {
  return [
    editions.length === 0 ? 'No edition was under way.' : 'Paused, until you resume them:',
    ...editions.map(({ edition, uncertain }) => `  ${edition}: ${deliveries(uncertain)} uncertain`),
    ...(skipped.length > 0 ? [`Not in the backup, and not sent again: ${skipped.join(', ')}`] : []),
    ...(letters > 0 ? [`${letters} letters may not have gone out; who misses one asks again.`] : []),
    ...editions.flatMap(({ edition }) => [
      `Then, with the provider's log beside you: npm run paperboy -- ledger --edition ${edition} --state uncertain`,
    ]),
  ].join('\n');
}

function parseMoment(text: string): Date {
  if (text === 'now') return new Date();
  const moment = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/.test(text) || Number.isNaN(moment.getTime()))
    throw new InvalidArgumentError('It must be a moment in UTC such as 2026-11-23T07:15Z, or now.');
  return moment;
}
