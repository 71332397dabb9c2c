import type { ResendFault } from '../test/support/resend-server.ts';
import type { BlowName } from './blows.ts';

/** One run: what strikes how often, and what the provider does meanwhile. */
export interface Scenario {
  name: string;
  /** How many blows of each kind. */
  blows: Partial<Record<BlowName, number>>;
  /** Both: the first one, and the second where that takes nothing. */
  provider: 'resend' | 'smtp' | 'both';
  /** The web runs, too, and the provider reports to it what becomes of its mails. */
  web?: true;
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

const EVERY_FAULT: readonly ResendFault[] = [
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
];

/** Whole runs: the numbers are for 5,000 people. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'kill-workers', provider: 'resend', blows: { 'kill-worker': 100 } },
  {
    name: 'kill-more',
    provider: 'resend',
    blows: { 'kill-producer': 20, 'kill-everything': 10, 'kill-worker': 20 },
  },
  {
    name: 'redis',
    provider: 'resend',
    blows: { 'flush-redis': 20, 'restart-redis': 20, 'stall-redis': 20 },
  },
  {
    name: 'postgres',
    provider: 'resend',
    blows: { 'restart-postgres': 20, 'cut-postgres': 20, 'stall-postgres': 20 },
  },
  {
    name: 'provider',
    provider: 'resend',
    blows: { 'expire-key': 3, outage: 1, 'kill-worker': 10 },
    faults: { share: 0.4, kinds: EVERY_FAULT },
  },
  {
    name: 'quota',
    provider: 'resend',
    quotaShare: 0.6,
    // The provider is slow while blows are to be dealt: what it takes in a day needs these hours, even on a busy machine.
    startsAt: '18:57',
    sendHour: 19,
    blows: { 'kill-worker': 5 },
  },
  {
    name: 'people',
    provider: 'resend',
    mayBeUncertain: true,
    blows: { leave: 20, 'pause-edition': 10, 'cancel-edition': 1, 'kill-worker': 20, 'flush-redis': 5 },
    faults: { share: 0.1, kinds: ['error-after', 'reset-after', 'reset-before', 'limited'] },
  },
  {
    name: 'erase',
    provider: 'resend',
    mayBeUncertain: true,
    blows: { erase: 20, 'kill-worker': 20, 'cut-postgres': 5 },
    faults: { share: 0.2, kinds: ['error-after', 'reset-after', 'reset-before', 'limited'] },
  },
  {
    name: 'webhooks',
    provider: 'resend',
    web: true,
    mayBeUncertain: true,
    blows: { bounce: 20, 'kill-web': 20, 'kill-worker': 10, 'cut-postgres': 5 },
    faults: { share: 0.1, kinds: ['error-after', 'reset-after', 'reset-before'] },
  },
  {
    name: 'fail-over',
    provider: 'both',
    mayBeUncertain: true,
    blows: { 'expire-key': 4, silence: 4, 'kill-worker': 10 },
    faults: { share: 0.1, kinds: ['error-after', 'reset-after', 'hang-after'] },
  },
  {
    name: 'two-sets',
    provider: 'resend',
    blows: { 'second-set': 1, 'kill-worker': 20, 'kill-producer': 5 },
  },
  {
    name: 'clock',
    provider: 'resend',
    startsAt: '06:10',
    blows: { 'clock-back-one': 5, 'clock-back-all': 1, 'kill-worker': 10 },
  },
  {
    name: 'smtp',
    provider: 'smtp',
    mayBeUncertain: true,
    blows: { 'kill-worker': 10, 'cut-postgres': 3 },
  },
];

/** The same in little for every change: all kinds of blows, in as few runs as their nature allows. */
export const SHORT_SCENARIOS: readonly Scenario[] = [
  {
    name: 'crashes',
    provider: 'resend',
    blows: { 'kill-worker': 4, 'kill-producer': 1, 'kill-everything': 1, 'second-set': 1 },
  },
  {
    name: 'servers',
    provider: 'resend',
    blows: {
      'flush-redis': 2,
      'restart-redis': 1,
      'stall-redis': 1,
      'restart-postgres': 2,
      'cut-postgres': 2,
      'stall-postgres': 1,
    },
  },
  {
    name: 'provider-and-people',
    provider: 'resend',
    startsAt: '06:10',
    mayBeUncertain: true,
    faults: { share: 0.25, kinds: EVERY_FAULT },
    blows: { leave: 8, 'pause-edition': 2, 'expire-key': 1, 'kill-worker': 1, 'clock-back-all': 1 },
  },
  { name: 'smtp', provider: 'smtp', mayBeUncertain: true, blows: { 'kill-worker': 2, 'cut-postgres': 1 } },
];
