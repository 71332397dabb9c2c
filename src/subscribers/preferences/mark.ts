import { MAX_TOPIC_MARKS } from '../../../config/scoring.ts';
import { readToken, type TokenKeys } from '../../token.ts';

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

/**
 * Token of a link below a pick: the subscriber's preferences token and the paper, so that one signature serves
 * every link of an email. It opens nothing more than before: the pages behind these links have always linked to
 * the preferences. It never expires, as the links of old emails must keep working.
 */
export function markToken(preferencesToken: string, paperId: string): string {
  // Dots separate the parts of a token and slashes those of a URL; paper ids may contain both.
  return `${preferencesToken}.${paperId.replaceAll('.', '_').replaceAll('/', '~')}`;
}

/** Reads the token of a link below a pick; null when it is forged or truncated. */
export function readMarkToken(
  keys: TokenKeys,
  kind: PickLinkKind,
  token: string,
  now: Date,
): MarkSubject | null {
  const [, shared, marked] = /^([^.]*\.[^.]*\.[^.]*)\.([0-9a-zA-Z_~-]{1,63})$/.exec(token) ?? [];
  if (shared !== undefined && marked !== undefined) {
    const owner = readToken(keys, 'preferences', shared, now);
    return owner.valid ? { subscriberId: owner.subject, paperId: paperOf(marked) } : null;
  }
  // Emails of earlier releases have a token for each link.
  const reading = readToken(keys, kind, token, now);
  const [, subscriberId, paper] = (reading.valid && /^([0-9a-f-]{36})-(.+)$/.exec(reading.subject)) || [];
  return subscriberId === undefined || paper === undefined ? null : { subscriberId, paperId: paperOf(paper) };
}

function paperOf(marked: string): string {
  return marked.replaceAll('_', '.').replaceAll('~', '/');
}
