import { z } from 'zod';

/**
 * Parses `key=value,key2=value2` with percent-encoded values, the standard's format of headers and
 * attributes.
 */
const pairs = (remedy: string) =>
  z.string().transform((text, check) => {
    const found: Record<string, string> = {};
    for (const pair of text.split(',')) {
      const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
      if (key === undefined || value === undefined || /%(?![0-9a-f]{2})/i.test(value)) {
        check.addIssue(remedy);
        return z.NEVER;
      }
      found[key] = decodeURIComponent(value);
    }
    return found;
  });

const endpoint = (remedy: string) =>
  z.string().refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), remedy);

const ratio = 'must be a ratio of traces from 0 to 1, e.g. 0.1';

/**
 * Supported variables of the OpenTelemetry standard, for config/env.ts. Without an endpoint there is no
 * tracing.
 */
export const OTEL_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint(
    'must be the URL of an OTLP/HTTP collector, e.g. http://127.0.0.1:4318',
  ).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint(
    'must be the full URL for traces, e.g. http://127.0.0.1:4318/v1/traces',
  ).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: pairs(
    'must be a comma-separated list of headers, e.g. x-api-key=…,x-team=papers',
  ).optional(),
  OTEL_SERVICE_NAME: z.string().default('paperboy'),
  OTEL_RESOURCE_ATTRIBUTES: pairs(
    'must be a comma-separated list of attributes, e.g. deployment.environment.name=production',
  ).optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number(ratio).min(0, ratio).max(1, ratio).default(1),
  OTEL_SDK_DISABLED: z.enum(['true', 'false'], 'must be true or false').default('false'),
};

/** Export of spans. */
export const SPAN_EXPORT = {
  /** Maximum queued spans; more are dropped, so an unreachable collector costs no more memory than this. */
  maxQueued: 2_048,
  batchSize: 512,
  intervalMs: 5_000,
  /** Time-out of one export, its retries included. */
  timeoutMs: 5_000,
  /** Time for pending spans when the process ends. */
  shutdownMs: 1_500,
} as const;
