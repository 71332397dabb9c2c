import { startWorkers } from '../workers/main.ts';
import { installFromCommandLine, READY } from './run-process.ts';

/** Worker process of a run: all queues, the real handlers. */
const { ctx, settings } = await installFromCommandLine();
const providers = ctx.providers.map((provider) => {
  const batchSize = Math.min(settings.batchSize, provider.mailer.batchSize);
  return { ...provider, mailer: { ...provider.mailer, batchSize } };
});
await startWorkers({ ...ctx, providers });
process.stdout.write(`${READY}\n`);
