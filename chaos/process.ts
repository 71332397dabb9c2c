import { createInterface } from 'node:readline';
import { z } from 'zod';
import { readEnv } from '../config/env.ts';
import { type Installation, install } from '../src/wiring.ts';
import { type FastClock, fastClock } from './clock.ts';

/** What a process of a run is told on its command line, beside its environment. */
export const toldSchema = z.object({
  pace: z.object({ since: z.number(), origin: z.number(), factor: z.number() }),
  /** How far this process's clock is apart when it starts, in milliseconds of the run's time. */
  offset: z.number(),
  providerCallMs: z.number(),
  /** Mails a call, at most: smaller than the provider's limit, so that a run has more moments between calls. */
  batchSize: z.number(),
});
export type Told = z.infer<typeof toldSchema>;

/** Said on standard output when a process has begun its work. */
export const READY = 'ready';

/** Wires a process of a run like any other process of an installation, only on the run's clock. */
export async function join(): Promise<{ ctx: Installation; clock: FastClock; told: Told }> {
  const told = toldSchema.parse(JSON.parse(process.argv[2] ?? ''));
  const clock = fastClock(told.pace, told.offset);
  // The run holds the other end: when it is gone, however it ended, so are its processes.
  createInterface({ input: process.stdin })
    .on('line', (line) => clock.setOffset(Number(line)))
    .on('close', () => process.exit(0));
  const ctx = await install(readEnv(), { clock, providerCallMs: told.providerCallMs });
  return { ctx, clock, told };
}
