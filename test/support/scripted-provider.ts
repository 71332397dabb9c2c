import { createHash } from 'node:crypto';
import type { Mailer, OutgoingEmail, Provider, ProviderLimits, SendResult } from '../../src/ports.ts';
import { UNLIMITED } from './installation.ts';

export interface ScriptedProvider extends Provider {
  /** Every call so far, with its recipients and key. */
  calls: { to: string[]; key: string }[];
  /** Sets the result of each email from now on; by default all are accepted. */
  answer(with_: SendResult | ((mail: OutgoingEmail, place: number) => SendResult)): void;
  /** Recipients of emails that it has accepted, or may have. */
  reached(): string[];
}

/**
 * A provider with results set by the test. It imitates no real one; it serves decisions between several
 * providers.
 */
export function scriptedProvider(
  name: string,
  over: {
    weight?: number;
    limits?: Partial<ProviderLimits>;
    batchSize?: number;
    replayWindowMs?: number;
  } = {},
): ScriptedProvider {
  const calls: ScriptedProvider['calls'] = [];
  const reached: string[] = [];
  let script: (mail: OutgoingEmail, place: number) => SendResult = accept;
  const mailer: Mailer = {
    name,
    batchSize: over.batchSize ?? 2,
    replayWindowMs: over.replayWindowMs ?? 0,
    payloadHash: (mails) => createHash('sha256').update(JSON.stringify(mails)).digest('hex'),
    async send(mails, { idempotencyKey }) {
      calls.push({ to: mails.map(({ to }) => to), key: idempotencyKey });
      return mails.map((mail, place) => {
        const result = script(mail, place);
        if (result.outcome === 'accepted' || result.outcome === 'uncertain') reached.push(mail.to);
        return result;
      });
    },
    check: async () => 'It answers.',
    close: async () => {},
  };
  return {
    name,
    mailer,
    weight: over.weight ?? 1,
    limits: { ...UNLIMITED, ...over.limits },
    calls,
    answer(next) {
      script = typeof next === 'function' ? next : () => next;
    },
    reached: () => reached,
  };
}

/** Result as if a provider had accepted it. */
export function accept(mail: OutgoingEmail): SendResult {
  return { outcome: 'accepted', providerId: `taken-${mail.id}` };
}
