import { startWorkers } from '../workers/main.ts';
import { join, READY } from './process.ts';

/** A worker process of a run: all queues, the real handlers. */
const { ctx, told } = await join();
const providers = ctx.providers.map((provider) => {
  const batchSize = Math.min(told.batchSize, provider.mailer.batchSize);
  return { ...provider, mailer: { ...provider.mailer, batchSize } };
});
await startWorkers({ ...ctx, providers });
process.stdout.write(`${READY}\n`);
