import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseProvider } from '../../../src/delivery/providers/provider.ts';

const named = (weights: Record<string, number>) =>
  Object.entries(weights).map(([name, weight]) => ({ name, weight }));
const keys = Array.from({ length: 4_000 }, (_, number) => `attempt-${number}`);
const sharesOf = (weights: Record<string, number>) => {
  const chosen = keys.map((key) => chooseProvider(named(weights), key)?.name ?? '');
  return Object.fromEntries(
    Object.keys(weights).map((name) => [name, chosen.filter((each) => each === name).length / keys.length]),
  );
};

describe('chooseProvider', () => {
  it('follows the weights', () => {
    const shares = sharesOf({ resend: 3, smtp: 1, backup: 0 });
    expect(shares.resend).toBeCloseTo(0.75, 1);
    expect(shares.smtp).toBeCloseTo(0.25, 1);
    expect(shares.backup).toBe(0);
  });

  it('returns the first fail-over provider when none has a weight', () => {
    expect(sharesOf({ smtp: 0, backup: 0 })).toEqual({ smtp: 1, backup: 0 });
  });

  it('returns the same provider for the same key, always one of the usable', () => {
    const weights = fc.dictionary(fc.string({ minLength: 1 }), fc.nat(999), { minKeys: 1, maxKeys: 4 });
    fc.assert(
      fc.property(weights, fc.uuid(), (given, key) => {
        const providers = named(given);
        const chosen = chooseProvider(providers, key);
        expect(providers).toContain(chosen);
        expect(chooseProvider(named(given), key)).toEqual(chosen);
        if (providers.some(({ weight }) => weight > 0)) expect(chosen?.weight).toBeGreaterThan(0);
      }),
    );
  });

  it('returns null for an empty list', () => {
    expect(chooseProvider([], 'attempt-1')).toBeNull();
  });
});
