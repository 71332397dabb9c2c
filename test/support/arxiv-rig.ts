import { SOURCES } from '../../config/sources.ts';
import { type ArxivOptions, arxivSource } from '../../src/papers/sources/arxiv-source.ts';
import { type ArxivEntry, type ArxivStandIn, type ArxivStandInOptions, startArxiv } from './arxiv-server.ts';
import { testClock } from './clock.ts';
import { memoryGate } from './gate.ts';

export const ARXIV_DAY = '2026-06-11';

/** Source in front of a stand-in server late on ARXIV_DAY. `open` collects the servers to close. */
export async function startArxivRig(
  open: ArxivStandIn[],
  options: Omit<ArxivStandInOptions, 'clock'>,
  adapter: Partial<ArxivOptions> = {},
) {
  const clock = testClock(`${ARXIV_DAY}T23:00:00Z`);
  const server = await startArxiv({ ...options, clock });
  open.push(server);
  const gate = memoryGate(clock, SOURCES.arxiv.pauseMs);
  const source = arxivSource({
    baseUrl: server.url,
    clock,
    userAgent: 'Paperboy/0.0.0 (+https://papers.example.org)',
    gate,
    categories: ['cs.AI', 'cs.CL'],
    ...adapter,
  });
  const starts = () => server.requests.map(({ query }) => Number(query.get('start')));
  return { clock, server, gate, source, starts };
}

/** That many papers of one day, the latest first. */
export function arxivEntries(day: string, length: number, from = 1): ArxivEntry[] {
  return Array.from({ length }, (_, index) => {
    const minute = String(59 - (index % 60)).padStart(2, '0');
    const hour = String(23 - Math.floor(index / 60)).padStart(2, '0');
    return { id: `2606.${String(from + index).padStart(5, '0')}`, published: `${day}T${hour}:${minute}:00Z` };
  });
}
