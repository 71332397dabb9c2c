import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

/** Body of a chat completion as Paperboy sends it; any other field fails the request. */
const requestSchema = z.strictObject({
  model: z.string().min(1),
  messages: z.tuple([
    z.strictObject({ role: z.literal('system'), content: z.string().min(1) }),
    z.strictObject({ role: z.literal('user'), content: z.string().min(1) }),
  ]),
});
const paperSchema = z.strictObject({ title: z.string().min(1), abstract: z.string().min(1) });

/** Paper that a request is about. */
export type AskedPaper = z.infer<typeof paperSchema>;

/** Answer to one request. */
export type ModelReply =
  /** A finished answer with that text. */
  | { kind: 'text'; text: string; finish?: string | null; reasoning?: string }
  | { kind: 'refusal'; text: string }
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  /** Status 200 with that body and type. */
  | { kind: 'body'; body: string; type?: string }
  /** A body without end, until the client hangs up. */
  | { kind: 'endless' }
  /** The head and half a response, and then nothing. */
  | { kind: 'stall' }
  | { kind: 'hang' }
  /** The connection is reset. */
  | { kind: 'reset' };

export interface ModelServerOptions {
  model?: string;
  /** Null: requests without a key, and only those, are served. */
  apiKey?: string | null;
  /** Answers papers for which no reply is scripted. */
  answer?: (paper: AskedPaper) => ModelReply;
}

export interface ModelServer {
  /** Base address, e.g. `http://127.0.0.1:45123/v1`. */
  url: string;
  model: string;
  apiKey: string | null;
  /** Papers of all valid requests, in order. */
  asked: AskedPaper[];
  /** Headers and bodies of all requests. */
  requests: { line: string; headers: IncomingMessage['headers']; body: string }[];
  /** Scripts the replies to the next requests. */
  next(...replies: ModelReply[]): void;
  /** Drops scripted replies that no request has used. */
  forget(): void;
  /** Called with each valid request from now on, before its response. */
  onRequest(listener: (paper: AskedPaper) => void): void;
  /** Resolves once a client has hung up on `hang`, `stall` or `endless`. */
  whenHungUp(): Promise<void>;
  close(): Promise<void>;
}

/** A strict stand-in for an OpenAI-compatible endpoint, on a real port of 127.0.0.1. */
export async function startModel(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { model = 'test-model', apiKey = 'sk-standin-0123456789' } = options;
  const replies: ModelReply[] = [];
  const asked: AskedPaper[] = [];
  const requests: ModelServer['requests'] = [];
  let listener: (paper: AskedPaper) => void = () => undefined;
  let hungUp: () => void = () => undefined;
  const hangUp = new Promise<void>((resolve) => {
    hungUp = resolve;
  });
  const server = createServer(async (request, response) => {
    const body = await readAll(request).catch(() => null);
    if (body === null) return;
    requests.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    response.once('close', () => {
      if (!response.writableFinished) hungUp();
    });
    const refusal = refuse(request, body, { model, apiKey });
    if (typeof refusal === 'number') {
      fail(response, refusal);
      return;
    }
    asked.push(refusal);
    listener(refusal);
    const reply = replies.shift() ?? options.answer?.(refusal) ?? { kind: 'status', status: 500 };
    give(response, reply, model);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    model,
    apiKey,
    asked,
    requests,
    next: (...more) => void replies.push(...more),
    forget() {
      replies.length = 0;
    },
    onRequest(next) {
      listener = next;
    },
    whenHungUp: () => hangUp,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Status with which a request is refused, else the paper that it is about. */
function refuse(
  request: IncomingMessage,
  body: string,
  { model, apiKey }: { model: string; apiKey: string | null },
): number | AskedPaper {
  if (request.url !== '/v1/chat/completions') return 404;
  if (request.method !== 'POST') return 405;
  const { authorization } = request.headers;
  if (authorization !== (apiKey === null ? undefined : `Bearer ${apiKey}`)) return 401;
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return 415;
  if (!request.headers['user-agent']?.startsWith('Paperboy/')) return 400;
  const parsed = requestSchema.safeParse(parse(body));
  if (!parsed.success) return 400;
  if (parsed.data.model !== model) return 404;
  const paper = paperSchema.safeParse(parse(parsed.data.messages[1].content));
  return paper.success ? paper.data : 422;
}

function give(response: ServerResponse, reply: ModelReply, model: string): void {
  switch (reply.kind) {
    case 'text': {
      const { text, finish = 'stop', reasoning } = reply;
      const message = {
        role: 'assistant',
        content: text,
        ...(reasoning ? { reasoning_content: reasoning } : {}),
      };
      json(response, completion(model, message, finish));
      return;
    }
    case 'refusal':
      json(response, completion(model, { role: 'assistant', content: null, refusal: reply.text }, 'stop'));
      return;
    case 'status':
      fail(response, reply.status, reply.headers, reply.body);
      return;
    case 'body':
      response.writeHead(200, { 'content-type': reply.type ?? 'application/json' });
      response.end(reply.body);
      return;
    case 'endless':
      response.writeHead(200, { 'content-type': 'application/json' });
      flood(response);
      return;
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":"chatcmpl-1","choices":[');
      return;
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
  }
}

function completion(model: string, message: object, finish: string | null): object {
  return {
    id: 'chatcmpl-standin',
    object: 'chat.completion',
    created: 1_764_000_000,
    model,
    choices: [{ index: 0, message, finish_reason: finish }],
    usage: { prompt_tokens: 300, completion_tokens: 60, total_tokens: 360 },
  };
}

/** Writes as fast as the client reads. */
function flood(response: ServerResponse): void {
  const chunk = ' '.repeat(64 * 1024);
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** An error response that repeats the key, as some servers do. */
function fail(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body = '{"error":{"message":"Incorrect API key provided: sk-standin-0123456789","type":"error"}}',
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
