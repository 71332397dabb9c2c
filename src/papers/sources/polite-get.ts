import { PaperboyError, reasonOf } from '../../errors.ts';
import type { Clock, RateGate } from '../../ports.ts';
import { NO_TRACING, type OpenSpan, type Tracing } from '../../tracing.ts';
import { exhaustedForMs, type RateLimitState, retryAfterMs } from './rate-limit.ts';

/** One GET. The timeout covers the whole response, headers and body. */
export interface GetRequest {
  url: string;
  accept: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

/** Settings of an adapter for all its requests. */
export interface GetContext {
  clock: Clock;
  /** Display name of the source, for messages. */
  label: string;
  /** `Paperboy/<version> (+<PUBLIC_URL>)`, so that the source has a contact. */
  userAgent: string;
  /** Maximum requests, the first one included. */
  maxTries: number;
  rateLimit: RateLimitState;
  /** Each try is a span of it. */
  tracing?: Tracing | undefined;
  /** Gate that each try passes through, for a source that limits concurrency. */
  gate?: RateGate | undefined;
}

/**
 * A response for the caller to interpret: 2xx, or 400 or 404, which mean something different at each source.
 */
export interface HttpAnswer {
  status: number;
  body: string;
}

export const DEFAULT_TRIES = 3;

const LARGEST_BODY_BYTES = 16 * 1024 * 1024;
/**
 * Pauses before the second and third try: long enough for a restart, short enough for an operator who is
 * watching.
 */
const PATIENT_MS = [2_000, 6_000];
/** A refused connection seldom changes within seconds, and an offline machine must find out soon. */
const QUICK_MS = [500];
/** Longest pause to sit out. A longer one is the caller's to schedule. */
const LONGEST_PAUSE_MS = 30_000;
const SHORTEST_PAUSE_MS = 1_000;
/** For a 429 without a wait time. */
const DEFAULT_LIMITED_MS = 60_000;
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN'];

/** Failure of one try, with the pauses before the second and third try. */
class Setback extends Error {
  constructor(
    readonly error: PaperboyError,
    readonly pausesMs: readonly number[],
  ) {
    super(error.message);
    this.name = error.code;
  }
}

/**
 * Sends a GET politely: waits as long as the source demands, up to 30 s, and retries where that can help.
 * Throws PaperboyError `SOURCE_LIMITED` (with retryAfterMs), `SOURCE_UNAVAILABLE` (5xx, network, timeout,
 * anything unexpected) or `SOURCE_GARBLED` (more than 16 MB), or the signal's reason.
 */
export async function politeGet(request: GetRequest, ctx: GetContext): Promise<HttpAnswer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(request, ctx);
    } catch (thrown) {
      if (!(thrown instanceof Setback)) throw thrown;
      const pauseMs = tries < ctx.maxTries ? thrown.pausesMs[tries - 1] : undefined;
      if (pauseMs === undefined) throw thrown.error;
      await ctx.clock.sleep(pauseMs, request.signal);
    }
  }
}

async function attempt(request: GetRequest, ctx: GetContext): Promise<HttpAnswer> {
  request.signal?.throwIfAborted();
  const waitMs = ctx.rateLimit.notBefore - ctx.clock.now().getTime();
  if (waitMs > LONGEST_PAUSE_MS) throw limited(ctx, waitMs);
  if (waitMs > 0) await ctx.clock.sleep(waitMs, request.signal);
  const send = () => exchange(request, ctx);
  return ctx.gate ? ctx.gate.pass(send, request.signal) : send();
}

function exchange(request: GetRequest, ctx: GetContext): Promise<HttpAnswer> {
  const attributes = { 'paperboy.source': ctx.label, 'server.address': new URL(request.url).hostname };
  return (ctx.tracing ?? NO_TRACING).span({ name: `ask ${ctx.label}`, kind: 'client', attributes }, (span) =>
    askOnce(request, ctx, span),
  );
}

async function askOnce(request: GetRequest, ctx: GetContext, span: OpenSpan): Promise<HttpAnswer> {
  const deadline = startDeadline(request);
  try {
    const response = await fetch(request.url, {
      headers: { accept: request.accept, 'user-agent': ctx.userAgent },
      signal: deadline.signal,
    });
    span.setAttributes({ 'http.response.status_code': response.status });
    const now = ctx.clock.now();
    const exhaustedMs = exhaustedForMs(response.headers);
    if (exhaustedMs !== undefined) ctx.rateLimit.notBefore = now.getTime() + exhaustedMs;
    if (response.ok || response.status === 400 || response.status === 404) {
      return { status: response.status, body: await readBody(response, ctx) };
    }
    await response.body?.cancel();
    throw refused(response, ctx, now);
  } catch (thrown) {
    request.signal?.throwIfAborted();
    if (thrown instanceof Setback) throw thrown;
    throw noResponse(thrown, request, ctx);
  } finally {
    deadline.clear();
  }
}

/**
 * Own timer instead of AbortSignal.timeout: it is cleared with the response, so nothing keeps ticking
 * afterwards.
 */
function startDeadline(request: GetRequest): { signal: AbortSignal; clear: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`no response within ${request.timeoutMs} ms`)),
    request.timeoutMs,
  );
  const onAbort = () => controller.abort(request.signal?.reason);
  request.signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** Counts bytes after decompression, so that a small response cannot expand into a huge one. */
async function readBody(response: Response, ctx: GetContext): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Throwing out of the loop cancels the rest of the body.
    if (bytes > LARGEST_BODY_BYTES) throw new Setback(tooLarge(ctx), []);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function refused(response: Response, ctx: GetContext, now: Date): Setback {
  const askedMs = retryAfterMs(response.headers, now);
  if (response.status === 429) {
    const waitMs = Math.max(askedMs ?? DEFAULT_LIMITED_MS, SHORTEST_PAUSE_MS);
    ctx.rateLimit.notBefore = now.getTime() + waitMs;
    return limited(ctx, waitMs);
  }
  const error = new PaperboyError({
    code: 'SOURCE_UNAVAILABLE',
    message: `${ctx.label} responded with status ${response.status}.`,
    remedy: 'Paperboy retries automatically. If this persists, check the status page of the source.',
    retry: 'later',
    ...(askedMs === undefined ? {} : { retryAfterMs: askedMs }),
  });
  const temporary = response.status >= 500 || response.status === 408;
  if (!temporary) return new Setback(error, []);
  return new Setback(error, askedMs === undefined ? PATIENT_MS : pausesOf(askedMs));
}

function limited(ctx: GetContext, waitMs: number): Setback {
  const error = new PaperboyError({
    code: 'SOURCE_LIMITED',
    message: `${ctx.label} asks us to wait ${Math.ceil(waitMs / 1000)} s before the next request.`,
    remedy: 'No action is needed: Paperboy retries after that time.',
    retry: 'later',
    retryAfterMs: waitMs,
  });
  return new Setback(error, pausesOf(waitMs));
}

function pausesOf(askedMs: number): number[] {
  const pauseMs = Math.max(askedMs, SHORTEST_PAUSE_MS);
  return pauseMs > LONGEST_PAUSE_MS ? [] : [pauseMs, pauseMs];
}

function noResponse(thrown: unknown, request: GetRequest, ctx: GetContext): Setback {
  const error = new PaperboyError({
    code: 'SOURCE_UNAVAILABLE',
    message: `${ctx.label} did not respond at ${new URL(request.url).host}: ${reasonOf(thrown)}.`,
    remedy:
      'Paperboy retries automatically. If this persists, check that this machine can reach that address.',
    retry: 'later',
    cause: thrown,
  });
  const codes = codesOf(thrown);
  // The attempt to connect already took ten seconds.
  if (codes.includes('UND_ERR_CONNECT_TIMEOUT')) return new Setback(error, []);
  return new Setback(error, codes.some((code) => UNREACHABLE.includes(code)) ? QUICK_MS : PATIENT_MS);
}

/**
 * fetch hides the code in the cause of its TypeError, and for a name with two addresses in an AggregateError.
 */
function codesOf(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [];
  const own = 'code' in thrown && typeof thrown.code === 'string' ? [thrown.code] : [];
  const inner = thrown instanceof AggregateError ? thrown.errors.flatMap(codesOf) : [];
  return [...own, ...inner, ...codesOf(thrown.cause)];
}

function tooLarge(ctx: GetContext): PaperboyError {
  return new PaperboyError({
    code: 'SOURCE_GARBLED',
    message: `${ctx.label} sent more than ${LARGEST_BODY_BYTES / 1024 / 1024} MB for one request.`,
    remedy: 'Paperboy retries automatically. If this persists, check the base URL of the source.',
    retry: 'later',
  });
}
