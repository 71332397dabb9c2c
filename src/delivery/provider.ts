import { createHash } from 'node:crypto';
import type { Provider } from '../ports.ts';

/**
 * Whom of those that can take mail now an attempt goes to: shared by weight, and the first in the order of fail-over when
 * none has a weight. The same key chooses the same provider. Null when there is none.
 */
export function chooseProvider<Each extends Pick<Provider, 'weight'>>(
  usable: readonly Each[],
  key: string,
): Each | null {
  const total = usable.reduce((sum, { weight }) => sum + weight, 0);
  let point = total * fractionOf(key);
  for (const provider of usable) {
    if (point < provider.weight) return provider;
    point -= provider.weight;
  }
  return usable[0] ?? null;
}

/** The provider of a stored attempt; undefined when MAILER does not name it any more. */
export function providerOf(
  ctx: { providers: readonly Provider[] },
  name: string | null,
): Provider | undefined {
  return ctx.providers.find((provider) => provider.name === name);
}

/** From 0 to below 1, spread evenly over all keys. */
function fractionOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE() / 2 ** 32;
}
