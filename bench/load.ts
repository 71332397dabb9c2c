import { Agent, get } from 'node:http';

/** Measurements of one load run; times in milliseconds. */
export interface Load {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
}

/**
 * Sends that many requests over that many connections, each with one request at a time (a closed loop), after
 * a tenth as many for warm-up. Throws on any status but 200. Forty lines instead of autocannon with its
 * twenty packages: a count, a list of times and their quantiles are enough.
 */
export async function load(
  base: string,
  paths: (number: number) => string,
  options: { requests: number; connections: number },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  try {
    await run(agent, base, paths, { ...options, requests: Math.ceil(options.requests / 10) });
    const began = performance.now();
    const times = await run(agent, base, paths, options);
    const seconds = (performance.now() - began) / 1_000;
    times.sort((a, b) => a - b);
    const quantile = (share: number) =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return {
      perSecond: times.length / seconds,
      p50: quantile(0.5),
      p95: quantile(0.95),
      p99: quantile(0.99),
    };
  } finally {
    agent.destroy();
  }
}

async function run(
  agent: Agent,
  base: string,
  paths: (number: number) => string,
  { requests, connections }: { requests: number; connections: number },
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const sendRequests = async () => {
    while (next < requests) {
      const path = paths(next++);
      const began = performance.now();
      const status = await fetchStatus(agent, base + path);
      if (status !== 200) throw new Error(`${path} returned ${status}`);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, sendRequests));
  return times;
}

function fetchStatus(agent: Agent, url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.on('error', reject);
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.resume();
    }).on('error', reject);
  });
}
