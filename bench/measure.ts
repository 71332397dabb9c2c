/** One figure of a benchmark. */
export interface Figure {
  bench: string;
  figure: string;
  value: number;
  unit: string;
}

/** Median duration of `runs` runs in milliseconds, after one for warm-up. */
export async function medianMs(runs: number, action: () => Promise<unknown> | unknown): Promise<number> {
  await action();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    await action();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? 0;
}

/** CPU time of this process and wall time of an action, in milliseconds. */
export async function measureCpu(
  action: () => Promise<unknown> | unknown,
): Promise<{ cpuMs: number; wallMs: number }> {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  await action();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, wallMs: performance.now() - began };
}

/** Largest resident set of this process so far, in MiB. */
export function peakMemory(bench: string): Figure {
  return { bench, figure: 'peak resident set', value: process.resourceUsage().maxRSS / 1024, unit: 'MiB' };
}
