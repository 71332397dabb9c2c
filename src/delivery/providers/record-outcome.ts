import type { Transaction } from 'kysely';
import { clearAlert, raiseAlert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import type { Provider, SendResult } from '../../ports.ts';
import {
  applySignal,
  CLOSED_CIRCUIT,
  circuitReadiness,
  isAccountRefused,
  readProviderSignal,
} from './circuit-breaker.ts';
import { lockCircuit, readCircuits, storeCircuit } from './circuit-breaker-queries.ts';
import { endSentence } from './describe-result.ts';

/** Effect of one call on the availability of the providers. */
export interface Availability {
  /** The provider accepted or refused an email of this call for reasons of that email: it works. */
  served: boolean;
  /** Another provider is ready now. */
  elsewhere: boolean;
  /** Every provider rejects our account, so only an operator can fix it. */
  noneLeft: boolean;
}

/**
 * Updates the provider's circuit breaker, for all processes, from the results of a call. A rejected account
 * raises an alert, which clears when the provider serves again.
 */
export async function recordOutcome(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'providers'>,
  trx: Transaction<Database>,
  provider: Provider,
  results: readonly SendResult[],
): Promise<Availability> {
  const now = ctx.clock.now();
  const signal = readProviderSignal(results, now);
  const circuits = await readCircuits(trx);
  const current = circuits.get(provider.name) ?? CLOSED_CIRCUIT;
  if (signal && applySignal(current, signal, now) !== current) {
    const before = await lockCircuit(trx, provider.name);
    const after = applySignal(before, signal, now);
    circuits.set(provider.name, after);
    if (after !== before) {
      await storeCircuit(trx, provider.name, after, now);
      if (before.state !== after.state)
        ctx.log.warn(
          { provider: provider.name, before: before.state, after: after.state, kind: after.kind },
          'circuit breaker changed',
        );
    }
    if (signal.kind === 'served')
      await clearAlert(ctx, trx, { code: refusalAlertOf(provider.name), subject: provider.name });
  }
  if (signal?.kind === 'account') await raiseRefusalAlert(ctx, trx, provider.name, signal.reason);
  const others = ctx.providers.filter(({ name }) => name !== provider.name);
  return {
    served: signal?.kind === 'served',
    elsewhere: others.some(({ name }) => circuitReadiness(circuits.get(name), now) === 'ready'),
    noneLeft: ctx.providers.every(({ name }) => isAccountRefused(circuits.get(name))),
  };
}

/** Codes of the alerts about a provider that accepts nothing until an operator fixes the cause. */
export const REFUSAL_ALERTS: readonly string[] = ['ACCOUNT_REJECTED', 'OUTBOX_UNWRITABLE'];

/** The outbox has no account: a folder rejects a write for lack of space or permission. */
const refusalAlertOf = (provider: string) =>
  provider === 'outbox' ? ('OUTBOX_UNWRITABLE' as const) : ('ACCOUNT_REJECTED' as const);

function raiseRefusalAlert(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  trx: Transaction<Database>,
  subject: string,
  reason: string,
): Promise<void> {
  const code = refusalAlertOf(subject);
  const message = code === 'OUTBOX_UNWRITABLE' ? reason : `${subject} rejects our account: ${reason}`;
  return raiseAlert(ctx, { code, subject, message: endSentence(message) }, trx);
}
