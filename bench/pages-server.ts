import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { readEnv } from '../config/env.ts';
import { createLog } from '../src/log.ts';
import { serveWeb } from '../src/web/http/server.ts';
import { install } from '../src/wiring.ts';

/**
 * Serves the pages and a bare Hono in a process of their own, so that the client does not take the server's
 * time. Started by pages.ts with the environment as its argument; sends both addresses, and ends when
 * pages.ts disconnects.
 */
const ctx = await install(readEnv(JSON.parse(process.argv[2] ?? '{}')), { log: createLog('silent') });
const web = await serveWeb(ctx);
const bare = createAdaptorServer({ fetch: new Hono().get('/', (c) => c.text('ok')).fetch });
bare.listen(0, '127.0.0.1', () => {
  const { port } = bare.address() as AddressInfo;
  process.send?.({ web: web.url, bare: `http://127.0.0.1:${port}` });
});
process.on('disconnect', () => process.exit(0));
