import { serveWeb } from '../src/web/http/server.ts';
import { installFromCommandLine, READY } from './run-process.ts';

/** Web process of a run: the real pages and endpoints, on the port from its environment. */
const { ctx } = await installFromCommandLine();
await serveWeb(ctx);
process.stdout.write(`${READY}\n`);
