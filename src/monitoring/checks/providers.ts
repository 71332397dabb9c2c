import type { Alert } from '../../alerts/alerts.ts';
import { readinessOf } from '../../delivery/providers/circuit-breaker.ts';
import { readCircuits } from '../../delivery/providers/circuit-breaker-queries.ts';
import { asSentence } from '../../delivery/providers/describe-result.ts';
import type { Check, MonitorContext } from './check.ts';

/** Providers that do not answer, or have taken what they take a day. One that refuses the account is told of where it does. */
export const checkProviders: Check = async (ctx, now) => {
  const circuits = await readCircuits(ctx.db);
  const found = ctx.providers.flatMap(({ name, limits }): Alert[] => {
    const circuit = circuits.get(name);
    if (!circuit || circuit.state === 'closed') return [];
    const reason = circuit.reason ?? 'it did not say why';
    // A probe that is under way proves nothing yet.
    if (circuit.kind === 'service') {
      return [
        { code: 'PROVIDER_SILENT', subject: name, message: asSentence(`${name} does not answer: ${reason}`) },
      ];
    }
    // In a warm-up a day's number is reached every day, and that is its point.
    const warmsUp = circuit.kind === 'allowance' && limits.warmupFrom !== null;
    const held = circuit.kind === 'quota' || (circuit.kind === 'allowance' && !warmsUp);
    if (!held || circuit.retryAt === null || circuit.retryAt <= now) return [];
    const until = `${circuit.retryAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    const message = `${asSentence(`${name} takes no more mail for now: ${reason}`)} It is asked again at ${until}.`;
    return [{ code: 'QUOTA_USED_UP', subject: name, message }];
  });
  return { codes: ['PROVIDER_SILENT', 'QUOTA_USED_UP'], alerts: found };
};

/** Whether any provider takes an edition's mail at this moment. */
export async function hasAvailableProvider(
  ctx: Pick<MonitorContext, 'db' | 'providers'>,
  now: Date,
): Promise<boolean> {
  const circuits = await readCircuits(ctx.db);
  return ctx.providers.some(({ name }) => {
    const circuit = circuits.get(name);
    const spent =
      circuit?.kind === 'allowance' && circuit.state !== 'closed' && (circuit.retryAt ?? now) > now;
    return readinessOf(circuit, now) === 'ready' && !spent;
  });
}
