import { z } from 'zod';

/** `key=value,key2=value2`, values percent-encoded, as the standard writes headers and resource attributes. */
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

const address = (remedy: string) =>
  z.string().refine((value) => /^https?:\/\//i.test(value) && URL.canParse(value), remedy);

const share = 'must be a share of traces from 0 to 1, e.g. 0.1';

/** The standard's variables that are heeded, under its names, for config/env.ts. Without an endpoint there is no tracing. */
export const OTEL_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: address(
    'must be the address of an OTLP/HTTP collector, e.g. http://127.0.0.1:4318',
  ).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address(
    'must be the whole address for traces, e.g. http://127.0.0.1:4318/v1/traces',
  ).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: pairs(
    'must be headers with commas between them, e.g. x-api-key=…,x-team=papers',
  ).optional(),
  OTEL_SERVICE_NAME: z.string().default('paperboy'),
  OTEL_RESOURCE_ATTRIBUTES: pairs(
    'must be attributes with commas between them, e.g. deployment.environment.name=production',
  ).optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number(share).min(0, share).max(1, share).default(1),
  OTEL_SDK_DISABLED: z.enum(['true', 'false'], 'must be true or false').default('false'),
};

/** How spans are handed over. */
export const SPAN_EXPORT = {
  /** Spans that wait at most; more are dropped, so that a collector that is away costs this much memory. */
  maxQueued: 2_048,
  batchSize: 512,
  intervalMs: 5_000,
  /** For one hand-over, its tries included. */
  timeoutMs: 5_000,
  /** What still waits when the process ends is given this long. */
  shutdownMs: 1_500,
} as const;
