import { describe, expect, it } from 'vitest';
import { choosePicks, type PickedPaper } from '../../src/editions/choose-picks.ts';
import { shortlist } from '../../src/editions/matching/shortlist.ts';
import { NOTHING_RECEIVED } from '../../src/editions/sent-papers-queries.ts';
import type { Interest } from '../../src/subscribers/preferences/preference.ts';
import { follow, ids, pickFrom, topics } from '../support/picks.ts';
import { AS_OF, type CandidateSketch, hoursAgo, LIST_DAY, poolOf } from '../support/pool.ts';

/** Papers of one topic with these upvotes; the id shows both. */
function papersOf(topic: string, ...upvotes: number[]): CandidateSketch[] {
  return upvotes.map((value) => ({ id: `${topic} ${value}`, upvotes: value, topics: { [topic]: 0.9 } }));
}

describe('reading order', () => {
  it('descends by upvotes, with the exploration pick last', () => {
    const pool = poolOf([
      ...papersOf('video', 4, 118, 25),
      ...papersOf('reasoning', 60, 7),
      ...papersOf('3d-vision', 300),
    ]);
    const picks = pickFrom(pool, topics('video', 'reasoning'), 7, new Set(), 9);
    expect(ids(picks)).toEqual([
      'video 118',
      'reasoning 60',
      'video 25',
      'reasoning 7',
      'video 4',
      '3d-vision 300',
    ]);
    expect(picks.map(({ exploration }) => exploration)).toEqual([false, false, false, false, false, true]);
    expect(picks.at(-1)?.reason).toMatchObject({ why: { kind: 'outside' }, mostUpvotedOfDay: true });
  });

  it('begins with followed authors and organizations', () => {
    const pool = poolOf([
      ...papersOf('video', 118, 25),
      { id: 'known', upvotes: 1, authors: ['Jane Doe'], topics: { video: 0.9 } },
      { id: 'house', upvotes: 3, organization: 'Example Labs' },
    ]);
    const interests = [
      ...topics('video'),
      follow('author', 'Jane Doe'),
      follow('organisation', 'Example Labs'),
    ];
    expect(ids(pickFrom(pool, interests, 4))).toEqual(['house', 'known', 'video 118', 'video 25']);
  });

  it('orders list days by upvotes when they were read in the same round, else by attention', () => {
    const readBefore = (hours: number, value: number, days: number): CandidateSketch => ({
      id: String(value),
      publicAt: new Date(LIST_DAY.getTime() - days * 86_400_000),
      topics: { video: 0.9 },
      snapshots: { hf_upvotes: [{ at: hoursAgo(hours), value }] },
    });
    const list = shortlist(poolOf([readBefore(0, 40, 0), readBefore(1, 60, 1), readBefore(70, 50, 3)]), {
      interests: topics('video'),
      size: 4,
    });
    // Attention of a ranking with history, in which the young paper is ahead of its age.
    const withHistory = list.map((paper) => ({
      ...paper,
      attention: { 40: 3, 50: 2, 60: 1 }[paper.paperId] ?? 0,
    }));
    expect(ids(choosePicks(withHistory, NOTHING_RECEIVED, 4))).toEqual(['60', '50', '40']);
  });
});

describe('slots', () => {
  it('include all three followed topics, although nine papers of one have more merit', () => {
    const subjects = 'ants bees cats dogs eels foxes geese hares ibises'.split(' ');
    const pool = poolOf([
      ...subjects.map((subject, index) => ({
        id: subject,
        title: `${subject} ${index}`,
        upvotes: 200 - index,
        topics: { video: 0.9 },
      })),
      { id: 'quiet', title: 'Quiet thoughts', upvotes: 0, topics: { reasoning: 0.5 } },
      { id: 'small', title: 'Small programs', upvotes: 0, topics: { 'code-software': 0.5 } },
    ]);
    const picks = pickFrom(pool, topics('video', 'reasoning', 'code-software'), 4);
    expect(ids(picks).slice(0, 2)).toEqual(['ants', 'bees']);
    expect(ids(picks).slice(2).sort()).toEqual(['quiet', 'small']);
    expect(ids(pickFrom(pool, topics('video', 'reasoning', 'code-software'), 2))).toEqual(['ants', 'bees']);
  });

  it('assign a paper of two topics to the one without other papers', () => {
    const pool = poolOf([
      { id: 'both', title: 'Planning films', upvotes: 50, topics: { 'agents-tool-use': 0.9, video: 0.9 } },
      { id: 'agents only', title: 'Quiet helpers', upvotes: 0, topics: { 'agents-tool-use': 0.5 } },
      { id: 'strong', title: 'Long proofs', upvotes: 200, topics: { reasoning: 0.9 } },
      { id: 'second', title: 'Brief maps', upvotes: 190, topics: { reasoning: 0.9 } },
    ]);
    const picks = pickFrom(pool, topics('agents-tool-use', 'reasoning', 'video'), 3);
    expect(picks.map(({ paperId, reason }) => [paperId, reason.why])).toEqual([
      ['strong', { kind: 'topic', topic: 'reasoning' }],
      ['both', { kind: 'topic', topic: 'video' }],
      ['agents only', { kind: 'topic', topic: 'agents-tool-use' }],
    ]);
  });

  it('reserve one for a query', () => {
    const pool = poolOf([
      ...papersOf('video', 50, 40, 30),
      { id: 'asked', upvotes: 0, title: 'Sparse graphs' },
    ]);
    expect(ids(pickFrom(pool, [...topics('video'), follow('query', 'sparse graphs')], 3))).toContain('asked');
  });
});

describe('diversity', () => {
  it('prefers another subject to a nearly identical title', () => {
    const title = 'Sparse attention for long video understanding';
    const pool = poolOf([
      { id: 'first', upvotes: 60, title, topics: { video: 0.9 } },
      { id: 'twin', upvotes: 50, title: `${title} II`, topics: { video: 0.9 } },
      { id: 'other', upvotes: 45, title: 'Drones that film', topics: { video: 0.9 } },
    ]);
    expect(ids(pickFrom(pool, topics('video'), 2))).toEqual(['first', 'other']);
  });
});

describe('weak days', () => {
  it('send fewer picks, and none when nothing matches', () => {
    const pool = poolOf([...papersOf('video', 9, 4), ...papersOf('3d-vision', 90, 80, 70, 60)]);
    const picks = pickFrom(pool, topics('video'), 10);
    expect(ids(picks)).toEqual(['video 9', 'video 4']);
    expect(pickFrom(pool, topics('reasoning'), 10)).toEqual([]);
    expect(pickFrom([], topics('video'), 10)).toEqual([]);
  });

  it('do not repeat sent papers', () => {
    const pool = poolOf(papersOf('video', 9, 4, 3));
    expect(ids(pickFrom(pool, topics('video'), 2, new Set(['video 9', 'video 3'])))).toEqual(['video 4']);
  });
});

describe('exploration', () => {
  const pool = poolOf([
    ...papersOf('video', ...Array.from({ length: 40 }, (_, index) => index + 5)),
    ...papersOf('3d-vision', 90, 80, 70, 60),
  ]);

  const explored = (picks: readonly PickedPaper[]) => picks.filter(({ exploration }) => exploration).length;

  it.each([
    [4, 9, 0],
    [5, 0, 0],
    [5, 5, 1],
    [7, 3, 1],
    [7, 2, 0],
    [10, 0, 1],
    [19, 0, 1],
    [20, 0, 2],
    [30, 0, 3],
    [30, 9, 3],
  ])('with %i places after %i picks takes %i', (size, before, count) => {
    const picks = pickFrom(pool, topics('video'), size, new Set(), before);
    expect(picks).toHaveLength(size);
    expect(explored(picks)).toBe(count);
  });

  it('is one of ten picks over many digests, which may be shorter than wished', () => {
    const quiet = poolOf([...papersOf('video', 9, 8, 7, 6, 5), ...papersOf('3d-vision', 90, 80)]);
    let received = 0;
    let outside = 0;
    for (let digest = 0; digest < 20; digest += 1) {
      const picks = pickFrom(quiet, topics('video'), 10, new Set(), received);
      received += picks.length;
      outside += explored(picks);
    }
    expect(outside).toBe(Math.floor(received / 10));
  });

  it('is missing from a digest with few picks', () => {
    const quiet = poolOf([...papersOf('video', 9, 8, 7), ...papersOf('3d-vision', 90, 80)]);
    expect(explored(pickFrom(quiet, topics('video'), 10, new Set(), 9))).toBe(0);
  });

  it('needs a followed interest, and never includes muted papers', () => {
    expect(pickFrom(pool, [], 10, new Set(), 9).some(({ exploration }) => exploration)).toBe(false);
    const muted: Interest = { kind: 'topic', mode: 'mute', value: '3d-vision' };
    const picks = pickFrom(pool, [...topics('video'), muted], 10, new Set(), 9);
    expect(picks).toHaveLength(10);
    expect(picks.some(({ exploration }) => exploration)).toBe(false);
  });
});

describe('the most upvoted paper', () => {
  it('keeps its place when followed authors exceed the places', () => {
    const friends = Array.from({ length: 8 }, (_, index) => ({
      id: `friend ${index}`,
      upvotes: index,
      authors: ['Jane Doe'],
    }));
    const pool = poolOf([...friends, ...papersOf('video', 70, 9)]);
    const picks = pickFrom(pool, [...topics('video'), follow('author', 'Jane Doe')], 4);
    expect(ids(picks)).toEqual(['friend 7', 'friend 6', 'friend 5', 'video 70']);
  });
});

describe('a missing reading', () => {
  it('leaves a paper at the place of its attention', () => {
    const pool = poolOf([
      { id: 'starred', topics: { video: 1 }, snapshots: { github_stars: [{ at: AS_OF, value: 5_000 }] } },
      ...papersOf('video', 40, 0),
    ]);
    expect(ids(pickFrom(pool, topics('video'), 4))).toEqual(['video 40', 'video 0', 'starred']);
  });
});
