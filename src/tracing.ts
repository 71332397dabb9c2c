import type { Telemetry } from 'bullmq';

/** Names, numbers and codes. Never an address, a link or external text: spans leave this installation. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  /** Name of the operation, with few distinct values: spans are grouped by it. */
  name: string;
  /** `server` handles a request, `client` makes one, `internal` does neither. */
  kind: 'server' | 'client' | 'internal';
  attributes?: Attributes;
}

/** Span of a running action. */
export interface OpenSpan {
  setAttributes(attributes: Attributes): void;
  rename(name: string): void;
  /** Marks the span as failed without an exception. `type` is an error code or a status. */
  markFailed(type: string): void;
}

/** Port for distributed tracing. open-telemetry.ts implements it when the environment names a collector. */
export interface Tracing {
  /**
   * Runs the action in a child of the current span. An exception marks the span as failed and is rethrown.
   */
  span<Result>(options: SpanOptions, action: (span: OpenSpan) => Promise<Result>): Promise<Result>;
  /** Option for BullMQ that links a job's span to the span that added it; undefined without a collector. */
  readonly telemetry: Telemetry | undefined;
  /** Exports pending spans, within `SPAN_EXPORT.shutdownMs`. */
  close(): Promise<void>;
}

const NO_SPAN: OpenSpan = { setAttributes: () => {}, rename: () => {}, markFailed: () => {} };

/** Tracing without a collector: loads and records nothing. */
export const NO_TRACING: Tracing = {
  span: (_options, action) => action(NO_SPAN),
  telemetry: undefined,
  close: async () => {},
};
