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
 * Creates tracing by OpenTelemetry; spans are exported to `url` as OTLP over HTTP in JSON. wiring.ts imports
 * this file only when the environment names a collector. Sets the API's globals, the only way bullmq-otel
 * supports, so a process has one such tracing at a time.
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
        exporter: logFailuresOnce(exporter, log),
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
          return await action(openSpan(span));
        } catch (error) {
          openSpan(span).markFailed(errorType(error));
          throw error;
        } finally {
          span.end();
        }
      }),
    async close() {
      await withTimeout(SPAN_EXPORT.shutdownMs, provider.shutdown());
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

function openSpan(span: Span): OpenSpan {
  return {
    setAttributes: (attributes) => void span.setAttributes(attributes),
    rename: (name) => void span.updateName(name),
    markFailed(type) {
      span.setAttribute('error.type', type);
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
  };
}

const errorType = (error: unknown): string =>
  error instanceof PaperboyError ? error.code : error instanceof Error ? error.name : 'unknown';

/**
 * BullMQ's own polling, which runs without any work: in an idle installation it would be nearly every span.
 */
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

/**
 * Logs the first failed export and the first success after it. Spans of a failed export are lost; no work
 * waits for them.
 */
function logFailuresOnce(exporter: SpanExporter, log: Log): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans.map(withoutText), (result) => {
        const failed = result.code === ExportResultCode.FAILED;
        if (failed && !isFailing) {
          log.warn(
            { reason: result.error?.message ?? 'no reason given' },
            'span export failed; check OTEL_EXPORTER_OTLP_ENDPOINT; other work continues',
          );
        }
        if (!failed && isFailing) log.info('span export recovered');
        isFailing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush ? { forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve() } : {}),
  };
}

/** BullMQ's attributes that name job and queue, the only ones of it that are exported. */
const EXPORTED = [
  'bullmq.queue.name',
  'bullmq.queue.operation',
  'bullmq.flow.name',
  'bullmq.job.name',
  'bullmq.job.id',
  'bullmq.job.attempts.made',
];
/** Span events by which BullMQ and the API record a failure, with its text. */
const FAILURE_EVENTS = ['exception', 'job failed'];
const OWN_ATTRIBUTE = /^(?:paperboy|http|server|error)\./;

/**
 * Removes external text from a span before export. BullMQ records job errors and return values, and a mail
 * server's reason may quote an address. Only attributes known to be names or numbers stay; a failure keeps
 * only its status.
 */
function withoutText(span: ReadableSpan): ReadableSpan {
  const attributes = Object.entries(span.attributes).filter(
    ([key]) => EXPORTED.includes(key) || OWN_ATTRIBUTE.test(key),
  );
  const failed = span.events.some(({ name }) => FAILURE_EVENTS.includes(name));
  const status = failed ? SpanStatusCode.ERROR : span.status.code;
  return Object.create(span, {
    attributes: { value: Object.fromEntries(attributes) },
    events: { value: [] },
    status: { value: { code: status } },
  }) as ReadableSpan;
}

/**
 * Waits for the action at most `milliseconds`: an unreachable collector never delays the end of the process.
 */
async function withTimeout(milliseconds: number, action: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([action.catch(() => {}), late]);
  clearTimeout(timer);
}
