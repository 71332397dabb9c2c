import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  failure,
  openAccount,
  openKeys,
  openRate,
  type ReceivedEmail,
  type Reply,
  testEvents,
} from './resend-account.ts';
import { bareAddress } from './resend-batch.ts';

export interface ResendServerOptions {
  apiKey?: string;
  /** Clock of the server: keys, quotas and the rate window follow it. */
  now?: () => Date;
  callsPerSecond?: number;
  verifiedDomains?: readonly string[];
  dailyQuota?: number;
  /** Chooses the fault of a call for which `fail` has none. */
  plan?: () => ResendFault | null;
  /** Real milliseconds that a batch takes; default: none. */
  takesMs?: () => number;
  /** Called when a batch has arrived and when its emails were accepted, before any response. */
  onMoment?: (moment: 'arrived' | 'taken') => void;
  /** Refuses a whole call with an email to this address, without naming the email. */
  chokesOn?: string;
  /** A longer body is refused with 413. */
  longestBody?: number;
  /** Keeps no bodies: thousands of digests would fill the memory. */
  forgetBodies?: boolean;
}

/** Fault of one call; before and after refer to the moment the emails are accepted. */
export type ResendFault =
  | 'error-before'
  | 'error-after'
  | 'hang-before'
  | 'hang-after'
  | 'reset-before'
  | 'reset-after'
  /** The emails are accepted, and the response arrives in drops that never end. */
  | 'drip-after'
  | 'garbage-after'
  /** A 429 with a retry-after of two seconds. */
  | 'limited'
  /** A 429 without any header that says when to retry. */
  | 'limited-silently'
  /** The API key is no longer valid. */
  | 'key-expired'
  /** Every second email is named in `errors`, the others are accepted. */
  | 'half-refused'
  /** The call waits until `release()`, and then continues normally. */
  | 'hold';

export interface ResendServer {
  url: string;
  apiKey: string;
  /** Every accepted email, in order. */
  accepted: ReceivedEmail[];
  /** Delivery ids (from the tag) of emails that were named in `errors`. */
  refused: string[];
  /** Headers and body of every call, as received. */
  calls: { headers: IncomingMessage['headers']; body: string }[];
  /** Resolves when that many calls have arrived. */
  whenCalled(count: number): Promise<void>;
  acceptedFor(address: string): number;
  /** Events that the test addresses at resend.dev lead to. */
  events(): { type: string; emailId: string; to: string }[];
  /** Sets the faults of the next batches, one per call; null means none. */
  fail(...faults: (ResendFault | null)[]): void;
  release(): void;
  close(): Promise<void>;
}

/**
 * A strict stand-in server for the part of the Resend API that Paperboy uses, on a real port of 127.0.0.1.
 */
export async function startResend(options: ResendServerOptions = {}): Promise<ResendServer> {
  const apiKey = options.apiKey ?? 're_standin_0123456789';
  const now = options.now ?? (() => new Date());
  const account = openAccount({
    now,
    verifiedDomains: options.verifiedDomains,
    dailyQuota: options.dailyQuota,
    forgetBodies: options.forgetBodies,
  });
  const keys = openKeys(now);
  const rate = openRate(options.callsPerSecond ?? 5, now);
  const faults: (ResendFault | null)[] = [];
  const calls: ResendServer['calls'] = [];
  const watchers = new Set<() => void>();
  const held = new Set<() => void>();

  /** Carries out a batch, with the next fault. Null if there is no response. */
  async function carryOut(
    request: IncomingMessage,
    body: string,
    response: ServerResponse,
  ): Promise<Reply | null> {
    const key = header(request, 'idempotency-key');
    if (key?.length === 0 || (key?.length ?? 0) > 256) {
      return failure(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.');
    }
    const settled = key === null ? null : keys.begin(key, body);
    if (settled) return settled;
    const fault = faults.shift() ?? options.plan?.() ?? null;
    await holdUp(fault);
    const taken = fault !== null && takesNothing(fault) ? null : takeFrom(request, body, key, fault);
    if (key !== null) keys.end(key, taken);
    if (taken?.status === 200) options.onMoment?.('taken');
    return fault && fault !== 'hold' && fault !== 'half-refused' ? spoil(fault, response) : taken;
  }

  /** Duration of a batch. */
  async function holdUp(fault: ResendFault | null): Promise<void> {
    options.onMoment?.('arrived');
    if (fault === 'hold') await new Promise<void>((resolve) => held.add(resolve));
    const milliseconds = options.takesMs?.() ?? 0;
    if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  function takeFrom(
    request: IncomingMessage,
    body: string,
    key: string | null,
    fault: ResendFault | null,
  ): Reply {
    const permissive = header(request, 'x-batch-validation') === 'permissive';
    return (
      unreadable(options, body) ?? account.take(parseJson(body), permissive, key, fault === 'half-refused')
    );
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Reply | null> {
    const body = await readBody(request);
    calls.push({ headers: request.headers, body: options.forgetBodies ? '' : body });
    for (const look of watchers) look();
    const stranger = identify(request, apiKey);
    if (stranger) return stranger;
    const { allowed, headers } = rate.take();
    if (!allowed) return { ...failure(429, 'rate_limit_exceeded', 'Too many requests.'), headers };
    const reply = await route(request, () => carryOut(request, body, response));
    return reply && { headers, ...reply };
  }

  const server = createServer(async (request, response) => {
    // A client that disconnects during its own request gets no response, which is no error of the server.
    const reply = await answer(request, response).catch(() => null);
    if (!reply || response.destroyed) return;
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function release(): void {
    for (const resolve of held) resolve();
    held.clear();
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    accepted: account.accepted,
    refused: account.refused,
    calls,
    whenCalled: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (calls.length >= count && watchers.delete(look)) resolve();
        };
        watchers.add(look);
        look();
      }),
    acceptedFor: (address) =>
      account.accepted.filter(({ to }) =>
        to.some((mailbox) => bareAddress(mailbox) === address.toLowerCase()),
      ).length,
    events: () => account.accepted.flatMap(testEvents),
    fail: (...next) => faults.push(...next),
    release,
    async close() {
      release();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Refusal of a whole call because of its content. */
function unreadable(
  { chokesOn, longestBody = Number.POSITIVE_INFINITY }: ResendServerOptions,
  body: string,
): Reply | null {
  if (body.length > longestBody) return failure(413, 'payload_too_large', 'The request is too large.');
  return chokesOn !== undefined && body.includes(chokesOn)
    ? failure(422, 'validation_error', 'The request cannot be processed.')
    : null;
}

/** Refusal of a call without valid credentials. */
function identify(request: IncomingMessage, apiKey: string): Reply | null {
  if (header(request, 'user-agent') === null) return failure(403, 'forbidden', 'error code: 1010');
  const authorization = header(request, 'authorization');
  if (authorization === null)
    return failure(401, 'missing_api_key', 'Missing API key in the authorization header.');
  if (authorization !== `Bearer ${apiKey}`) return failure(403, 'invalid_api_key', 'API key is invalid.');
  return null;
}

async function route(request: IncomingMessage, batch: () => Promise<Reply | null>): Promise<Reply | null> {
  if (request.url === '/domains' && request.method === 'GET') return { status: 200, body: { data: [] } };
  if (request.url !== '/emails/batch')
    return failure(404, 'not_found', 'The requested endpoint does not exist.');
  if (request.method !== 'POST') return failure(405, 'method_not_allowed', 'Method is not allowed.');
  return batch();
}

/**
 * Refusals of whole calls before anything is accepted. Headers, even none, replace those of the rate limit.
 */
const REFUSALS: Partial<Record<ResendFault, Reply>> = {
  limited: {
    ...failure(429, 'rate_limit_exceeded', 'Too many requests.'),
    headers: { 'retry-after': '2' },
  },
  'limited-silently': { ...failure(429, 'rate_limit_exceeded', 'Too many requests.'), headers: {} },
  'key-expired': failure(403, 'invalid_api_key', 'API key is invalid.'),
};

function takesNothing(fault: ResendFault): boolean {
  return fault.endsWith('-before') || fault in REFUSALS;
}

/** Ends the call with its fault. Returns a response, or null if there is none. */
function spoil(fault: ResendFault, response: ServerResponse): Reply | null {
  if (fault.startsWith('error'))
    return failure(500, 'internal_server_error', 'An unexpected error occurred.');
  const refusal = REFUSALS[fault];
  if (refusal) return refusal;
  if (fault.startsWith('reset')) response.socket?.resetAndDestroy();
  if (fault === 'garbage-after') response.end('<html>It works!</html>');
  if (fault === 'drip-after') {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(timer));
  }
  return null;
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return value === undefined ? null : String(value);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
