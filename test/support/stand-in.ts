import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface ReceivedRequest {
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** By the server's clock. */
  at: Date;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Fault instead of the normal response. */
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string | Buffer }
  /** Status 200 with that body. */
  | { kind: 'garbage'; body: string }
  /** No response ever. */
  | { kind: 'hang' }
  /** The normal response in two halves, the second one that many real milliseconds later. */
  | { kind: 'slow'; milliseconds: number }
  /** The first half of the normal response, then the connection breaks. */
  | { kind: 'cut' }
  /** The connection breaks at once. */
  | { kind: 'drop' };

/** A server on 127.0.0.1 that stands in for a service. */
export interface StandIn {
  /** e.g. http://127.0.0.1:45123, without a slash at its end. */
  url: string;
  /** Every request so far, in order. */
  requests: ReceivedRequest[];
  /** Applies this fault to the next requests, all of them by default; normal responses follow. */
  fail(fault: Fault, times?: number): void;
  /** Ends a fault early. */
  recover(): void;
  /** Called with each request from now on, before the response. */
  onRequest(listener: (request: ReceivedRequest) => void): void;
  close(): Promise<void>;
}

/** Starts a server that responds to each GET with `answer`. `now` is the time in the record of requests. */
export async function startStandIn(
  now: () => Date,
  answer: (request: ReceivedRequest) => Reply,
): Promise<StandIn> {
  const requests: ReceivedRequest[] = [];
  let fault: Fault | null = null;
  let faultsLeft = 0;
  let listener: (request: ReceivedRequest) => void = () => undefined;
  const server = createServer((incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://stand-in.example.org');
    const request = { path: pathname, query: searchParams, headers: incoming.headers, at: now() };
    requests.push(request);
    listener(request);
    const reply = answer(request);
    if (fault === null || faultsLeft <= 0) {
      give(response, reply);
    } else {
      faultsLeft -= 1;
      giveFault(response, reply, fault);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    fail(next, times = Number.POSITIVE_INFINITY) {
      fault = next;
      faultsLeft = times;
    },
    recover() {
      fault = null;
    },
    onRequest(next) {
      listener = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function give(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}

function giveFault(response: ServerResponse, reply: Reply, fault: Fault): void {
  const half = Math.ceil(reply.body.length / 2);
  switch (fault.kind) {
    case 'status':
      give(response, { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' });
      return;
    case 'garbage':
      give(response, { ...reply, status: 200, body: fault.body });
      return;
    case 'hang':
      return;
    case 'slow':
      response.writeHead(reply.status, reply.headers);
      response.write(reply.body.slice(0, half));
      setTimeout(() => response.end(reply.body.slice(half)), fault.milliseconds);
      return;
    case 'cut':
      response.writeHead(reply.status, reply.headers);
      response.write(reply.body.slice(0, half), () => response.destroy());
      return;
    case 'drop':
      response.destroy();
  }
}
