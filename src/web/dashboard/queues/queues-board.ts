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
import { describeJob, maskAddressesIn } from './describe-job.ts';
import { QUEUES_TEXTS } from './queues-texts.ts';

/** Base path of bull-board; its pages request everything below it. */
export const QUEUES_PATH = '/operator/queues';

/**
 * Allowed actions, by bull-board's route names. Everything else is refused, including actions that a later
 * release adds. Omitted on purpose: adding jobs and editing their data (the plan does not know them), limits
 * (they outlive every restart, and nothing else shows them), and obliterating (it takes jobs from running
 * workers and leaves the parents of a day's flow waiting forever; emptying a queue is enough).
 */
const ALLOWED: ReadonlySet<string> = new Set([
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
    const isAllowed = ALLOWED.has(route) && request.params.queueStatus !== 'active';
    if (method === 'get' || isAllowed) return { allow: true };
    return { allow: false, status: 403, message: QUEUES_TEXTS.notOffered };
  },
  after: (_context, result) => ({
    ...result,
    body: maskAddressesIn(result.body) as typeof result.body,
  }),
};

/** One bull-board instance. */
export interface Board {
  routes: Hono;
  /** Opens the queues on first use, because opening one writes to its backend. */
  open(queue: QueueConnection): void;
}

/** Creates a bull-board of all queues, read-only or not. Its routes include `QUEUES_PATH`. */
export function createQueuesBoard(readOnly: boolean): Board {
  const server = new HonoAdapter(serveStatic).setBasePath(QUEUES_PATH);
  const require = createRequire(import.meta.url);
  const board = createBullBoard({
    queues: [],
    serverAdapter: server,
    options: {
      uiBasePath: dirname(require.resolve('@bull-board/ui/package.json')),
      uiConfig: UI_CONFIG,
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
  adapter.setFormatter('name', (job: { name: string; data: unknown }) => describeJob(job.name, job.data));
  return adapter;
}

const UI_CONFIG: UIConfig = {
  boardTitle: QUEUES_TEXTS.title,
  boardLogo: { path: '/icon.svg', width: 32, height: 32 },
  favIcon: { default: '/icon.svg', alternative: '/icon.svg' },
  miscLinks: [{ text: QUEUES_TEXTS.dashboard, url: '/operator' }],
  hideDocsLink: true,
  // Workers are counted by connection name. An embedded database has none, so the count would be 0.
  showWorkers: false,
  locale: { lng: 'en-US' },
};
