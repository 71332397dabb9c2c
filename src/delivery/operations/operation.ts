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
import { deliveryStateName, editionStateName } from '../status/state-names.ts';
import { readSubscriberDelivery } from './operation-queries.ts';

export type OperationContext = Pick<Context, 'db' | 'clock' | 'log'>;

export interface OperationInput {
  /** Edition id, for example `daily-2026-11-23`. */
  edition: string;
  /** Operator's name, never an address, because the audit log keeps it. */
  operator: string;
}

/** Report of every operation on an edition, besides its own numbers. `--json` prints it, so its keys stay. */
export interface OperationReport {
  edition: string;
  /** State of the edition after the operation. */
  state: EditionState;
}

/**
 * Report of an operation, and its before and after for the audit log. Without `audit`, nothing changed and
 * nothing is recorded.
 */
interface OperationResult<Report> {
  report: Report;
  audit?: { before: unknown; after: unknown };
}

/**
 * Runs an operator's operation on an edition in one transaction, which locks the edition first and writes the
 * audit entry. A batch that starts meanwhile waits for the lock or sees the result. Throws PaperboyError
 * `EDITION_UNKNOWN`, and the errors of the operation.
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
    const result = await operation(trx, edition, now);
    if (result.audit) {
      const entry = {
        operator: input.operator,
        verb: `edition ${verb}`,
        subject: edition.id,
        ...result.audit,
      };
      await insertAuditEntry(trx, entry, now);
    }
    return result;
  });
  if (audit) {
    const { edition, state } = report;
    ctx.log.info({ verb, operator: input.operator, edition, state }, 'edition operation completed');
  }
  return report;
}

/** Reopens a finished edition because deliveries of it will be sent; a paused one stays paused. */
export async function reopenEdition(
  trx: Transaction<Database>,
  edition: LockedEdition,
): Promise<EditionState> {
  if (edition.state === 'cancelled' || edition.state === 'skipped') throw editionClosed(edition);
  if (edition.state !== 'finished') return edition.state;
  await setEditionState(trx, edition.id, 'open', null);
  return 'open';
}

/** The error `EDITION_STATE` for an operation that the edition's state does not allow. */
export function illegalEditionState(
  edition: LockedEdition,
  participle: string,
  remedy: string,
): PaperboyError {
  const state = editionStateName(edition.state);
  return new PaperboyError({
    code: 'EDITION_STATE',
    message: `${edition.id} is ${state} and cannot be ${participle}. Nothing was changed.`,
    remedy,
  });
}

function editionClosed(edition: LockedEdition): PaperboyError {
  const state = editionStateName(edition.state);
  return new PaperboyError({
    code: 'EDITION_STATE',
    message: `${edition.id} is ${state}, so it sends no more digests. Nothing was changed.`,
    remedy: 'Its papers can appear in the next edition.',
  });
}

/** The error `NOTHING_TO_DO` for an operation without matching deliveries. */
export function nothingToDo(edition: string, missing: string): PaperboyError {
  return new PaperboyError({
    code: 'NOTHING_TO_DO',
    message: `${edition} has ${missing}. Nothing was changed.`,
    remedy: `\`edition show ${edition}\` shows its status.`,
  });
}

/** The error for an operation, on one subscriber or all, that found no delivery in the state it needs. */
export async function noneInState(
  trx: Transaction<Database>,
  edition: string,
  wanted: DeliveryState,
  subscriberId: string | undefined,
): Promise<PaperboyError> {
  const name = deliveryStateName(wanted);
  if (subscriberId === undefined) return nothingToDo(edition, `no ${name} deliveries`);
  const delivery = await readSubscriberDelivery(trx, edition, subscriberId);
  const found = delivery
    ? `This subscriber's delivery in ${edition} is ${deliveryStateName(delivery.state)}, not ${name}.`
    : `This subscriber has no delivery in ${edition}.`;
  return new PaperboyError({
    code: 'NOTHING_TO_DO',
    message: `${found} Nothing was changed.`,
    remedy: `\`ledger --edition ${edition} --state ${wanted}\` lists the ${name} deliveries.`,
  });
}
