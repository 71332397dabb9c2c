import type { ResendFault } from '../test/support/resend-server.ts';
import type { BlowName } from './blows.ts';

/** One run: what strikes how often, and what the provider does meanwhile. */
export interface Scenario {
  name: string;
  /** Blows by kind: how many in a whole run, and in a short one. */
  blows: Partial<Record<BlowName, readonly [whole: number, short: number]>>;
  provider: 'resend' | 'smtp';
  /** That share of the provider's calls goes wrong in one of these ways. */
  faults?: { kinds: readonly ResendFault[]; share: number };
  /** The provider takes that share of all mails a day. */
  quotaShare?: number;
  /** Where the run's time starts, and everybody's send hour, when not 04:57 and 5. */
  startsAt?: string;
  sendHour?: number;
  /** People may stay uncertain: the provider knows no keys, or a batch cannot be asked again after somebody in it left. */
  mayBeUncertain?: true;
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'kill-workers', provider: 'resend', blows: { 'kill-worker': [100, 12] } },
  {
    name: 'kill-more',
    provider: 'resend',
    blows: { 'kill-producer': [20, 3], 'kill-everything': [10, 2], 'kill-worker': [20, 2] },
  },
  {
    name: 'redis',
    provider: 'resend',
    blows: { 'flush-redis': [20, 3], 'restart-redis': [20, 3], 'stall-redis': [20, 1] },
  },
  {
    name: 'postgres',
    provider: 'resend',
    blows: { 'restart-postgres': [20, 3], 'cut-postgres': [20, 3], 'stall-postgres': [20, 1] },
  },
  {
    name: 'provider',
    provider: 'resend',
    blows: { 'expire-key': [3, 1], 'kill-worker': [10, 1] },
    faults: {
      share: 0.4,
      kinds: [
        'limited',
        'limited-silently',
        'error-before',
        'error-after',
        'hang-before',
        'hang-after',
        'reset-before',
        'reset-after',
        'drip-after',
        'garbage-after',
        'half-refused',
      ],
    },
  },
  {
    name: 'quota',
    provider: 'resend',
    quotaShare: 0.6,
    startsAt: '22:57',
    sendHour: 23,
    blows: { 'kill-worker': [5, 1] },
  },
  {
    name: 'people',
    provider: 'resend',
    mayBeUncertain: true,
    blows: { leave: [20, 10], 'pause-edition': [10, 3], 'kill-worker': [20, 3], 'flush-redis': [5, 1] },
    faults: { share: 0.1, kinds: ['error-after', 'reset-after', 'reset-before', 'limited'] },
  },
  {
    name: 'two-sets',
    provider: 'resend',
    blows: { 'second-set': [1, 1], 'kill-worker': [20, 2], 'kill-producer': [5, 1] },
  },
  {
    name: 'clock',
    provider: 'resend',
    startsAt: '06:10',
    blows: { 'clock-back-one': [5, 1], 'clock-back-all': [1, 1], 'kill-worker': [10, 1] },
  },
  {
    name: 'smtp',
    provider: 'smtp',
    mayBeUncertain: true,
    blows: { 'kill-worker': [10, 2], 'cut-postgres': [3, 1] },
  },
];
