import { type Command, InvalidArgumentError } from 'commander';
import { type RestoreReport, recoverAfterRestore } from '../../delivery/operations/recover-after-restore.ts';
import { pluralize } from '../../plural.ts';
import { describeDeliveries, withOperatorOptions } from '../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

interface Options {
  lostAt: Date;
  operator: string;
  json?: boolean;
}

const HELP = `
Run it once after a restore, before you start anything else. Digests sent after the backup are not in it and
would be sent again. Deliveries that were due before the loss become uncertain, and every unfinished edition
is paused. Then compare with the provider's log, settle, and resume: docs/RUNBOOK.md, "Restored from a
backup".`;

/** `restored`: makes a database restored from a backup safe to continue with. */
export function addRestored(program: Command, output: Output): void {
  withOperatorOptions(
    program
      .command('restored')
      .description('make a restored backup safe: pause every edition and prevent duplicate digests')
      .requiredOption(
        '--lost-at <moment>',
        'when the lost database last worked, in UTC, for example 2026-11-23T07:15Z, or now',
        parseMoment,
      ),
  )
    .addHelpText('after', HELP)
    .action(async ({ lostAt, operator, json }: Options) => {
      const done = await withInstallation({}, (ctx) => recoverAfterRestore(ctx, { lostAt, operator }));
      // --json keeps its key.
      const { transactionalEmails: letters, ...rest } = done;
      writeReport(output, json, { ...rest, letters }, () => describe(done));
    });
}

function describe({ editions, skipped, transactionalEmails }: RestoreReport): string {
  return [
    editions.length === 0 ? 'No edition was unfinished.' : 'Paused until you resume them:',
    ...editions.map(({ edition, uncertain }) => `  ${edition}: ${describeDeliveries(uncertain)} uncertain`),
    ...(skipped.length > 0 ? [`Not in the backup, and not sent again: ${skipped.join(', ')}`] : []),
    ...(transactionalEmails > 0
      ? [
          `${pluralize(transactionalEmails, 'transactional email', 'transactional emails')} may not have ` +
            'been sent. Subscribers can request them again.',
        ]
      : []),
    ...editions.flatMap(({ edition }) => [
      "Next, compare with the provider's log: " +
        `npm run paperboy -- ledger --edition ${edition} --state uncertain`,
    ]),
  ].join('\n');
}

function parseMoment(text: string): Date {
  if (text === 'now') return new Date();
  const moment = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/.test(text) || Number.isNaN(moment.getTime()))
    throw new InvalidArgumentError('Expected a UTC time, for example 2026-11-23T07:15Z, or now.');
  return moment;
}
