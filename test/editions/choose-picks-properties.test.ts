import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePicks } from '../../src/editions/choose-picks.ts';
import { type ShortlistedPaper, shortlist } from '../../src/editions/matching/shortlist.ts';
import type { PoolPaper } from '../../src/editions/pool-paper.ts';
import type { Interest } from '../../src/subscribers/preferences/preference.ts';
import { interestsArbitrary, isMuted } from '../support/interests.ts';
import { ids, pickFrom, topics } from '../support/picks.ts';
import { type CandidateSketch, poolOf, shuffled, sketchesArbitrary } from '../support/pool.ts';
import { dataPath, missingData } from '../support/real-data.ts';

describe('properties', () => {
  interface Drawn {
    sketches: CandidateSketch[];
    interests: Interest[];
    size: number;
    seed: number;
    /** So many quarters of the pool were sent before. */
    sentShare: number;
    /** Picks received before. */
    before: number;
  }
  const setting: fc.Arbitrary<Drawn> = fc.record({
    sketches: sketchesArbitrary,
    interests: interestsArbitrary,
    size: fc.integer({ min: 1, max: 30 }),
    seed: fc.integer(),
    sentShare: fc.integer({ min: 0, max: 3 }),
    before: fc.integer({ min: 0, max: 40 }),
  });

  function run({ sketches, interests, size, seed, sentShare, before }: Drawn) {
    const pool = poolOf(sketches);
    const already = new Set(
      shuffled(pool, seed).flatMap(({ paperId }, index) => (index % 4 < sentShare ? [paperId] : [])),
    );
    const list = shortlist(pool, { interests, size });
    const open = list.filter(({ paperId }) => !already.has(paperId));
    return { pool, already, list, open, picks: choosePicks(list, { ids: already, picks: before }, size) };
  }

  it('never returns a muted or sent paper, a duplicate, or more than `size`', () => {
    fc.assert(
      fc.property(setting, (drawn) => {
        const { pool, already, picks } = run(drawn);
        const papers = new Map(pool.map((paper) => [paper.paperId, paper]));
        expect(picks.length).toBeLessThanOrEqual(drawn.size);
        expect(new Set(ids(picks)).size).toBe(picks.length);
        for (const { paperId } of picks) {
          expect(already.has(paperId)).toBe(false);
          expect(isMuted(papers.get(paperId), drawn.interests)).toBe(false);
        }
      }),
    );
  });

  it('does not depend on the order of pool and interests', () => {
    fc.assert(
      fc.property(setting, (drawn) => {
        const { pool, already, picks } = run(drawn);
        const interests = shuffled(drawn.interests, drawn.seed + 1);
        const other = shuffled(pool, drawn.seed + 2);
        expect(pickFrom(other, interests, drawn.size, already, drawn.before)).toEqual(picks);
      }),
    );
  });

  it('fills every place it can, with exploration last and within its share', () => {
    fc.assert(
      fc.property(setting, (drawn) => {
        const { open, picks } = run(drawn);
        const explored = picks.filter(({ exploration }) => exploration).length;
        const eligible = open.filter(({ tier: standing }) => standing !== 'outside').length;
        const tenths = Math.floor((drawn.before + picks.length) / 10) - Math.floor(drawn.before / 10);
        expect(explored).toBeLessThanOrEqual(picks.length < 5 ? 0 : tenths);
        expect(picks.slice(picks.length - explored).every(({ exploration }) => exploration)).toBe(true);
        if (eligible >= drawn.size) expect(picks).toHaveLength(drawn.size);
        else expect(picks.length - explored).toBe(Math.min(eligible, drawn.size - explored));
      }),
    );
  });

  it('always includes the most upvoted paper of the followed topics', () => {
    fc.assert(
      fc.property(setting, (drawn) => {
        const { open, picks } = run(drawn);
        if (drawn.size === 1 && open.some(({ tier: standing }) => standing === 'followed')) return;
        const upvotes = ({ traits }: ShortlistedPaper) => traits.upvotes?.value ?? 0;
        const topical = open.filter(({ matches: fits }) =>
          fits.some(({ kind }) => kind === 'topic' || kind === 'everything'),
        );
        const most = Math.max(0, ...topical.map(upvotes));
        if (most === 0) return;
        const best = topical.filter((paper) => upvotes(paper) === most).map(({ paperId }) => paperId);
        expect(ids(picks).some((id) => best.includes(id))).toBe(true);
      }),
    );
  });

  it('serves every interest while there are enough places', () => {
    fc.assert(
      fc.property(setting, (drawn) => {
        const { open, picks } = run(drawn);
        const picked = new Set(ids(picks));
        const matched = open.filter(({ tier: standing }) => standing === 'matched');
        const interests = new Set(
          matched.flatMap(({ matches: fits }) => fits.map(({ interest }) => interest)),
        );
        const followed = picks.filter(({ reason }) =>
          ['author', 'organisation'].includes(reason.why.kind),
        ).length;
        const explored = picks.filter(({ exploration }) => exploration).length;
        if (interests.size > drawn.size - explored - followed) return;
        for (const interest of interests) {
          const serving = matched.filter(({ matches: fits }) =>
            fits.some((fit) => fit.interest === interest),
          );
          expect(serving.some(({ paperId }) => picked.has(paperId))).toBe(true);
        }
      }),
    );
  });

  it('sorts topic and query picks by descending upvotes when all were read at once', () => {
    fc.assert(
      fc.property(setting, (drawn) => {
        const sketches = drawn.sketches.map(({ snapshots, ...sketch }) => ({
          ...sketch,
          upvotes: snapshots?.hf_upvotes?.at(-1)?.value ?? 0,
        }));
        const { pool, picks } = run({ ...drawn, sketches });
        const value = new Map(pool.map((paper) => [paper.paperId, paper.signals.hf_upvotes?.value ?? 0]));
        const shown = picks
          .filter(({ reason }) => ['topic', 'query', 'everything'].includes(reason.why.kind))
          .map(({ paperId }) => value.get(paperId) ?? 0);
        expect(shown).toEqual([...shown].sort((a, b) => b - a));
      }),
    );
  });
});

const REAL_LIST = 'hf/daily_papers_2026-06-12.json';
const missing = missingData(REAL_LIST);

describe.skipIf(missing !== null)(`a real list${missing ? ` (${missing})` : ''}`, () => {
  const slugs = [
    'agents-tool-use',
    'reasoning',
    'video',
    'code-software',
    'rag-search',
    '3d-vision',
    'data-synthetic',
  ];

  /**
   * Real ids, titles and upvotes, read once; topics are dealt out, because classifying has tests of its own.
   */
  function realPool(): PoolPaper[] {
    const entries: { paper: { id: string; title: string; upvotes: number } }[] = JSON.parse(
      readFileSync(dataPath(REAL_LIST), 'utf8'),
    );
    return poolOf(
      entries.map(({ paper: { id, title, upvotes } }, index) => ({
        id,
        title,
        upvotes,
        topics: { [slugs[index % slugs.length] ?? '']: 0.5, [slugs[(index * 3) % slugs.length] ?? '']: 0.9 },
      })),
    );
  }

  it.each([
    [slugs, 10],
    [slugs.slice(0, 6), 10],
    [slugs.slice(0, 3), 9],
    [[], 7],
  ])(
    'fills the places of %j, size %i, by descending upvotes from the most upvoted paper',
    (followed, size) => {
      const pool = realPool();
      const picks = pickFrom(pool, topics(...followed), size);
      const value = new Map(pool.map((paper) => [paper.paperId, paper.signals.hf_upvotes?.value ?? 0]));
      const shown = picks.flatMap(({ paperId, exploration }) =>
        exploration ? [] : [value.get(paperId) ?? 0],
      );
      const within = pool.filter(
        ({ topics: own }) => followed.length === 0 || own.some(({ topic }) => followed.includes(topic)),
      );
      expect(picks).toHaveLength(size);
      expect(shown).toEqual([...shown].sort((a, b) => b - a));
      expect(shown[0]).toBe(Math.max(...within.map(({ paperId }) => value.get(paperId) ?? 0)));
    },
  );
});
