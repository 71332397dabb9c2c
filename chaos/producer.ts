import { startProducer } from '../workers/producer.ts';
import { fastCron } from './cron.ts';
import { installFromCommandLine, READY } from './run-process.ts';

/** Producer process of a run: the real schedule, on the run's clock. */
const { ctx, clock } = await installFromCommandLine();
await startProducer(ctx, fastCron(clock));
process.stdout.write(`${READY}\n`);
