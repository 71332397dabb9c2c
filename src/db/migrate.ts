import { type Kysely, type Migration, Migrator } from 'kysely';
import { PaperboyError } from '../errors.ts';
import { up as start } from './migrations/0001-0011/0001-start.ts';
import { up as limitsAndAlerts } from './migrations/0001-0011/0002-limits-and-alerts.ts';
import { up as providers } from './migrations/0001-0011/0003-providers.ts';
import { up as moves } from './migrations/0001-0011/0004-moves.ts';
import { up as feedback } from './migrations/0001-0011/0005-feedback.ts';
import { up as search } from './migrations/0001-0011/0006-search.ts';
import { up as readers } from './migrations/0001-0011/0007-readers.ts';
import { up as batches } from './migrations/0001-0011/0008-batches.ts';
import { up as operators } from './migrations/0001-0011/0009-operators.ts';
import { up as editorial } from './migrations/0001-0011/0010-editorial.ts';
import { up as watch } from './migrations/0001-0011/0011-watch.ts';
import { up as mailLanguages } from './migrations/0013-mail-languages.ts';
import { up as mailsOfADay } from './migrations/0015-mails-of-a-day.ts';
import { up as imports } from './migrations/0016-imports.ts';
import { up as liftedLetters } from './migrations/0017-lifted-letters.ts';
import { up as alertCodes } from './migrations/0018-alert-codes.ts';
import { up as refusalsInDoubt } from './migrations/0019-refusals-in-doubt.ts';
import { up as suppressedFrom } from './migrations/0020-suppressed-from.ts';
import { up as inboundReports } from './migrations/0021-inbound-reports.ts';
import { up as importColumns } from './migrations/0022-import-columns.ts';
import { up as providerConnections } from './migrations/0023-provider-connections.ts';
import { up as generatedSummaries } from './migrations/0024-generated-summaries.ts';
import { up as readingList } from './migrations/0025-reading-list.ts';
import { up as namesOfPapers } from './migrations/0026-names-of-papers.ts';
import { up as partialDays } from './migrations/0027-partial-days.ts';
import { up as thumbnails } from './migrations/0028-thumbnails.ts';
import { up as meanings } from './migrations/0029-meanings.ts';
import { up as coldModels } from './migrations/0030-cold-models.ts';
import { up as claimsInOrder } from './migrations/0033-claims-in-order.ts';
import { up as scheduleSince } from './migrations/0035-schedule-since.ts';
import type { Database } from './schema.ts';

/** Every migration in order. A released one is never edited: a change is a new file and a new line here. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-start': { up: start },
  '0002-limits-and-alerts': { up: limitsAndAlerts },
  '0003-providers': { up: providers },
  '0004-moves': { up: moves },
  '0005-feedback': { up: feedback },
  '0006-search': { up: search },
  '0007-readers': { up: readers },
  '0008-batches': { up: batches },
  '0009-operators': { up: operators },
  '0010-editorial': { up: editorial },
  '0011-watch': { up: watch },
  '0013-mail-languages': { up: mailLanguages },
  '0015-mails-of-a-day': { up: mailsOfADay },
  '0016-imports': { up: imports },
  '0017-lifted-letters': { up: liftedLetters },
  '0018-alert-codes': { up: alertCodes },
  '0019-refusals-in-doubt': { up: refusalsInDoubt },
  '0020-suppressed-from': { up: suppressedFrom },
  '0021-inbound-reports': { up: inboundReports },
  '0022-import-columns': { up: importColumns },
  '0023-provider-connections': { up: providerConnections },
  '0024-generated-summaries': { up: generatedSummaries },
  '0025-reading-list': { up: readingList },
  '0026-names-of-papers': { up: namesOfPapers },
  '0027-partial-days': { up: partialDays },
  '0028-thumbnails': { up: thumbnails },
  '0029-meanings': { up: meanings },
  '0030-cold-models': { up: coldModels },
  '0033-claims-in-order': { up: claimsInOrder },
  '0035-schedule-since': { up: scheduleSince },
};

/**
 * Migrates to the latest schema and returns the names of the applied migrations. Safe to call from several
 * processes at once: Kysely's Migrator holds an advisory lock for the transaction. Throws PaperboyError
 * `MIGRATION_FAILED`, after which nothing is applied.
 */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error, results } = await migrator.migrateToLatest();
  // A migration may throw its own PaperboyError with a better explanation.
  if (error instanceof PaperboyError) throw error;
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'before the first';
    throw new PaperboyError({
      code: 'MIGRATION_FAILED',
      message: `The migration of the database schema failed (${failed}): ${String(error)}.`,
      remedy:
        'Nothing was changed. Check that the database is reachable and that its user may create tables.',
      cause: error,
    });
  }
  return (results ?? []).map((result) => result.migrationName);
}

/** Names of the migrations that are not applied yet. */
export async function pendingMigrations(db: Kysely<Database>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const known = await migrator.getMigrations();
  return known.filter((migration) => migration.executedAt === undefined).map((migration) => migration.name);
}
