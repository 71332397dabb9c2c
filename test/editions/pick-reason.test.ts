import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_CODES } from '../../config/languages.ts';
import {
  makePickReason,
  type PickBasis,
  type PickReason,
  pickReasonText,
} from '../../src/editions/pick-reason.ts';
import {
  AS_OF,
  type CandidateSketch,
  hoursAgo,
  LIST_DAY,
  poolOf,
  sketchesArbitrary,
} from '../support/pool.ts';

const TODAY = '2026-06-12';
const AGENTS: PickBasis = { kind: 'topic', topic: 'agents-tool-use' };

function reason(changes: Partial<PickReason> = {}): PickReason {
  return {
    why: AGENTS,
    lift: { signal: 'hf_upvotes', value: 214, gained: null },
    beatsPercent: null,
    mostUpvotedOfDay: false,
    publicOn: TODAY,
    ...changes,
  };
}

const upvotes = (value: number, gained: number | null = null) =>
  ({ signal: 'hf_upvotes', value, gained }) as const;

const spaced = (text: string) => text.replaceAll('\u00A0', ' ');

describe('pickReasonText', () => {
  it.each<[string, Partial<PickReason>]>([
    ['Agents & tool use · 214 upvotes', {}],
    ['Agents & tool use · 1 upvote', { lift: upvotes(1) }],
    ['Agents & tool use · 1,204 upvotes', { lift: upvotes(1204) }],
    [
      '214 upvotes since yesterday · top 3% in Agents & tool use',
      { lift: upvotes(214, 214), beatsPercent: 97 },
    ],
    [
      '214 upvotes (40 since yesterday) · top 3% in Agents & tool use',
      { lift: upvotes(214, 40), beatsPercent: 97 },
    ],
    ['Agents & tool use · 214 upvotes', { lift: upvotes(214, 0) }],
    // Stored by an earlier release, which praised from 50% on.
    ['Agents & tool use · 214 upvotes', { beatsPercent: 60 }],
    ['Agents & tool use · 1 upvote since yesterday', { lift: upvotes(1, 1) }],
    ['214 upvotes · most upvoted in Agents & tool use', { beatsPercent: 100 }],
    ['Agents & tool use · new today', { lift: null }],
    ['Agents & tool use · new on 11 June', { lift: null, publicOn: '2026-06-11' }],
    ['Agents & tool use · new on 31 December 2025', { lift: null, publicOn: '2025-12-31' }],
    ['Agents & tool use · new today', { lift: null, publicOn: '2026-06-13' }],
    ['Agents & tool use · 12 GitHub stars', { lift: { signal: 'github_stars', value: 12, gained: null } }],
    ['Agents & tool use · 1 GitHub star', { lift: { signal: 'github_stars', value: 1, gained: null } }],
    [
      'Agents & tool use · 30 GitHub stars (9 since yesterday)',
      { lift: { signal: 'github_stars', value: 30, gained: 9 } },
    ],
    ['Agents & tool use · 1 comment', { lift: { signal: 'hf_comments', value: 1, gained: null } }],
    [
      'By Jane Doe, an author you follow · 12 upvotes',
      { why: { kind: 'author', name: 'Jane Doe' }, lift: upvotes(12) },
    ],
    [
      'From Example Labs, an organization you follow · new today',
      { why: { kind: 'organisation', name: 'Example Labs' }, lift: null },
    ],
    [
      'Matches “sparse attention” · new today',
      { why: { kind: 'query', query: 'sparse attention' }, lift: null },
    ],
    [
      'Matches “sparse attention kernels” · 2 upvotes',
      { why: { kind: 'query', query: '"sparse attention" kernels' }, lift: upvotes(2) },
    ],
    [
      '118 upvotes · top 4% of recent papers',
      { why: { kind: 'everything' }, lift: upvotes(118), beatsPercent: 96 },
    ],
    [
      '118 upvotes · most upvoted of all recent papers',
      { why: { kind: 'everything' }, lift: upvotes(118), beatsPercent: 100 },
    ],
    [
      'Outside your topics · the most upvoted paper of the day',
      { why: { kind: 'outside' }, mostUpvotedOfDay: true, beatsPercent: 99 },
    ],
    [
      'Outside your topics · the most upvoted paper of 11 June',
      { why: { kind: 'outside' }, mostUpvotedOfDay: true, publicOn: '2026-06-11' },
    ],
    ['Outside your topics · 74 upvotes', { why: { kind: 'outside' }, lift: upvotes(74) }],
    [
      'Outside your topics · 74 upvotes · top 8% of recent papers',
      { why: { kind: 'outside' }, lift: upvotes(74), beatsPercent: 92 },
    ],
    ['All topics · 12 upvotes', { why: { kind: 'everything' }, lift: upvotes(12) }],
    ['Editor’s pick · new today', { why: { kind: 'editor' }, lift: null }],
  ])('%s', (text, changes) => {
    expect(spaced(pickReasonText(reason(changes), TODAY, 'en'))).toBe(text);
  });

  it.each<[string, Partial<PickReason>]>([
    [
      '1.204 Upvotes (40 seit gestern) · Top 3 % in Agenten & Werkzeuge',
      { lift: upvotes(1204, 40), beatsPercent: 97 },
    ],
    ['Agenten & Werkzeuge · 1 Upvote seit gestern', { lift: upvotes(1, 1) }],
    ['Agenten & Werkzeuge · heute neu', { lift: null }],
    ['Agenten & Werkzeuge · neu am 31. Dezember 2025', { lift: null, publicOn: '2025-12-31' }],
    [
      'Passt zu „sparse attention“ · 12 GitHub-Sterne',
      {
        why: { kind: 'query', query: '"sparse attention"' },
        lift: { signal: 'github_stars', value: 12, gained: null },
      },
    ],
    [
      'Sie folgen Jane Doe · 1 Kommentar',
      { why: { kind: 'author', name: 'Jane Doe' }, lift: { signal: 'hf_comments', value: 1, gained: null } },
    ],
    [
      '118 Upvotes · die meisten aller neuen Papers',
      { why: { kind: 'everything' }, lift: upvotes(118), beatsPercent: 100 },
    ],
    [
      'Außerhalb Ihrer Themen · das Paper vom 11. Juni mit den meisten Upvotes',
      { why: { kind: 'outside' }, mostUpvotedOfDay: true, publicOn: '2026-06-11' },
    ],
  ])('in German: %s', (text, changes) => {
    expect(spaced(pickReasonText(reason(changes), TODAY, 'de'))).toBe(text);
  });
});

it.each([
  ['en', '1,204\u00A0upvotes (40\u00A0since yesterday) · top\u00A03% in Agents & tool use'],
  ['de', '1.204\u00A0Upvotes (40\u00A0seit gestern) · Top\u00A03\u00A0% in Agenten & Werkzeuge'],
] as const)('keeps numbers and units together in %s', (language, text) => {
  const facts = reason({ lift: upvotes(1204, 40), beatsPercent: 97 });
  expect(pickReasonText(facts, TODAY, language)).toBe(text);
});

describe('makePickReason', () => {
  function reasonOfFirst(why: PickBasis, ...sketches: CandidateSketch[]): PickReason {
    const paper = poolOf(sketches).find(({ paperId }) => paperId === sketches[0]?.id);
    if (!paper) throw new Error('the pool has no such paper');
    return makePickReason(paper, why, false);
  }
  const inTopic = { topics: { 'agents-tool-use': 0.9 } };
  const others = (count: number, value: number) =>
    Array.from({ length: count }, (_, index) => ({ ...inTopic, id: `other ${index}`, upvotes: value }));

  it('returns the share of the topic’s papers with fewer upvotes, rounded down', () => {
    const rivals = [...others(28, 3), { ...inTopic, id: 'better', upvotes: 300 }];
    const second = reasonOfFirst(AGENTS, { ...inTopic, id: 'a', upvotes: 214 }, ...rivals);
    expect(second.beatsPercent).toBe(93); // 28 of 30
    expect(spaced(pickReasonText(second, TODAY, 'en'))).toBe('214 upvotes · top 7% in Agents & tool use');
  });

  it('shows a top percentage from the top quarter up', () => {
    const paper = { ...inTopic, id: 'a', upvotes: 20 };
    const ranked = (better: number, worse: number) => [
      ...others(worse, 3),
      ...Array.from({ length: better }, (_, index) => ({ ...inTopic, id: `better ${index}`, upvotes: 300 })),
    ];
    expect(reasonOfFirst(AGENTS, paper, ...ranked(24, 75)).beatsPercent).toBe(75);
    expect(reasonOfFirst(AGENTS, paper, ...ranked(25, 74)).beatsPercent).toBeNull();
  });

  it('never claims a smaller top percentage than the true one', () => {
    const all = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(all, (values) => {
        const sketches = values.map((value, index) => ({ ...inTopic, id: `paper ${index}`, upvotes: value }));
        const [own = 0] = values;
        const [first, ...rest] = sketches;
        if (!first) return;
        const { beatsPercent } = reasonOfFirst(AGENTS, first, ...rest);
        if (beatsPercent === null) return;
        const asGood = values.filter((value) => value >= own).length;
        if (beatsPercent === 100) expect(asGood).toBe(1);
        else expect(asGood / values.length).toBeLessThanOrEqual((100 - beatsPercent) / 100);
      }),
    );
  });

  it('shows none among fewer than five papers, in the lower part, or for other interests', () => {
    const paper = { ...inTopic, id: 'a', upvotes: 214 };
    expect(reasonOfFirst(AGENTS, paper, ...others(3, 1)).beatsPercent).toBeNull();
    expect(reasonOfFirst(AGENTS, paper, ...others(4, 1)).beatsPercent).toBe(100);
    expect(reasonOfFirst(AGENTS, paper, ...others(4, 300)).beatsPercent).toBeNull();
    expect(
      reasonOfFirst({ kind: 'author', name: 'Jane Doe' }, paper, ...others(9, 1)).beatsPercent,
    ).toBeNull();
  });

  it('does not count papers without a reading of upvotes', () => {
    const unread = others(9, 0).map(({ id }) => ({ ...inTopic, id: `unread ${id}` }));
    const paper = { ...inTopic, id: 'a', upvotes: 2 };
    expect(reasonOfFirst(AGENTS, paper, ...unread).beatsPercent).toBeNull();
    expect(reasonOfFirst(AGENTS, paper, ...unread, ...others(3, 1)).beatsPercent).toBeNull();
    expect(reasonOfFirst(AGENTS, paper, ...unread, ...others(4, 1)).beatsPercent).toBe(100);
  });

  it('names one signal above 0, upvotes before stars before comments', () => {
    const one = [{ at: AS_OF, value: 1 }];
    const zero = [{ at: AS_OF, value: 0 }];
    const lift = (snapshots: CandidateSketch['snapshots']) =>
      reasonOfFirst(AGENTS, { id: 'a', snapshots: snapshots ?? {} }).lift?.signal;
    expect(lift({ hf_upvotes: one, github_stars: [{ at: AS_OF, value: 900 }] })).toBe('hf_upvotes');
    expect(lift({ hf_upvotes: zero, github_stars: one, hf_comments: one })).toBe('github_stars');
    expect(lift({ hf_upvotes: zero })).toBeUndefined();
  });

  it('shows "since yesterday" only for a gain since 20 to 28 hours ago', () => {
    const text = (hours: number) => {
      const hf_upvotes = [
        { at: hoursAgo(hours), value: 10 },
        { at: AS_OF, value: 40 },
      ];
      const publicAt = new Date(LIST_DAY.getTime() - 86_400_000);
      return pickReasonText(
        reasonOfFirst(AGENTS, { id: 'a', publicAt, snapshots: { hf_upvotes } }),
        TODAY,
        'en',
      );
    };
    expect(spaced(text(24))).toBe('Agents & tool use · 40 upvotes (30 since yesterday)');
    expect(spaced(text(12))).toBe('Agents & tool use · 40 upvotes');
    expect(spaced(text(30))).toBe('Agents & tool use · 40 upvotes');
  });

  it('is one line without placeholders for any paper (property)', () => {
    fc.assert(
      fc.property(sketchesArbitrary, (sketches) => {
        for (const paper of poolOf(sketches)) {
          const data = makePickReason(paper, { kind: 'everything' }, false);
          expect(JSON.parse(JSON.stringify(data))).toEqual(data);
          for (const language of LANGUAGE_CODES) {
            const text = pickReasonText(data, TODAY, language);
            expect(text).not.toMatch(/NaN|undefined|null|\n|\s0\s|top\s0|100\s?%/i);
          }
          if (data.lift) expect(paper.signals[data.lift.signal]?.value).toBe(data.lift.value);
        }
      }),
    );
  });
});
