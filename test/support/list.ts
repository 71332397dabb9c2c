import type { Context } from '../../src/context.ts';
import { storePapers } from '../../src/papers/ingest/paper-queries.ts';
import { storeDailyList, storeSnapshots } from '../../src/papers/ingest/source-queries.ts';
import type { SourcePaper } from '../../src/ports.ts';
import { addSubscriber } from '../../src/subscribers/csv/import-subscribers.ts';
import {
  type Interest,
  type Preference,
  preferenceSchema,
} from '../../src/subscribers/preferences/preference.ts';
import { findSubscriberByAddress } from '../../src/subscribers/subscriber-queries.ts';

/** Titles that the taxonomy clearly assigns to one topic, by slug. */
export const TITLES = {
  'agents-tool-use': 'Tool-Using LLM Agents That Plan Ahead',
  'robotics-embodied': 'Dexterous Robot Manipulation from Few Demonstrations',
  'speech-audio-music': 'Streaming Speech Recognition for Noisy Rooms',
} as const;
export type TitledTopic = keyof typeof TITLES;

export interface ListedPaper {
  id: string;
  topic?: TitledTopic;
  upvotes?: number;
  title?: string;
  authors?: string[];
  submitter?: string;
}

/** A record as a source returns it, with the given fields. */
export function sourcePaper(pieces: Partial<SourcePaper> & { id: string }): SourcePaper {
  return {
    version: null,
    title: `Paper ${pieces.id}`,
    abstract: null,
    summary: 'A short summary of what was done. And a second sentence.',
    authors: ['Jane Doe', 'John Roe'],
    authorCount: 2,
    organisation: null,
    categories: [],
    primaryCategory: null,
    publishedAt: null,
    updatedAt: null,
    comment: null,
    withdrawn: false,
    links: {},
    listDay: null,
    ...pieces,
  };
}

/** Stores papers on the Hugging Face list of a day, with current upvotes. */
export async function putList(
  ctx: Pick<Context, 'db' | 'clock'>,
  day: string,
  papers: readonly ListedPaper[],
): Promise<void> {
  const now = ctx.clock.now();
  const records = papers.map((paper) =>
    sourcePaper({
      id: paper.id,
      title: paper.title ?? `${TITLES[paper.topic ?? 'agents-tool-use']} ${paper.id}`,
      listDay: day,
      ...(paper.authors ? { authors: paper.authors, authorCount: paper.authors.length } : {}),
    }),
  );
  await storePapers(ctx.db, 'hugging-face', records, now);
  await storeDailyList(
    ctx.db,
    'hugging-face',
    day,
    papers.map(({ id, submitter }) => ({ paperId: id, submitter })),
    now,
  );
  const readings = papers.map(({ id, upvotes }) => ({
    paperId: id,
    signal: 'hf_upvotes' as const,
    value: upvotes ?? 1,
  }));
  await storeSnapshots(ctx.db, 'hugging-face', readings, now);
}

/** `count` papers of one topic with falling upvotes; ids start with the given number. */
export function manyPapers(count: number, first = 1, topic: TitledTopic = 'agents-tool-use'): ListedPaper[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `2611.${String(first + index).padStart(5, '0')}`,
    topic,
    upvotes: count - index,
  }));
}

/** Interests that follow these topics. */
export function following(...topics: TitledTopic[]): Interest[] {
  return topics.map((value) => ({ kind: 'topic', mode: 'follow', value }));
}

/** Adds an active subscriber (07:00 UTC daily by default) and returns their id and unsubscribe key. */
export async function putSubscriber(
  ctx: Pick<Context, 'db' | 'clock'>,
  address: string,
  preference: Partial<Preference> = {},
): Promise<{ id: string; unsubscribeKey: string }> {
  await addSubscriber(ctx, {
    address,
    consentAt: ctx.clock.now(),
    consentSource: 'test',
    preference: preferenceSchema.parse({ interests: following('agents-tool-use'), ...preference }),
  });
  const subscriber = await findSubscriberByAddress(ctx.db, address);
  if (!subscriber) throw new Error(`${address} was not added`);
  return { id: subscriber.id, unsubscribeKey: subscriber.unsubscribeKey };
}
