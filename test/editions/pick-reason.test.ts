import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_CODES } from '../../config/languages.ts';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
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
    hasCode: false,
    ...changes,
  };
}

const upvotes = (value: number, gained: number | null = null) =>
  ({ signal: 'hf_upvotes', value, gained }) as const;

const spaced = (text: string) => text.replaceAll('\u00A0', ' ');

describe('pickReasonText', () => {
  it.each<[string, Partial<PickReason>]>([
    ['Agents & tool use · 214 upvotes', {}],
    ['Agents & tool use · 1,204 upvotes', { lift: upvotes(1204) }],
    [
      'Top 3% in Agents & tool use · 214 upvotes since yesterday',
      { lift: upvotes(214, 214), beatsPercent: 97 },
    ],
    [
      'Top 3% in Agents & tool use · 214 upvotes (40 since yesterday)',
      { lift: upvotes(214, 40), beatsPercent: 97 },
    ],
    ['Agents & tool use · 214 upvotes', { lift: upvotes(214, 9) }],
    // Stored by an earlier release, which praised from 50% on.
    ['Agents & tool use · 214 upvotes', { beatsPercent: 60 }],
    ['Most upvoted in Agents & tool use · 214 upvotes', { beatsPercent: 100 }],
    // Few upvotes are no praise, even where most papers have fewer.
    ['Agents & tool use · new today', { lift: upvotes(1, 1) }],
    ['Agents & tool use · new today', { lift: upvotes(4), beatsPercent: 100 }],
    ['Agents & tool use · new on 11 June', { lift: upvotes(3), publicOn: '2026-06-11' }],
    ['Top 3% in Agents & tool use · new today', { lift: upvotes(7), beatsPercent: 97 }],
    ['Agents & tool use · new today', { lift: null }],
    ['Agents & tool use · new today, code released', { lift: null, hasCode: true }],
    ['Agents & tool use · new on 11 June', { lift: null, publicOn: '2026-06-11' }],
    ['Agents & tool use · new on 31 December 2025', { lift: null, publicOn: '2025-12-31' }],
    ['Agents & tool use · new today', { lift: null, publicOn: '2026-06-13' }],
    ['Agents & tool use · new today', { lift: { signal: 'github_stars', value: 12, gained: null } }],
    [
      'Agents & tool use · 300 GitHub stars (90 since yesterday)',
      { lift: { signal: 'github_stars', value: 300, gained: 90 } },
    ],
    ['Agents & tool use · new today', { lift: { signal: 'hf_comments', value: 1, gained: null } }],
    ['Agents & tool use · 6 comments', { lift: { signal: 'hf_comments', value: 6, gained: null } }],
    [
      'By Jane Doe, an author you follow · 12 upvotes',
      { why: { kind: 'author', name: 'Jane Doe' }, lift: upvotes(12) },
    ],
    [
      'By Jane Doe, an author you follow',
      { why: { kind: 'author', name: 'Jane Doe' }, lift: upvotes(2), publicOn: '2026-06-11' },
    ],
    [
      'From Example Labs, which you follow · new today',
      { why: { kind: 'organisation', name: 'Example Labs' }, lift: null },
    ],
    [
      'Matches “sparse attention” · new today, code released',
      { why: { kind: 'query', query: 'sparse attention' }, lift: null, hasCode: true },
    ],
    [
      'Matches “sparse attention kernels” · code released',
      {
        why: { kind: 'query', query: '"sparse attention" kernels' },
        lift: upvotes(2),
        publicOn: '2026-06-11',
        hasCode: true,
      },
    ],
    [
      'Top 4% of recent papers · 118 upvotes',
      { why: { kind: 'everything' }, lift: upvotes(118), beatsPercent: 96 },
    ],
    [
      'Most upvoted of all recent papers · 118 upvotes',
      { why: { kind: 'everything' }, lift: upvotes(118), beatsPercent: 100 },
    ],
    ['12 upvotes', { why: { kind: 'everything' }, lift: upvotes(12) }],
    ['New today, code released', { why: { kind: 'everything' }, lift: null, hasCode: true }],
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
      'Outside your topics · top 8% of recent papers · 74 upvotes',
      { why: { kind: 'outside' }, lift: upvotes(74), beatsPercent: 92 },
    ],
    ['Editor’s pick · new today', { why: { kind: 'editor' }, lift: null }],
  ])('%s', (text, changes) => {
    expect(spaced(pickReasonText(BUILT_IN_TAXONOMY, reason(changes), TODAY, 'en'))).toBe(text);
  });

  it.each<[string, Partial<PickReason>]>([
    [
      'Top 3 % in Agenten & Werkzeuge · 1.204 Upvotes (40 seit gestern)',
      { lift: upvotes(1204, 40), beatsPercent: 97 },
    ],
    ['Agenten & Werkzeuge · heute neu', { lift: upvotes(1, 1) }],
    ['Heute neu, mit Code', { why: { kind: 'everything' }, lift: null, hasCode: true }],
    ['Agenten & Werkzeuge · erschienen am 31. Dezember 2025', { lift: null, publicOn: '2025-12-31' }],
    [
      'Passt zu „sparse attention“ · 120 GitHub-Sterne',
      {
        why: { kind: 'query', query: '"sparse attention"' },
        lift: { signal: 'github_stars', value: 120, gained: null },
      },
    ],
    [
      'Sie folgen Jane Doe · 5 Kommentare',
      { why: { kind: 'author', name: 'Jane Doe' }, lift: { signal: 'hf_comments', value: 5, gained: null } },
    ],
    [
      'Die meisten Upvotes aller neuen Papers · 118 Upvotes',
      { why: { kind: 'everything' }, lift: upvotes(118), beatsPercent: 100 },
    ],
    [
      'Außerhalb Ihrer Interessen · die meisten Upvotes am 11. Juni',
      { why: { kind: 'outside' }, mostUpvotedOfDay: true, publicOn: '2026-06-11' },
    ],
  ])('in German: %s', (text, changes) => {
    expect(spaced(pickReasonText(BUILT_IN_TAXONOMY, reason(changes), TODAY, 'de'))).toBe(text);
  });

  it.each<[PickBasis, string]>([
    [{ kind: 'author', name: 'Jane Doe' }, 'New today, code released'],
    [{ kind: 'organisation', name: 'Example Labs' }, 'New today, code released'],
    [{ kind: 'query', query: 'sparse attention' }, 'New today, code released'],
    [{ kind: 'outside' }, 'New today, code released'],
    [AGENTS, 'Agents & tool use · new today, code released'],
  ])('does not tell the public about the interest %j', (why, text) => {
    const facts = reason({ why, lift: null, hasCode: true });
    expect(pickReasonText(BUILT_IN_TAXONOMY, facts, TODAY, 'en', { audience: 'public', heading: null })).toBe(
      text,
    );
  });

  it.each<[PickBasis, { topic: string; outside: boolean }, string]>([
    [AGENTS, { topic: 'agents-tool-use', outside: false }, '214 upvotes'],
    [AGENTS, { topic: 'reasoning', outside: false }, 'Agents & tool use · 214 upvotes'],
    [{ kind: 'outside' }, { topic: '', outside: true }, '214 upvotes'],
    [
      { kind: 'query', query: 'sparse' },
      { topic: 'reasoning', outside: false },
      'Matches “sparse” · 214 upvotes',
    ],
  ])('does not repeat the heading above it: %j below %j', (why, heading, text) => {
    const line = pickReasonText(BUILT_IN_TAXONOMY, reason({ why }), TODAY, 'en', {
      audience: 'subscriber',
      heading,
    });
    expect(spaced(line)).toBe(text);
  });
});

it.each([
  ['en', 'Top\u00A03% in Agents & tool use · 1,204\u00A0upvotes (40\u00A0since yesterday)'],
  ['de', 'Top\u00A03\u00A0% in Agenten & Werkzeuge · 1.204\u00A0Upvotes (40\u00A0seit gestern)'],
] as const)('keeps numbers and units together in %s', (language, text) => {
  const facts = reason({ lift: upvotes(1204, 40), beatsPercent: 97 });
  expect(pickReasonText(BUILT_IN_TAXONOMY, facts, TODAY, language)).toBe(text);
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
    expect(spaced(pickReasonText(BUILT_IN_TAXONOMY, second, TODAY, 'en'))).toBe(
      'Top 7% in Agents & tool use · 214 upvotes',
    );
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

  it('names one signal above 0, a notable one first, then upvotes before stars before comments', () => {
    const one = [{ at: AS_OF, value: 1 }];
    const many = [{ at: AS_OF, value: 900 }];
    const zero = [{ at: AS_OF, value: 0 }];
    const lift = (snapshots: CandidateSketch['snapshots']) =>
      reasonOfFirst(AGENTS, { id: 'a', snapshots: snapshots ?? {} }).lift?.signal;
    expect(lift({ hf_upvotes: many, github_stars: many })).toBe('hf_upvotes');
    expect(lift({ hf_upvotes: one, github_stars: one })).toBe('hf_upvotes');
    expect(lift({ hf_upvotes: one, github_stars: many })).toBe('github_stars');
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
        BUILT_IN_TAXONOMY,
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
            const text = pickReasonText(BUILT_IN_TAXONOMY, data, TODAY, language);
            expect(text).not.toMatch(/NaN|undefined|null|\n|\s0\s|top\s0|100\s?%/i);
            expect(text).not.toMatch(/(?<![\d.,])[1-9]\u00A0(?:upvote|GitHub)/i);
          }
          if (data.lift) expect(paper.signals[data.lift.signal]?.value).toBe(data.lift.value);
        }
      }),
    );
  });
});
