import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span in OTLP's JSON; https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. */
interface WrittenSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code?: number };
  attributes: { key: string; value: { stringValue?: string; intValue?: number; boolValue?: boolean } }[];
}

export interface CollectedSpan extends Omit<WrittenSpan, 'attributes'> {
  attributes: Record<string, unknown>;
}

/** A trace collector on 127.0.0.1 that speaks OTLP over HTTP in JSON. */
export interface Collector {
  url: string;
  /** Everything it has received, headers included, as one text. */
  bytes(): string;
  spans(): CollectedSpan[];
  /** Service name of the spans. */
  services(): string[];
  /** Names from the root of its trace down to the span itself. */
  trail(span: CollectedSpan): string[];
  close(): Promise<void>;
}

/** Accepts every POST to /v1/traces; with `hangs` it never responds. */
export async function startCollector(options: { hangs?: boolean } = {}): Promise<Collector> {
  const bodies: string[] = [];
  const heads: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (options.hangs) return;
      heads.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const resources = () => bodies.flatMap((body) => JSON.parse(body).resourceSpans as ResourceSpans[]);
  const spans = () =>
    resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans.map(read)));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => [...heads, ...bodies].join('\n'),
    spans,
    services: () => [
      ...new Set(resources().map(({ resource }) => String(valuesOf(resource.attributes)['service.name']))),
    ],
    trail(span) {
      const all = spans();
      const up = (each: CollectedSpan): string[] => {
        const parent = all.find(({ spanId }) => spanId === each.parentSpanId);
        const above = each.parentSpanId ? (parent ? up(parent) : ['(missing)']) : [];
        return [...above, each.name];
      };
      return up(span);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface ResourceSpans {
  resource: { attributes: WrittenSpan['attributes'] };
  scopeSpans: { spans: WrittenSpan[] }[];
}

const read = (span: WrittenSpan): CollectedSpan => ({ ...span, attributes: valuesOf(span.attributes) });

function valuesOf(attributes: WrittenSpan['attributes']): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
