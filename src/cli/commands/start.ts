import { type Command, InvalidArgumentError } from 'commander';
import { JOB_HANDLERS, type RunningWorkers, startWorkers } from '../../../workers/main.ts';
import { startMonitor } from '../../../workers/monitor.ts';
import { startProducer } from '../../../workers/producer.ts';
import { installationMetrics } from '../../monitoring/installation-metrics.ts';
import { openProcessMetrics } from '../../monitoring/process-metrics.ts';
import { serveMetrics } from '../../web/http/metrics-server.ts';
import { serveWeb } from '../../web/http/server.ts';
import type { Installation } from '../../wiring.ts';
import { type Output, withInstallation } from '../terminal/output.ts';
import { untilSignal } from '../terminal/signals.ts';

const ROLES = ['web', 'worker', 'producer'] as const;
type Role = (typeof ROLES)[number];

/**
 * `start`: runs web, worker and producer in this process, or only the named roles. Ends on SIGTERM or SIGINT.
 */
export function addStart(program: Command, output: Output): void {
  program
    .command('start')
    .description('run web, worker and producer in one process, or only some of them')
    .option('--roles <roles>', `comma-separated list of ${ROLES.join(', ')}`, parseRoles, [...ROLES])
    .action(async (options: { roles: Role[] }) => {
      await withInstallation({}, async (ctx) => {
        // Registered before anything starts: workers take jobs at once, and an early signal must not cut them
        // off.
        const stopSignal = untilSignal((signal) =>
          ctx.log.info({ signal }, 'draining; a second signal stops at once'),
        );
        const stop = await startRoles(ctx, options.roles, output);
        await stopSignal;
        await stop();
        ctx.log.info('stopped');
      });
    });
}

/**
 * Starts the roles and returns a function that stops them: first no job is created, then none is taken, then
 * no page is served.
 */
export async function startRoles(
  ctx: Installation,
  roles: readonly Role[],
  output: Output,
): Promise<() => Promise<void>> {
  const measures = openProcessMetrics();
  const counted = { ...ctx, providers: measures.instrument(ctx.providers) };
  const metrics = {
    process: measures,
    installation: roles.includes('web') ? installationMetrics(counted) : null,
  };
  const web = roles.includes('web') ? await serveWeb(counted, metrics) : null;
  let workers: RunningWorkers | null = null;
  let producer: Awaited<ReturnType<typeof startProducer>> | null = null;
  let watchman: ReturnType<typeof startMonitor> | null = null;
  let scraped: Awaited<ReturnType<typeof serveMetrics>> = null;
  const stop = async () => {
    await producer?.stop();
    await Promise.all([workers?.drain(), web?.close(), watchman?.stop(), scraped?.close()]);
  };
  try {
    scraped = await serveMetrics(ctx, metrics);
    if (roles.includes('worker')) workers = await startWorkers(counted, JOB_HANDLERS, measures);
    if (roles.includes('producer')) producer = await startProducer(ctx);
    watchman = startMonitor(counted);
  } catch (error) {
    // Roles that are already running would keep the process alive without a database.
    await stop();
    throw error;
  }
  ctx.log.info(
    {
      roles,
      database: ctx.database.kind,
      queue: ctx.queue.kind,
      mailers: ctx.providers.map(({ name }) => name),
    },
    'started',
  );
  if (web) output.err(`Paperboy is running at ${web.url}\n`);
  return stop;
}

function parseRoles(text: string): Role[] {
  const roles = text.split(',').map((role) => role.trim());
  for (const role of roles) {
    if (!(ROLES as readonly string[]).includes(role)) {
      throw new InvalidArgumentError(`${role} is not one of ${ROLES.join(', ')}.`);
    }
  }
  return roles as Role[];
}
