import { Gauge, Registry } from 'prom-client';
import { METRICS } from '../../config/alerts.ts';
import { QUEUE_NAMES } from '../../config/queues.ts';
import { ALERT_KINDS } from '../alerts/alert-kinds.ts';
import { readOpenAlerts } from '../alerts/alert-queries.ts';
import type { Context } from '../context.ts';
import { dayOf } from '../day.ts';
import { countUsedByProvider, readCircuits } from '../delivery/providers/circuit-breaker-queries.ts';
import { dailyAllowance } from '../delivery/providers/provider.ts';
import { readSourceStates } from '../papers/ingest/source-queries.ts';
import type { QueueConnection } from '../queue/connect.ts';
import { readOpenDeliveries } from './metrics-queries.ts';

/** Slice of the context that the metrics of the whole installation read. */
export type MetricsContext = Pick<Context, 'db' | 'clock' | 'env' | 'providers'> & {
  queue: Pick<QueueConnection, 'queue'>;
};

const SOURCE_STATES = ['fresh', 'waiting', 'quiet', 'stalled', 'failed'] as const;

/**
 * Returns a reader of database and queue metrics in Prometheus' text format. A part that does not answer
 * shows as `paperboy_up 0` with its series absent; the reader never throws. Results are cached for
 * `METRICS.cacheMs`.
 */
export function installationMetrics(ctx: MetricsContext): () => Promise<string> {
  let cached: { at: number; text: Promise<string> } | null = null;
  return () => {
    const at = performance.now();
    if (cached === null || at - cached.at > METRICS.cacheMs) cached = { at, text: read(ctx) };
    return cached.text;
  };
}

async function read(ctx: MetricsContext): Promise<string> {
  const registers = [new Registry()];
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `paperboy_${name}`, help, labelNames, registers });
  const up = gauge('up', '1 when this part responds, else 0.', 'part');
  const parts = {
    database: () => readDatabase(ctx, gauge),
    queue: () => readQueues(ctx, gauge),
  };
  await Promise.all(
    Object.entries(parts).map(async ([part, readPart]) => {
      const isUp = await within(METRICS.timeoutMs, readPart()).then(
        (write) => {
          write();
          return 1;
        },
        () => 0,
      );
      up.set({ part }, isUp);
    }),
  );
  return registers[0]?.metrics() ?? '';
}

type MakeGauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) => Gauge<Label>;

/** Reads everything before it writes any series: a partial result would look complete. */
async function readDatabase(ctx: MetricsContext, gauge: MakeGauge): Promise<() => void> {
  const { db } = ctx;
  const now = ctx.clock.now();
  const day = dayOf(now);
  // Only providers with a daily allowance: it bounds the count, which without one may reach millions.
  const limited = ctx.providers
    .filter(({ limits }) => dailyAllowance(limits, day) !== null)
    .map(({ name }) => name);
  const [deliveries, sources, circuits, taken, alerts] = await Promise.all([
    readOpenDeliveries(db),
    readSourceStates(db),
    readCircuits(db),
    countUsedByProvider(db, limited, new Date(`${day}T00:00:00Z`)),
    readOpenAlerts(db),
  ]);
  return () => {
    const rows = gauge('deliveries', 'Deliveries of open and paused editions.', 'edition', 'state');
    for (const { edition, state, count } of deliveries) rows.set({ edition, state }, count);
    const states = gauge('source_state', '1 for the current state of a source.', 'source', 'state');
    for (const { source, state: current } of sources)
      for (const state of SOURCE_STATES) states.set({ source, state }, Number(state === current));
    const left = gauge(
      'provider_emails_left',
      "Emails left in today's allowance, transactional ones included.",
      'provider',
    );
    const openCircuits = gauge(
      'provider_circuit_open',
      '1 while the circuit breaker of a provider is open, by cause.',
      'provider',
      'kind',
    );
    for (const { name: provider, limits } of ctx.providers) {
      const circuit = circuits.get(provider);
      for (const kind of ['account', 'service', 'quota', 'allowance'] as const)
        openCircuits.set({ provider, kind }, Number(circuit?.state !== 'closed' && circuit?.kind === kind));
      const allowance = dailyAllowance(limits, day);
      if (allowance !== null) left.set({ provider }, Math.max(0, allowance - (taken.get(provider) ?? 0)));
    }
    const open = gauge('alerts', 'Open alerts.', 'code');
    for (const code of Object.keys(ALERT_KINDS))
      open.set({ code }, alerts.filter((alert) => alert.code === code).length);
  };
}

async function readQueues(ctx: MetricsContext, gauge: MakeGauge): Promise<() => void> {
  const counts = await Promise.all(
    QUEUE_NAMES.map(async (name) => [name, await ctx.queue.queue(name).getJobCounts()] as const),
  );
  return () => {
    const jobs = gauge('queue_jobs', 'Jobs by queue and state.', 'queue', 'state');
    for (const [queue, states] of counts)
      for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, count);
  };
}

/**
 * Rejects after `milliseconds` of real time: a client that waits for its server to return would never answer.
 */
async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
