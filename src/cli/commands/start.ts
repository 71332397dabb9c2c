import { type Command, InvalidArgumentError } from 'commander';
import { startWorkers } from '../../../workers/main.ts';
import { startProducer } from '../../../workers/producer.ts';
import { serveWeb } from '../../web/main.ts';
import type { Installation } from '../../wiring.ts';
import { type Output, withInstallation } from '../run.ts';
import { untilSignal } from '../signals.ts';

const ROLES = ['web', 'worker', 'producer'] as const;
type Role = (typeof ROLES)[number];

/** `start`: web, producer and workers in this process, or only those named. Ends on SIGTERM or SIGINT. */
export function addStart(program: Command, output: Output): void {
  program
    .command('start')
    .description('run web, worker and producer in one process, or only some of them')
    .option('--roles <roles>', `a comma list out of ${ROLES.join(', ')}`, parseRoles, [...ROLES])
    .action(async (options: { roles: Role[] }) => {
      await withInstallation({}, async (ctx) => {
        const stop = await startRoles(ctx, options.roles, output);
        await untilSignal((signal) => ctx.log.info({ signal }, 'draining; a second signal stops at once'));
        await stop();
        ctx.log.info('stopped');
      });
    });
}

/** Starts the roles and returns what stops them: first no new jobs are made, then none are taken, then no page is served. */
export async function startRoles(
  ctx: Installation,
  roles: readonly Role[],
  output: Output,
): Promise<() => Promise<void>> {
  const web = roles.includes('web') ? await serveWeb(ctx) : null;
  const workers = roles.includes('worker') ? await startWorkers(ctx) : null;
  const producer = roles.includes('producer') ? await startProducer(ctx) : null;
  ctx.log.info(
    { roles, database: ctx.database.kind, queue: ctx.queue.kind, mailer: ctx.mailer.name },
    'started',
  );
  if (web) output.err(`Paperboy serves ${web.url}\n`);
  return async () => {
    await producer?.stop();
    await Promise.all([workers?.drain(), web?.close()]);
  };
}

function parseRoles(text: string): Role[] {
  const roles = text.split(',').map((role) => role.trim());
  for (const role of roles) {
    if (!(ROLES as readonly string[]).includes(role)) {
      throw new InvalidArgumentError(`${role} is none of ${ROLES.join(', ')}.`);
    }
  }
  return roles as Role[];
}
