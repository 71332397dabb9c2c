import type { Alert } from '../../alerts/alerts.ts';
import { circuitReadiness } from '../../delivery/providers/circuit-breaker.ts';
import { readCircuits } from '../../delivery/providers/circuit-breaker-queries.ts';
import { endSentence } from '../../delivery/providers/describe-result.ts';
import type { Check, MonitorContext } from './check.ts';

/**
 * Providers that do not respond or whose quota is exhausted. A rejected account raises its alert where it is
 * recorded (record-outcome.ts).
 */
export const checkProviders: Check = async (ctx, now) => {
  const circuits = await readCircuits(ctx.db);
  const alerts = ctx.providers.flatMap(({ name, limits }): Alert[] => {
    const circuit = circuits.get(name);
    if (!circuit || circuit.state === 'closed') return [];
    const reason = circuit.reason ?? 'no reason given';
    // Also while probing: a probe in flight proves nothing yet.
    if (circuit.kind === 'service') {
      return [
        {
          code: 'PROVIDER_UNREACHABLE',
          subject: name,
          message: endSentence(`${name} is not responding: ${reason}`),
        },
      ];
    }
    // During a warm-up the daily allowance is used up every day, by design.
    const warmsUp = circuit.kind === 'allowance' && limits.warmupFrom !== null;
    const exhausted = circuit.kind === 'quota' || (circuit.kind === 'allowance' && !warmsUp);
    if (!exhausted || circuit.retryAt === null || circuit.retryAt <= now) return [];
    const until = `${circuit.retryAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const refusal = endSentence(`${name} accepts no more email for now: ${reason}`);
    const message = `${refusal} Next attempt at ${until}.`;
    return [{ code: 'QUOTA_EXHAUSTED', subject: name, message }];
  });
  return { codes: ['PROVIDER_UNREACHABLE', 'QUOTA_EXHAUSTED'], alerts };
};

/**
 * True when at least one provider accepts digests now: its circuit is closed or due for a probe, its
 * allowance not spent.
 */
export async function hasAvailableProvider(
  ctx: Pick<MonitorContext, 'db' | 'providers'>,
  now: Date,
): Promise<boolean> {
  const circuits = await readCircuits(ctx.db);
  return ctx.providers.some(({ name }) => {
    const circuit = circuits.get(name);
    const spent =
      circuit?.kind === 'allowance' && circuit.state !== 'closed' && (circuit.retryAt ?? now) > now;
    return circuitReadiness(circuit, now) === 'ready' && !spent;
  });
}
