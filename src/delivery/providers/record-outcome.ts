import type { Transaction } from 'kysely';
import { clearAlert, raiseAlert } from '../../alerts/alerts.ts';
import type { Context } from '../../context.ts';
import type { Database } from '../../db/schema.ts';
import type { Provider, SendResult } from '../../ports.ts';
import { afterOutcome, CLOSED, isRefused, outcomeChangeOf, readinessOf } from './circuit-breaker.ts';
import { lockCircuit, readCircuits, storeCircuit } from './circuit-breaker-queries.ts';
import { asSentence } from './describe-result.ts';

/** What a call meant for the providers. */
export interface Standing {
  /** The provider took or refused a mail of this call on its own account: it works. */
  served: boolean;
  /** Another provider can take mail at this moment. */
  elsewhere: boolean;
  /** No provider is left but those that wait for a person. */
  noneLeft: boolean;
}

/**
 * Writes down what the results of a call tell about their provider, for all processes: it is left alone, tried, or used again. A refused
 * account is told to the operator until the provider accepts again.
 */
export async function recordOutcome(
  ctx: Pick<Context, 'db' | 'clock' | 'log' | 'providers'>,
  trx: Transaction<Database>,
  provider: Provider,
  results: readonly SendResult[],
): Promise<Standing> {
  const now = ctx.clock.now();
  const news = outcomeChangeOf(results, now);
  const circuits = await readCircuits(trx);
  const known = circuits.get(provider.name) ?? CLOSED;
  if (news && afterOutcome(known, news, now) !== known) {
    const before = await lockCircuit(trx, provider.name);
    const after = afterOutcome(before, news, now);
    circuits.set(provider.name, after);
    if (after !== before) {
      await storeCircuit(trx, provider.name, after, now);
      ctx.log.warn(
        { provider: provider.name, before: before.state, after: after.state, kind: after.kind },
        'provider',
      );
    }
    if (news.kind === 'served')
      await clearAlert(ctx, trx, { code: refusalOf(provider.name), subject: provider.name });
  }
  if (news?.kind === 'account') await tell(ctx, trx, provider.name, news.reason);
  const others = ctx.providers.filter(({ name }) => name !== provider.name);
  return {
    served: news?.kind === 'served',
    elsewhere: others.some(({ name }) => readinessOf(circuits.get(name), now) === 'ready'),
    noneLeft: ctx.providers.every(({ name }) => isRefused(circuits.get(name))),
  };
}

/** The codes of the alerts about a provider that takes nothing from us until a person has mended something. */
export const REFUSALS: readonly string[] = ['ACCOUNT_REJECTED', 'OUTBOX_UNWRITABLE'];

/** The outbox has no account: a folder refuses for want of room or permission. */
const refusalOf = (provider: string) =>
  provider === 'outbox' ? ('OUTBOX_UNWRITABLE' as const) : ('ACCOUNT_REJECTED' as const);

function tell(
  ctx: Pick<Context, 'db' | 'clock' | 'log'>,
  trx: Transaction<Database>,
  subject: string,
  reason: string,
): Promise<void> {
  const code = refusalOf(subject);
  const message = code === 'OUTBOX_UNWRITABLE' ? reason : `${subject} refuses our account: ${reason}`;
  return raiseAlert(ctx, { code, subject, message: asSentence(message) }, trx);
}
