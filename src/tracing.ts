import type { Telemetry } from 'bullmq';

/** Names, numbers and codes. Never an address, a link or a text from outside: what is exported leaves the house. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  /** What was done, in few different words: spans are counted by it. */
  name: string;
  /** `server` answers somebody, `client` asks somebody, `internal` does neither. */
  kind: 'server' | 'client' | 'internal';
  attributes?: Attributes;
}

/** The span that an action runs in. */
export interface OpenSpan {
  setAttributes(attributes: Attributes): void;
  rename(name: string): void;
  /** Marks it as failed though nothing was thrown; `type` is a code or a status. */
  markFailed(type: string): void;
}

/** Where time went, told to whoever collects it. A port: open-telemetry.ts is behind it where the environment asks for that. */
export interface Tracing {
  /** Runs the action within a span, inside the span that is open at this place; what it throws marks the span and is thrown on. */
  span<Result>(of: SpanOptions, action: (span: OpenSpan) => Promise<Result>): Promise<Result>;
  /** What BullMQ is given, so that a job's span hangs under the one that added it; undefined when nobody collects. */
  readonly telemetry: Telemetry | undefined;
  /** Hands over what waits, within a second and a half. */
  close(): Promise<void>;
}

const NO_SPAN: OpenSpan = { setAttributes: () => {}, rename: () => {}, markFailed: () => {} };

/** Nobody collects: nothing is loaded and nothing kept. */
export const NO_TRACING: Tracing = {
  span: (_of, action) => action(NO_SPAN),
  telemetry: undefined,
  close: async () => {},
};
