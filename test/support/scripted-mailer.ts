import { createHash } from 'node:crypto';
import type { Mailer, OutgoingEmail, SendResult } from '../../src/ports.ts';

/**
 * Scripted result of one email. lost: no response, whether it was accepted or not. dies: the worker does not
 * outlive the call, whether it was accepted or not.
 */
export const ANSWERS = [
  'accept',
  'refuse-address',
  'refuse-mail',
  'defer',
  'halt',
  'lost-taken',
  'lost-untaken',
  'dies-taken',
  'dies-untaken',
] as const;
export type Answer = (typeof ANSWERS)[number];
const TAKEN: readonly Answer[] = ['accept', 'lost-taken', 'dies-taken'];

export interface ScriptedMailer extends Mailer {
  /** Every email that was really accepted, in order: the content of the recipients' mailboxes. */
  readonly taken: OutgoingEmail[];
  takenFor(address: string): number;
  /** Results of the emails of the next call, in order; default: `accept`. */
  next(...answers: Answer[]): void;
  /** Awaited at each call, before any response. */
  onCall(listener: (mails: readonly OutgoingEmail[]) => Promise<void>): void;
}

/**
 * A provider that keeps its own record and returns scripted results; with a replay window it recognizes keys
 * it has seen.
 */
export function scriptedMailer(
  options: { batchSize?: number; replayWindowMs?: number } = {},
): ScriptedMailer {
  const { batchSize = 2, replayWindowMs = 0 } = options;
  const taken: OutgoingEmail[] = [];
  const known = new Map<string, string>();
  let script: Answer[] = [];
  let listener: (mails: readonly OutgoingEmail[]) => Promise<void> = async () => {};

  return {
    name: 'scripted',
    batchSize,
    replayWindowMs,
    taken,
    takenFor: (address) => taken.filter((mail) => mail.to === address).length,
    next(...answers) {
      script = answers;
    },
    onCall(next) {
      listener = next;
    },
    payloadHash: (mails) => createHash('sha256').update(JSON.stringify(mails)).digest('hex'),
    async send(mails, { idempotencyKey }) {
      await listener(mails);
      const answers = script.length > 0 ? script : (['accept'] as const);
      script = [];
      const before = known.get(idempotencyKey);
      if (before !== undefined && before !== JSON.stringify(mails)) {
        throw new Error('The same key came with other mails.');
      }
      // With idempotency keys, a batch is accepted as a whole or not at all, and a replay of it returns the
      // same result.
      if (before !== undefined)
        return mails.map((mail) => answered('accept', mail)).filter((result) => result !== 'died');
      const results = mails.map((mail, index) => {
        const answer = answers[replayWindowMs > 0 ? 0 : index % answers.length] ?? 'accept';
        if (TAKEN.includes(answer)) {
          taken.push(mail);
          if (replayWindowMs > 0) known.set(idempotencyKey, JSON.stringify(mails));
        }
        return answered(answer, mail);
      });
      if (results.includes('died')) throw new Error('The worker dies here.');
      return results.filter((result) => result !== 'died');
    },
    check: async () => 'answers as it is told',
    close: async () => {},
  };
}

function answered(answer: Answer, mail: OutgoingEmail): SendResult | 'died' {
  switch (answer) {
    case 'accept':
      return { outcome: 'accepted', providerId: `taken-${mail.id}` };
    case 'refuse-address':
      return { outcome: 'refused', about: 'address', code: '550', reason: 'no such user' };
    case 'refuse-mail':
      return { outcome: 'refused', about: 'mail', code: '554', reason: 'content refused' };
    case 'defer':
      return { outcome: 'deferred', retryAfterMs: 60_000, code: '451', reason: 'later' };
    case 'halt':
      return { outcome: 'halted', code: '403', reason: 'the key is wrong' };
    case 'lost-taken':
    case 'lost-untaken':
      return { outcome: 'uncertain', reason: 'the connection was lost' };
    default:
      return 'died';
  }
}
