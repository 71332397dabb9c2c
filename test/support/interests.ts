import fc from 'fast-check';
import type { PoolPaper } from '../../src/editions/pool-paper.ts';
import type { Interest } from '../../src/subscribers/preferences/preference.ts';
import { AUTHORS, ORGANIZATIONS, TOPICS } from './pool.ts';

const mode = fc.constantFrom('follow' as const, 'follow' as const, 'mute' as const);

/** Interests that match papers of sketchesArbitrary, followed or muted. */
export const interestsArbitrary: fc.Arbitrary<Interest[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('topic' as const), mode, value: fc.constantFrom(...TOPICS) }),
    fc.record({
      kind: fc.constant('query' as const),
      mode,
      value: fc.constantFrom('sparse', 'Video Diffusion', 'schrodinger', '"sparse attention"'),
    }),
    fc.record({
      kind: fc.constant('author' as const),
      mode,
      value: fc.constantFrom(...AUTHORS, 'soren lukasz'),
    }),
    fc.record({ kind: fc.constant('organisation' as const), mode, value: fc.constantFrom(...ORGANIZATIONS) }),
  ),
  { maxLength: 6 },
);

/**
 * True if a mute matches a paper of sketchesArbitrary. Written for its few plain words, independently of the
 * code under test.
 */
export function isMuted(paper: PoolPaper | undefined, interests: readonly Interest[]): boolean {
  if (!paper) return true;
  const plain = (text: string | null) => (text ?? '').toLowerCase().replaceAll('ö', 'o');
  const texts = [plain(paper.title), plain(paper.abstract)].map((text) => text.split(' '));
  const has = (phrase: readonly string[]) =>
    texts.some((words) => words.some((_, at) => phrase.every((word, place) => words[at + place] === word)));
  return interests.some(({ kind, mode, value }) => {
    if (mode === 'follow') return false;
    if (kind === 'topic') return paper.topics.some(({ topic }) => topic === value);
    if (kind === 'organisation') return paper.organization === value;
    if (kind === 'author') return paper.authors.includes(value === 'soren lukasz' ? 'Søren Łukasz' : value);
    return has(value.replaceAll('"', '').toLowerCase().split(' '));
  });
}
