import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PICKING } from '../../../config/scoring.ts';
import { attentionLevel } from '../../../src/editions/matching/match-strength.ts';
import { shortlist } from '../../../src/editions/matching/shortlist.ts';
import type { Interest } from '../../../src/subscribers/preferences/preference.ts';
import { interestsArbitrary, isMuted } from '../../support/interests.ts';
import { AUTHORS, ORGANIZATIONS, poolOf, shuffled, sketchesArbitrary, TOPICS } from '../../support/pool.ts';

const follow = (kind: Interest['kind'], value: string): Interest => ({ kind, mode: 'follow', value });
const mute = (kind: Interest['kind'], value: string): Interest => ({ kind, mode: 'mute', value });

function ids(pool: Parameters<typeof shortlist>[0], ...interests: Interest[]): string[] {
  return shortlist(pool, { interests, size: 7 })
    .filter(({ tier: standing }) => standing !== 'outside')
    .map(({ paperId }) => paperId);
}

describe('matching', () => {
  const pool = poolOf([
    { id: 'title', upvotes: 1, title: 'Sparse-Attention at Scale', topics: { reasoning: 0.9 } },
    { id: 'abstract', upvotes: 2, title: 'Faster Models', abstract: 'We study ATTENTION that is spärse.' },
    { id: 'part', upvotes: 3, title: 'Sparsely attentive' },
    { id: 'authored', upvotes: 4, authors: ['José Pérez', 'Jane Doe'], organization: 'Stanford University' },
  ]);

  it('matches a query as a phrase in title or abstract, ignoring case and accents', () => {
    expect(ids(pool, follow('query', 'sparse attention'))).toEqual(['title']);
    expect(ids(pool, follow('query', '"attention" "sparse"'))).toEqual(['abstract', 'title']);
    expect(ids(pool, follow('query', 'attention that is sparse'))).toEqual(['abstract']);
    expect(ids(pool, follow('query', 'sparse planning'))).toEqual([]);
    expect(ids(pool, follow('query', '++'))).toEqual([]);
  });

  it('matches an author by the whole name, an organization also by part of it', () => {
    expect(ids(pool, follow('author', 'jose perez'))).toEqual(['authored']);
    expect(ids(pool, follow('author', 'Doe'))).toEqual([]);
    expect(ids(pool, follow('organisation', 'stanford'))).toEqual(['authored']);
    expect(ids(pool, follow('organisation', 'Stan'))).toEqual([]);
  });

  it('matches a topic by its slug', () => {
    expect(ids(pool, follow('topic', 'reasoning'))).toEqual(['title']);
    expect(ids(pool, follow('topic', 'video'))).toEqual([]);
  });

  it('lists every paper without follows, except muted ones', () => {
    expect(ids(pool)).toEqual(['authored', 'part', 'abstract', 'title']);
    expect(ids(pool, mute('author', 'Jane Doe'), mute('topic', 'reasoning'))).toEqual(['part', 'abstract']);
  });

  it('lets mutes override follows, and ignores a mute without a word', () => {
    expect(ids(pool, follow('author', 'Jane Doe'), mute('organisation', 'Stanford'))).toEqual([]);
    expect(ids(pool, mute('query', '--'))).toHaveLength(4);
    expect(ids(pool, mute('query', 'attention'))).toEqual(['authored', 'part']);
  });
});

describe('affinity and matches', () => {
  it('use the largest match, not the mean, and list the best first', () => {
    const pool = poolOf([
      { id: 'a', upvotes: 9, title: 'Video agents', topics: { video: 0.9, reasoning: 0.3 } },
    ]);
    const [paper] = shortlist(pool, {
      interests: [follow('topic', 'reasoning'), follow('topic', 'video'), follow('topic', '3d-vision')],
      size: 7,
    });
    expect(paper?.affinity).toBe(0.9);
    expect(paper?.matches.map(({ interest }) => interest)).toEqual(['topic:video', 'topic:reasoning']);
  });

  it('put followed authors and organizations first, regardless of attention', () => {
    const pool = poolOf([
      { id: 'star', upvotes: 500, topics: { video: 1 } },
      { id: 'friend', upvotes: 0, authors: ['Jane Doe'], topics: { video: 1 } },
    ]);
    const [first] = shortlist(pool, {
      interests: [follow('topic', 'video'), follow('author', 'Jane Doe')],
      size: 7,
    });
    expect(first?.paperId).toBe('friend');
    expect(first?.matches[0].reason.why).toEqual({ kind: 'author', name: 'Jane Doe' });
  });

  it('treat equivalent interests as one', () => {
    const pool = poolOf([{ id: 'a', upvotes: 9, title: 'Café models' }]);
    const [paper] = shortlist(pool, {
      interests: [follow('query', 'Cafe'), follow('query', 'CAFÉ ')],
      size: 7,
    });
    expect(paper?.matches).toHaveLength(1);
  });
});

describe('the floor', () => {
  it('admits papers without upvotes on a young list when the topic is certain', () => {
    const pool = poolOf([
      { id: 'sure', upvotes: 0, topics: { video: 0.8 } },
      { id: 'doubtful', upvotes: 0, topics: { video: 0.2 } },
    ]);
    expect(ids(pool, follow('topic', 'video'))).toEqual(['sure']);
  });

  it('drops unread papers when others were read, unless an author or query matches', () => {
    const unread = { id: 'unread', topics: { video: 0.6 }, title: 'Sparse video', authors: ['Jane Doe'] };
    const pool = poolOf([{ id: 'read', upvotes: 9, topics: { video: 0.6 } }, unread]);
    expect(ids(pool, follow('topic', 'video'))).toEqual(['read']);
    expect(ids(pool, follow('query', 'sparse'))).toEqual(['unread']);
    expect(ids(pool, follow('author', 'Jane Doe'))).toEqual(['unread']);
    expect(ids(poolOf([unread]), follow('topic', 'video'))).toEqual(['unread']);
  });
});

describe('a large pool', () => {
  const pool = poolOf(
    Array.from({ length: 400 }, (_, index) => ({
      id: `2606.${index}`,
      upvotes: 100 + index,
      topics: index % 4 === 0 ? { reasoning: 0.9 } : { video: index === 399 ? 0.2 : 0.9 },
    })),
  );
  const topicsOf = (list: ReturnType<typeof shortlist>, topic: string) =>
    list.filter(({ matches: fits }) => fits.some(({ interest }) => interest === `topic:${topic}`));

  it('is cut for a subscriber without follows', () => {
    const list = shortlist(pool, { interests: [], size: 7 });
    expect(list).toHaveLength(PICKING.depth);
    expect(list[0]?.paperId).toBe('2606.399');
  });

  it('is cut per interest, and keeps the most upvoted paper of an uncertain topic', () => {
    const list = shortlist(pool, {
      interests: [follow('topic', 'video'), follow('topic', 'reasoning')],
      size: 7,
    });
    expect(topicsOf(list, 'reasoning')).toHaveLength(100);
    expect(topicsOf(list, 'video').length).toBeLessThanOrEqual(2 * PICKING.depth);
    expect(topicsOf(list, 'video').findIndex(({ paperId }) => paperId === '2606.399')).toBeGreaterThanOrEqual(
      PICKING.depth,
    );
  });
});

describe('properties', () => {
  it('never lists a muted paper or a duplicate, in any order of pool and interests', () => {
    fc.assert(
      fc.property(sketchesArbitrary, interestsArbitrary, fc.integer(), (sketches, interests, seed) => {
        const pool = poolOf(sketches);
        const list = shortlist(pool, { interests, size: 7 });
        const papers = new Map(pool.map((paper) => [paper.paperId, paper]));
        for (const { paperId } of list) expect(isMuted(papers.get(paperId), interests)).toBe(false);
        expect(new Set(list.map(({ paperId }) => paperId)).size).toBe(list.length);
        expect(shortlist(shuffled(pool, seed), { interests: shuffled(interests, seed), size: 7 })).toEqual(
          list,
        );
      }),
    );
  });

  it('never lowers an affinity by one more followed topic', () => {
    const more = fc.constantFrom(...TOPICS);
    fc.assert(
      fc.property(sketchesArbitrary, interestsArbitrary, more, (sketches, interests, topic) => {
        const follows = [
          ...interests,
          follow('author', AUTHORS[0]),
          follow('organisation', ORGANIZATIONS[0]),
        ];
        const pool = poolOf(sketches);
        const before = shortlist(pool, { interests: follows, size: 7 });
        const after = new Map(
          shortlist(pool, { interests: [...follows, follow('topic', topic)], size: 7 }).map((paper) => [
            paper.paperId,
            paper.affinity,
          ]),
        );
        for (const { paperId, affinity, tier: standing } of before) {
          if (standing !== 'outside') expect(after.get(paperId)).toBeGreaterThanOrEqual(affinity);
        }
      }),
    );
  });
});

describe('attentionLevel', () => {
  it('is between 0 and 1, and one half for ordinary attention', () => {
    expect(attentionLevel(0)).toBe(0.5);
    expect(attentionLevel(3)).toBeGreaterThan(attentionLevel(2));
    expect(attentionLevel(-50)).toBeGreaterThan(0);
    expect(attentionLevel(50)).toBeLessThanOrEqual(1);
  });
});
