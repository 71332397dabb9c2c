import { startProducer } from '../workers/producer.ts';
import { join, READY } from './process.ts';
import { fastTicks } from './ticks.ts';

/** The producer process of a run: the real schedule, on the run's clock. */
const { ctx, clock } = await join();
await startProducer(ctx, fastTicks(clock));
process.stdout.write(`${READY}\n`);
