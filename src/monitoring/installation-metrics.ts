import { Gauge, Registry } from 'prom-client';
import { METRICS } from '../../config/alerts.ts';
import { QUEUE_NAMES } from '../../config/queues.ts';
import { ALERT_KINDS } from '../alerts/alert-kinds.ts';
import { readOpenAlerts } from '../alerts/alert-queries.ts';
import type { Context } from '../context.ts';
import { dayOf } from '../day.ts';
import { countAllTaken, readCircuits } from '../delivery/providers/circuit-breaker-queries.ts';
import { allowanceOf } from '../delivery/providers/provider.ts';
import { readSources } from '../papers/ingest/source-queries.ts';
import type { QueueConnection } from '../queue/connect.ts';
import { readOpenDeliveries } from './metrics-queries.ts';

/** What is measured of the installation as a whole. */
export type MetricsContext = Pick<Context, 'db' | 'clock' | 'env' | 'providers'> & {
  queue: Pick<QueueConnection, 'queue'>;
};

const SOURCE_STATES = ['fresh', 'waiting', 'quiet', 'stalled', 'failed'] as const;

/**
 * Reads what stands in the database and in the queues, as Prometheus wants it. A part that does not answer is `paperboy_up 0` and its
 * numbers are absent, and never a failure. Read at most every few seconds, however often and by however many it is asked.
 */
export function installationMetrics(ctx: MetricsContext): () => Promise<string> {
  let known: { at: number; text: Promise<string> } | null = null;
  return () => {
    const at = performance.now();
    if (known === null || at - known.at > METRICS.cacheMs) known = { at, text: read(ctx) };
    return known.text;
  };
}

async function read(ctx: MetricsContext): Promise<string> {
  const registers = [new Registry()];
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `paperboy_${name}`, help, labelNames, registers });
  const up = gauge('up', 'Whether that part answers.', 'part');
  const parts = {
    database: () => readDatabase(ctx, gauge),
    queue: () => readQueues(ctx, gauge),
  };
  await Promise.all(
    Object.entries(parts).map(async ([part, fill]) => {
      const answered = await within(METRICS.timeoutMs, fill()).then(
        (write) => {
          write();
          return 1;
        },
        () => 0,
      );
      up.set({ part }, answered);
    }),
  );
  return registers[0]?.metrics() ?? '';
}

type MakeGauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) => Gauge<Label>;

/** First everything is read and then written: half of an answer would look like a whole one. */
async function readDatabase(ctx: MetricsContext, gauge: MakeGauge): Promise<() => void> {
  const { db } = ctx;
  const now = ctx.clock.now();
  const day = dayOf(now);
  // Only where the day has a number: it bounds what is counted, and a day without one may have millions.
  const counted = ctx.providers
    .filter(({ limits }) => allowanceOf(limits, day) !== null)
    .map(({ name }) => name);
  const [deliveries, sources, circuits, taken, alerts] = await Promise.all([
    readOpenDeliveries(db),
    readSources(db),
    readCircuits(db),
    countAllTaken(db, counted, new Date(`${day}T00:00:00Z`)),
    readOpenAlerts(db),
  ]);
  return () => {
    const rows = gauge('deliveries', 'Deliveries of editions that are not over.', 'edition', 'state');
    for (const { edition, state, count } of deliveries) rows.set({ edition, state }, count);
    const states = gauge('source_state', 'The state that a source is in.', 'source', 'state');
    for (const { source, state: current } of sources)
      for (const state of SOURCE_STATES) states.set({ source, state }, Number(state === current));
    const left = gauge(
      'provider_mails_left',
      'Mails that the day still allows, letters included.',
      'provider',
    );
    const rests = gauge('provider_rests', 'Whether a provider is left alone, and why.', 'provider', 'kind');
    for (const { name: provider, limits } of ctx.providers) {
      const circuit = circuits.get(provider);
      for (const kind of ['account', 'service', 'quota', 'allowance'] as const)
        rests.set({ provider, kind }, Number(circuit?.state !== 'closed' && circuit?.kind === kind));
      const allowance = allowanceOf(limits, day);
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

/** By the machine's timer: a client that waits for its server to come back would never answer. */
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
