import { MAX_TOPIC_MARKS } from '../../../config/scoring.ts';
import { readToken, signToken, type TokenKeys, type TokenReading } from '../../token.ts';

/** Feedback on a pick: show more, or less, like this. */
export const DIRECTIONS = ['more', 'less'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** A subscriber's feedback on one paper, stored with the paper's main topic. */
export interface Mark {
  paperId: string;
  topic: string;
  direction: Direction;
}

/**
 * Weight per topic: plus one for every "more", minus one for every "less", clamped to ±MAX_TOPIC_MARKS. Zero
 * is skipped.
 */
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

/** The subscriber and the paper that a link refers to. */
export interface MarkSubject {
  subscriberId: string;
  paperId: string;
}

/** Kind of a link below a pick: a mark, or saving to the reading list. */
export type PickLinkKind = Direction | 'save';

/** Token of a link below a pick. It never expires: the links of old emails must keep working. */
export function markToken(
  keys: TokenKeys,
  kind: PickLinkKind,
  { subscriberId, paperId }: MarkSubject,
): string {
  // Dots separate the parts of a token and slashes those of a URL; paper ids may contain both.
  const paper = paperId.replaceAll('.', '_').replaceAll('/', '~');
  return signToken(keys, kind, `${subscriberId}-${paper}`, null);
}

/** Reads the token of a link below a pick; null when it is forged or truncated. */
export function readMarkToken(
  keys: TokenKeys,
  kind: PickLinkKind,
  token: string,
  now: Date,
): MarkSubject | null {
  const reading: TokenReading = readToken(keys, kind, token, now);
  const match = reading.valid ? /^([0-9a-f-]{36})-(.+)$/.exec(reading.subject) : null;
  const [, subscriberId, paper] = match ?? [];
  if (subscriberId === undefined || paper === undefined) return null;
  return { subscriberId, paperId: paper.replaceAll('_', '.').replaceAll('~', '/') };
}
