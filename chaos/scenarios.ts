import type { ResendFault } from '../test/support/resend-server.ts';
import type { DisruptionName } from './disruptions.ts';

/** One run: its disruptions and the behavior of its provider. */
export interface Scenario {
  name: string;
  /** Number of disruptions of each kind. */
  disruptions: Partial<Record<DisruptionName, number>>;
  /** `both` uses the second provider when the first accepts nothing. */
  provider: 'resend' | 'smtp' | 'both';
  /** Also runs the web process, to which the provider sends reports about its emails. */
  web?: true;
  /** Share of the provider's calls that fail in one of these ways. */
  faults?: { kinds: readonly ResendFault[]; share: number };
  /** Daily quota of the provider as a share of all emails. */
  quotaShare?: number;
  /** Start of the run's time and the send hour of all subscribers. Default: 04:57 and 5. */
  startsAt?: string;
  sendHour?: number;
  /**
   * Deliveries may end uncertain: the provider has no idempotency keys, or a batch cannot be replayed after
   * one of its subscribers opted out.
   */
  mayEndUncertain?: true;
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

/** Full runs; the counts are meant for 5,000 subscribers. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'kill-workers', provider: 'resend', disruptions: { 'kill-worker': 100 } },
  {
    name: 'kill-more',
    provider: 'resend',
    disruptions: { 'kill-producer': 20, 'kill-everything': 10, 'kill-worker': 20 },
  },
  {
    name: 'redis',
    provider: 'resend',
    disruptions: { 'flush-redis': 20, 'restart-redis': 20, 'stall-redis': 20 },
  },
  {
    name: 'postgres',
    provider: 'resend',
    disruptions: { 'restart-postgres': 20, 'cut-postgres': 20, 'stall-postgres': 20 },
  },
  {
    name: 'provider',
    provider: 'resend',
    disruptions: { 'expire-key': 3, outage: 1, 'kill-worker': 10 },
    faults: { share: 0.4, kinds: EVERY_FAULT },
  },
  {
    name: 'quota',
    provider: 'resend',
    quotaShare: 0.6,
    // The provider is slow while disruptions are injected. Its daily quota takes these hours, even on a busy
    // machine.
    startsAt: '18:57',
    sendHour: 19,
    disruptions: { 'kill-worker': 5 },
  },
  {
    name: 'opt-outs',
    provider: 'resend',
    mayEndUncertain: true,
    disruptions: {
      'opt-out': 20,
      'pause-edition': 10,
      'cancel-edition': 1,
      'kill-worker': 20,
      'flush-redis': 5,
    },
    faults: { share: 0.1, kinds: ['error-after', 'reset-after', 'reset-before', 'limited'] },
  },
  {
    name: 'erase',
    provider: 'resend',
    mayEndUncertain: true,
    disruptions: { erase: 20, 'kill-worker': 20, 'cut-postgres': 5 },
    faults: { share: 0.2, kinds: ['error-after', 'reset-after', 'reset-before', 'limited'] },
  },
  {
    name: 'webhooks',
    provider: 'resend',
    web: true,
    mayEndUncertain: true,
    disruptions: { bounce: 20, 'kill-web': 20, 'kill-worker': 10, 'cut-postgres': 5 },
    faults: { share: 0.1, kinds: ['error-after', 'reset-after', 'reset-before'] },
  },
  {
    name: 'fail-over',
    provider: 'both',
    mayEndUncertain: true,
    disruptions: { 'expire-key': 4, silence: 4, 'kill-worker': 10 },
    faults: { share: 0.1, kinds: ['error-after', 'reset-after', 'hang-after'] },
  },
  {
    name: 'two-sets',
    provider: 'resend',
    disruptions: { 'second-set': 1, 'kill-worker': 20, 'kill-producer': 5 },
  },
  {
    name: 'clock',
    provider: 'resend',
    startsAt: '06:10',
    disruptions: { 'clock-back-one': 5, 'clock-back-all': 1, 'kill-worker': 10 },
  },
  {
    name: 'smtp',
    provider: 'smtp',
    mayEndUncertain: true,
    disruptions: { 'kill-worker': 10, 'cut-postgres': 3 },
  },
];

/** Short runs for every change: all kinds of disruptions in as few runs as possible. */
export const SHORT_SCENARIOS: readonly Scenario[] = [
  {
    name: 'crashes',
    provider: 'resend',
    disruptions: { 'kill-worker': 4, 'kill-producer': 1, 'kill-everything': 1, 'second-set': 1 },
  },
  {
    name: 'servers',
    provider: 'resend',
    disruptions: {
      'flush-redis': 2,
      'restart-redis': 1,
      'stall-redis': 1,
      'restart-postgres': 2,
      'cut-postgres': 2,
      'stall-postgres': 1,
    },
  },
  {
    name: 'provider-and-opt-outs',
    provider: 'resend',
    startsAt: '06:10',
    mayEndUncertain: true,
    faults: { share: 0.25, kinds: EVERY_FAULT },
    disruptions: { 'opt-out': 8, 'pause-edition': 2, 'expire-key': 1, 'kill-worker': 1, 'clock-back-all': 1 },
  },
  {
    name: 'smtp',
    provider: 'smtp',
    mayEndUncertain: true,
    disruptions: { 'kill-worker': 2, 'cut-postgres': 1 },
  },
];
