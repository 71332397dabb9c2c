import { serveWeb } from '../src/web/http/server.ts';
import { join, READY } from './process.ts';

/** The web process of a run: the real pages and endpoints, on the port that it was told. */
const { ctx } = await join();
await serveWeb(ctx);
process.stdout.write(`${READY}\n`);
