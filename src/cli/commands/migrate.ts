import type { Command } from 'commander';
import { migrate } from '../../db/migrate.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

/** `migrate`: brings the schema up to date. Opening the queue creates or updates BullMQ's own tables as well. */
export function addMigrate(program: Command, output: Output): void {
  program
    .command('migrate')
    .description('bring the database schema up to date (a step of every deployment on a server)')
    .option('--json', 'report as JSON')
    .action(async (options: { json?: boolean }) => {
      const applied = await withInstallation({ migrate: 'ignore' }, (ctx) =>
        ctx.database.withoutCheckoutLimit(() => migrate(ctx.db)),
      );
      writeReport(output, options.json, { applied }, () =>
        applied.length === 0 ? 'The schema was up to date.' : `Applied: ${applied.join(', ')}.`,
      );
    });
}
