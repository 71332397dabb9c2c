import { SOURCES } from '../../config/sources.ts';
import type { Context } from '../../src/context.ts';
import { sharedRateGate } from '../../src/papers/ingest/rate-gate.ts';
import { arxivSource } from '../../src/papers/sources/arxiv-source.ts';
import { huggingFaceSource } from '../../src/papers/sources/hugging-face-source.ts';
import type { PaperSource, SignalSource } from '../../src/ports.ts';
import { type ArxivEntry, type ArxivStandIn, startArxiv } from './arxiv-server.ts';
import { startHuggingFace } from './hugging-face-server.ts';
import type { StandIn } from './stand-in.ts';

/** Both services in their current state: a test changes `lists` and `entries` as time goes on. */
export interface Feeds {
  lists: Record<string, unknown[]>;
  entries: ArxivEntry[];
  sources: PaperSource[];
  signalSources: SignalSource[];
  huggingFace: StandIn;
  arxiv: ArxivStandIn;
  /** Returns the days requested since the last call, in order, each once. */
  askedDays(source: 'hugging-face' | 'arxiv'): string[];
  close(): Promise<void>;
}

/** The real adapters with the real gate of that database, in front of stand-in servers. */
export async function startFeeds(ctx: Pick<Context, 'db' | 'clock'>): Promise<Feeds> {
  const lists: Feeds['lists'] = {};
  const entries: ArxivEntry[] = [];
  const { clock } = ctx;
  const servers = {
    'hugging-face': await startHuggingFace({ lists, clock }),
    arxiv: await startArxiv({ entries, clock }),
  };
  const userAgent = 'Paperboy/0.0.0 (+https://papers.example.org)';
  const daily = huggingFaceSource({ baseUrl: servers['hugging-face'].url, clock, userAgent });
  const announced = arxivSource({
    baseUrl: servers.arxiv.url,
    clock,
    userAgent,
    gate: sharedRateGate(ctx, 'arxiv', SOURCES.arxiv.pauseMs),
    categories: SOURCES.arxiv.categories,
  });
  const told = { 'hugging-face': 0, arxiv: 0 };
  return {
    lists,
    entries,
    sources: [daily, announced],
    signalSources: [daily],
    huggingFace: servers['hugging-face'],
    arxiv: servers.arxiv,
    askedDays(source) {
      const requests = servers[source].requests.slice(told[source]);
      told[source] = servers[source].requests.length;
      return [...new Set(requests.map(({ query }) => dayAsked(query)))];
    },
    async close() {
      await Promise.all([servers['hugging-face'].close(), servers.arxiv.close()]);
    },
  };
}

function dayAsked(query: URLSearchParams): string {
  const date = query.get('date');
  if (date !== null) return date;
  const [, year, month, day] =
    /submittedDate:\[(\d{4})(\d{2})(\d{2})/.exec(query.get('search_query') ?? '') ?? [];
  return year === undefined ? 'newest' : `${year}-${month}-${day}`;
}
