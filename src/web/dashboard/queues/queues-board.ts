import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { BoardHooks, UIConfig } from '@bull-board/api/typings/app';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono } from 'hono';
import { QUEUE_NAMES } from '../../../../config/queues.ts';
import type { QueueConnection } from '../../../queue/connect.ts';
import { jobWords, withoutAddressesInside } from './job-words.ts';
import { QUEUES_TEXTS } from './queues-texts.ts';

/** Where the dashboard stands; its pages ask for everything below it. */
export const QUEUES_PATH = '/operator/queues';

/**
 * What may be done to jobs from the dashboard, by its own names of routes. Everything else is refused, also what a later release of
 * it brings. Left out on purpose: adding jobs and editing their data (the plan knows nothing of them), limits (they outlive every
 * restart, and nothing else shows them), and obliterating (it takes jobs from running workers and leaves the parents of a
 * day's tree waiting for ever; emptying does all that anybody needs).
 */
const OFFERED: ReadonlySet<string> = new Set([
  '/api/queues/pause',
  '/api/queues/resume',
  '/api/queues/:queueName/pause',
  '/api/queues/:queueName/resume',
  '/api/queues/:queueName/empty',
  '/api/queues/:queueName/promote',
  '/api/queues/:queueName/retry/:queueStatus',
  '/api/queues/:queueName/clean/:queueStatus',
  '/api/queues/:queueName/:jobId/retry',
  '/api/queues/:queueName/:jobId/promote',
  '/api/queues/:queueName/:jobId/clean',
]);

const HOOKS: BoardHooks = {
  before: ({ method, route, request }) => {
    const offered = OFFERED.has(route) && request.params.queueStatus !== 'active';
    if (method === 'get' || offered) return { allow: true };
    return { allow: false, status: 403, message: QUEUES_TEXTS.notOffered };
  },
  after: (_context, result) => ({
    ...result,
    body: withoutAddressesInside(result.body) as typeof result.body,
  }),
};

/** One dashboard: its routes, and what opens the queues once somebody looks, because opening one writes to its backend. */
export interface Board {
  routes: Hono;
  open(queue: QueueConnection): void;
}

/** Makes the dashboard of all queues, for looking only or for acting. Its routes stand under `QUEUES_PATH`. */
export function queuesBoard(readOnly: boolean): Board {
  const server = new HonoAdapter(serveStatic).setBasePath(QUEUES_PATH);
  const require = createRequire(import.meta.url);
  const board = createBullBoard({
    queues: [],
    serverAdapter: server,
    options: {
      uiBasePath: dirname(require.resolve('@bull-board/ui/package.json')),
      uiConfig: LOOK,
      handlerHooks: HOOKS,
    },
  });
  let opened = false;
  return {
    routes: server.registerPlugin(),
    open(queue) {
      if (opened) return;
      opened = true;
      board.setQueues(QUEUE_NAMES.map((name) => adapterFor(queue, name, readOnly)));
    },
  };
}

function adapterFor(
  queue: QueueConnection,
  name: (typeof QUEUE_NAMES)[number],
  readOnly: boolean,
): BullMQAdapter {
  const adapter = new BullMQAdapter(queue.queue(name), { readOnlyMode: readOnly });
  adapter.setFormatter('name', (job: { name: string; data: unknown }) => jobWords(job.name, job.data));
  return adapter;
}

const LOOK: UIConfig = {
  boardTitle: QUEUES_TEXTS.title,
  boardLogo: { path: '/icon.svg', width: 32, height: 32 },
  favIcon: { default: '/icon.svg', alternative: '/icon.svg' },
  miscLinks: [{ text: QUEUES_TEXTS.desk, url: '/operator' }],
  hideDocsLink: true,
  // It counts connections by their names, of which an embedded database knows none: it would say that nobody works.
  showWorkers: false,
  locale: { lng: 'en-US' },
};
