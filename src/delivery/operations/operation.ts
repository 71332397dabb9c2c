import type { Transaction } from 'kysely';
import { insertAuditEntry } from '../../audit/audit-queries.ts';
import type { Context } from '../../context.ts';
import { inTransaction } from '../../db/dry-run.ts';
import type { Database } from '../../db/schema.ts';
import type { EditionState } from '../../editions/edition.ts';
import { unknownEdition } from '../../editions/edition.ts';
import { type LockedEdition, lockEdition, setEditionState } from '../../editions/edition-queries.ts';
import { PaperboyError } from '../../errors.ts';
import type { DeliveryState } from '../pipeline/delivery.ts';
import { readSubscriberDelivery } from './operation-queries.ts';

export type OperationContext = Pick<Context, 'db' | 'clock' | 'log'>;

export interface OperationInput {
  /** The edition's id, e.g. `daily-2026-11-23`. */
  edition: string;
  /** Who wants it; kept in the audit, so a name and never an address. */
  operator: string;
}

/** What every verb upon an edition reports, beside its own numbers. */
export interface OperationReport {
  edition: string;
  /** The edition's state when the verb was done. */
  state: EditionState;
}

/** What a verb did: its report, and for the audit how things were before and after. Nothing is audited where nothing changed. */
interface OperationResult<Report> {
  report: Report;
  audit?: { before: unknown; after: unknown };
}

/**
 * Runs an operator's verb upon an edition: one transaction that locks the edition first, so that whatever starts a batch waits or
 * sees the result, and that writes the audit. Throws PaperboyError `EDITION_UNKNOWN`, and what the verb throws.
 */
export async function runOperation<Report extends OperationReport>(
  ctx: OperationContext,
  input: OperationInput,
  verb: string,
  operation: (
    trx: Transaction<Database>,
    edition: LockedEdition,
    now: Date,
  ) => Promise<OperationResult<Report>>,
): Promise<Report> {
  const now = ctx.clock.now();
  const { report, audit } = await inTransaction(ctx.db, async (trx) => {
    const edition = await lockEdition(trx, input.edition);
    if (!edition) throw unknownEdition(input.edition);
    const done = await operation(trx, edition, now);
    if (done.audit) {
      const act = { operator: input.operator, verb: `edition ${verb}`, subject: edition.id, ...done.audit };
      await insertAuditEntry(trx, act, now);
    }
    return done;
  });
  if (audit) {
    const { edition, state } = report;
    ctx.log.info({ verb, operator: input.operator, edition, state }, 'an operator acted');
  }
  return report;
}

/** Opens a finished edition again, because something of it is to be sent; a paused one stays paused. */
export async function reopenEdition(
  trx: Transaction<Database>,
  edition: LockedEdition,
): Promise<EditionState> {
  if (edition.state === 'cancelled' || edition.state === 'skipped') throw editionClosed(edition);
  if (edition.state !== 'finished') return edition.state;
  await setEditionState(trx, edition.id, 'open', null);
  return 'open';
}

/** The error for a verb that makes no sense in the edition's state. */
export function illegalEditionState(edition: LockedEdition, verb: string, remedy: string): PaperboyError {
  return new PaperboyError({
    code: 'EDITION_STATE',
    message: `${edition.id} is ${edition.state} and cannot be ${verb}; nothing was changed.`,
    remedy,
  });
}

function editionClosed(edition: LockedEdition): PaperboyError {
  return new PaperboyError({
    code: 'EDITION_STATE',
    message: `${edition.id} is ${edition.state}, so nothing of it is sent any more; nothing was changed.`,
    remedy: 'Its papers come with the next edition.',
  });
}

/** The error for a verb that found nobody to do anything for. */
export function nothingToDo(edition: string, what: string): PaperboyError {
  return new PaperboyError({
    code: 'NOTHING_TO_DO',
    message: `There is ${what} in ${edition}; nothing was changed.`,
    remedy: `\`edition show ${edition}\` says how it stands.`,
  });
}

/** The error for a verb upon one person, or upon all, that found no delivery in the state it is for. */
export async function noneInState(
  trx: Transaction<Database>,
  edition: string,
  wanted: DeliveryState,
  subscriberId: string | undefined,
): Promise<PaperboyError> {
  if (subscriberId === undefined) return nothingToDo(edition, `no ${wanted} delivery`);
  const theirs = await readSubscriberDelivery(trx, edition, subscriberId);
  return new PaperboyError({
    code: 'NOTHING_TO_DO',
    message: theirs
      ? `This person's delivery in ${edition} is ${theirs.state}, not ${wanted}; nothing was changed.`
      : `This person has no delivery in ${edition}; nothing was changed.`,
    remedy: `\`ledger --edition ${edition} --state ${wanted}\` lists whose are.`,
  });
}
