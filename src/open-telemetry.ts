import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type ReadableSpan,
  type Sampler,
  SamplingDecision,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { BullMQOtel } from 'bullmq-otel';
import type { Env } from '../config/env.ts';
import { SPAN_EXPORT } from '../config/open-telemetry.ts';
import { PaperboyError } from './errors.ts';
import type { Log } from './log.ts';
import type { OpenSpan, SpanOptions, Tracing } from './tracing.ts';

/**
 * Tracing by OpenTelemetry, spans handed to `url` by OTLP over HTTP in JSON. wiring.ts imports this file only where the environment asks
 * for it. It uses the API's globals, because bullmq-otel knows no other way: one such tracing a process at a time.
 */
export function openTelemetry(env: OtelEnv, url: string, version: string, log: Log): Tracing {
  const exporter = new OTLPTraceExporter({
    url,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    timeoutMillis: SPAN_EXPORT.timeoutMs,
    concurrencyLimit: 2,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      ...env.OTEL_RESOURCE_ATTRIBUTES,
      'service.name': env.OTEL_SERVICE_NAME,
      'service.version': version,
    }),
    sampler: withoutUpkeep(
      new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(env.OTEL_TRACES_SAMPLER_ARG) }),
    ),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: tellingOnce(exporter, log),
        maxQueueSize: SPAN_EXPORT.maxQueued,
        maxExportBatchSize: SPAN_EXPORT.batchSize,
        scheduledDelayMillis: SPAN_EXPORT.intervalMs,
        exportTimeoutMillis: SPAN_EXPORT.timeoutMs,
      }),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracer = provider.getTracer('paperboy', version);
  return {
    telemetry: new BullMQOtel({ tracerName: 'bullmq' }),
    span: ({ name, kind, attributes = {} }, action) =>
      tracer.startActiveSpan(name, { kind: KINDS[kind], attributes }, async (span) => {
        try {
          return await action(opened(span));
        } catch (error) {
          opened(span).markFailed(typeOf(error));
          throw error;
        } finally {
          span.end();
        }
      }),
    async close() {
      await atMost(SPAN_EXPORT.shutdownMs, provider.shutdown());
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

type OtelEnv = Pick<
  Env,
  'OTEL_EXPORTER_OTLP_HEADERS' | 'OTEL_RESOURCE_ATTRIBUTES' | 'OTEL_SERVICE_NAME' | 'OTEL_TRACES_SAMPLER_ARG'
>;

const KINDS: Record<SpanOptions['kind'], SpanKind> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
};

function opened(span: Span): OpenSpan {
  return {
    setAttributes: (attributes) => void span.setAttributes(attributes),
    rename: (name) => void span.updateName(name),
    markFailed(type) {
      span.setAttribute('error.type', type);
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
  };
}

const typeOf = (error: unknown): string =>
  error instanceof PaperboyError ? error.code : error instanceof Error ? error.name : 'unknown';

/** What BullMQ does by itself whether or not there is work: at an idle desk it would be nearly all there is to see. */
const UPKEEP = /^(?:getNextJob|moveStalledJobsToWait|startStalledCheckTimer|extendLocks?) /;

function withoutUpkeep(sampler: Sampler): Sampler {
  return {
    shouldSample(parent, traceId, name, ...rest) {
      if (UPKEEP.test(name)) return { decision: SamplingDecision.NOT_RECORD };
      return sampler.shouldSample(parent, traceId, name, ...rest);
    },
    toString: () => `WithoutUpkeep(${sampler})`,
  };
}

/** Says once that spans cannot be handed over, and once that they can again; what could not is lost, and nothing waits for it. */
function tellingOnce(exporter: SpanExporter, log: Log): SpanExporter {
  let away = false;
  return {
    export(spans, done) {
      exporter.export(spans.map(withoutWords), (result) => {
        const failed = result.code === ExportResultCode.FAILED;
        if (failed && !away) {
          log.warn(
            { reason: result.error?.message ?? 'no reason given' },
            'the collector of OTEL_EXPORTER_OTLP_ENDPOINT takes no spans; the work goes on without',
          );
        }
        if (!failed && away) log.info('the collector takes spans again');
        away = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush ? { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() } : {}),
  };
}

/** Of BullMQ's attributes those that name job and queue. */
const KNOWN = [
  'bullmq.queue.name',
  'bullmq.queue.operation',
  'bullmq.flow.name',
  'bullmq.job.name',
  'bullmq.job.id',
  'bullmq.job.attempts.made',
];
/** Events by which BullMQ and the API tell of a failure, with its words. */
const FAILURES = ['exception', 'job failed'];
const OURS = /^(?:paperboy|http|server|error)\./;

/**
 * The span as it may leave. BullMQ notes what a job failed of and what it returned, and a mail server's reason may quote an address: so what is
 * not known to be a name or a number stays here, and of a failure only that there was one.
 */
function withoutWords(span: ReadableSpan): ReadableSpan {
  const attributes = Object.entries(span.attributes).filter(([key]) => KNOWN.includes(key) || OURS.test(key));
  const failed = span.events.some(({ name }) => FAILURES.includes(name));
  const status = failed ? SpanStatusCode.ERROR : span.status.code;
  return Object.create(span, {
    attributes: { value: Object.fromEntries(attributes) },
    events: { value: [] },
    status: { value: { code: status } },
  }) as ReadableSpan;
}

/** A collector that is away never holds up the end of the process. */
async function atMost(milliseconds: number, action: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([action.catch(() => {}), late]);
  clearTimeout(timer);
}
