import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Posted {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver of webhooks on 127.0.0.1. */
export interface WebhookSink {
  url: string;
  posted: Posted[];
  /** Sets the statuses of the next posts, in order; then 204 again. */
  answer(...statuses: number[]): void;
  close(): Promise<void>;
}

/** Accepts every POST and keeps it, also one that it answers with an error. */
export async function startWebhookSink(): Promise<WebhookSink> {
  const posted: Posted[] = [];
  let statuses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posted.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=1`,
    posted,
    answer(...next) {
      statuses = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
