import { createInterface } from 'node:readline';
import { z } from 'zod';
import { readEnv } from '../config/env.ts';
import { type Installation, install } from '../src/wiring.ts';
import { type FastClock, fastClock } from './clock.ts';

/** Settings that a process of a run gets on its command line, in addition to its environment. */
export const processSettingsSchema = z.object({
  pace: z.object({ since: z.number(), origin: z.number(), factor: z.number() }),
  /** Initial offset of this process's clock, in milliseconds of the run's time. */
  offset: z.number(),
  providerCallMs: z.number(),
  /**
   * Highest number of emails per call. Smaller than the provider's limit, so a run has more moments between
   * calls.
   */
  batchSize: z.number(),
});
export type ProcessSettings = z.infer<typeof processSettingsSchema>;

/** Printed to standard output when a process has started its work. */
export const READY = 'ready';

/** Wires a process of a run like any other process of an installation, but on the run's clock. */
export async function installFromCommandLine(): Promise<{
  ctx: Installation;
  clock: FastClock;
  settings: ProcessSettings;
}> {
  const settings = processSettingsSchema.parse(JSON.parse(process.argv[2] ?? ''));
  const clock = fastClock(settings.pace, settings.offset);
  // The main process holds the other end, so these processes end with it, however it ends.
  createInterface({ input: process.stdin })
    .on('line', (line) => clock.setOffset(Number(line)))
    .on('close', () => process.exit(0));
  const ctx = await install(readEnv(), { clock, providerCallMs: settings.providerCallMs });
  return { ctx, clock, settings };
}
