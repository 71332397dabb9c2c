import type { Command } from 'commander';
import { migrate } from '../../db/migrate.ts';
import { type Output, withInstallation, writeReport } from '../terminal/output.ts';

/** `migrate`: applies pending migrations. Opening the queue also creates or updates BullMQ's own tables. */
export function addMigrate(program: Command, output: Output): void {
  program
    .command('migrate')
    .description('apply pending database migrations (part of every deployment on a server)')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const applied = await withInstallation({ migrate: 'ignore' }, (ctx) =>
        ctx.database.withoutCheckoutLimit(() => migrate(ctx.db)),
      );
      writeReport(output, options.json, { applied }, () =>
        applied.length === 0 ? 'The schema is up to date.' : `Applied: ${applied.join(', ')}.`,
      );
    });
}
