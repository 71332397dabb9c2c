import { MAX_TOPIC_MARKS } from '../../../config/scoring.ts';
import { readToken, signToken, type TokenKeys, type TokenReading } from '../../token.ts';

/** What a reader said of a pick. */
export const DIRECTIONS = ['more', 'less'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** A reader's word on one paper, kept with the topic that the paper was mainly about. */
export interface Mark {
  paperId: string;
  topic: string;
  direction: Direction;
}

/** The weight of each topic: one up for every "more", one down for every "less", within MAX_TOPIC_MARKS. 0 is left out. */
export function topicWeights(marks: readonly Pick<Mark, 'topic' | 'direction'>[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { topic, direction } of marks)
    sums.set(topic, (sums.get(topic) ?? 0) + (direction === 'more' ? 1 : -1));
  return Object.fromEntries(
    [...sums]
      .map(([topic, sum]) => [topic, Math.max(-MAX_TOPIC_MARKS, Math.min(MAX_TOPIC_MARKS, sum))] as const)
      .filter(([, weight]) => weight !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Which paper of which subscriber a link is about. */
export interface MarkSubject {
  subscriberId: string;
  paperId: string;
}

/** The token of a "more" or "less" link. It never expires: old mails must keep working. */
export function markToken(
  keys: TokenKeys,
  direction: Direction,
  { subscriberId, paperId }: MarkSubject,
): string {
  // A dot parts the pieces of a token, and a slash those of an address; ids of papers may hold either.
  const paper = paperId.replaceAll('.', '_').replaceAll('/', '~');
  return signToken(keys, direction, `${subscriberId}-${paper}`, null);
}

/** What a "more" or "less" link is about, or null where it was not made here or was cut off. */
export function readMarkToken(
  keys: TokenKeys,
  direction: Direction,
  token: string,
  now: Date,
): MarkSubject | null {
  const reading: TokenReading = readToken(keys, direction, token, now);
  const match = reading.valid ? /^([0-9a-f-]{36})-(.+)$/.exec(reading.subject) : null;
  const [, subscriberId, paper] = match ?? [];
  if (subscriberId === undefined || paper === undefined) return null;
  return { subscriberId, paperId: paper.replaceAll('_', '.').replaceAll('~', '/') };
}
