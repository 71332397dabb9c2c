import fc from 'fast-check';
import type { SignalName } from '../../config/signals.ts';
import type { PoolPaper } from '../../src/editions/pool-paper.ts';
import { type Baseline, computeBaseline, emptyBaseline } from '../../src/trending/baseline.ts';
import type { Candidate, Snapshot } from '../../src/trending/candidate.ts';
import { scorePapers } from '../../src/trending/score.ts';

/** Time of the ranking in these tests: a Friday. */
export const AS_OF = new Date('2026-06-12T14:00:00Z');
export const LIST_DAY = new Date('2026-06-12T00:00:00Z');

/** Time that many hours before the ranking. */
export function hoursAgo(hours: number): Date {
  return new Date(AS_OF.getTime() - hours * 3_600_000);
}

export interface CandidateSketch {
  id: string;
  publicAt?: Date;
  topics?: Record<string, number>;
  /** Read at AS_OF. */
  upvotes?: number;
  snapshots?: Partial<Record<SignalName, readonly Snapshot[]>>;
  title?: string;
  abstract?: string | null;
  authors?: readonly string[];
  organization?: string | null;
}

export function candidateOf(sketch: CandidateSketch): Candidate {
  const { id, publicAt = LIST_DAY, topics = {}, upvotes, snapshots = {}, organization = null } = sketch;
  return {
    paperId: id,
    publicAt,
    topics: Object.entries(topics).map(([topic, score]) => ({ topic, score })),
    organisation: organization,
    snapshots:
      upvotes === undefined ? snapshots : { ...snapshots, hf_upvotes: [{ at: AS_OF, value: upvotes }] },
  };
}

/** Scores sketches as the ranking does and adds their texts. */
export function poolOf(
  sketches: readonly CandidateSketch[],
  baseline: Baseline = emptyBaseline(AS_OF),
): PoolPaper[] {
  const byId = new Map(sketches.map((sketch) => [sketch.id, sketch]));
  return scorePapers(sketches.map(candidateOf), baseline, AS_OF).map((scored) => {
    const sketch = byId.get(scored.paperId);
    return {
      ...scored,
      title: sketch?.title ?? `Title of ${scored.paperId}`,
      abstract: sketch?.abstract ?? null,
      authors: sketch?.authors ?? [],
      organization: sketch?.organization ?? null,
      publicAt: sketch?.publicAt ?? LIST_DAY,
      hasCode: false,
    };
  });
}

export const TOPICS = ['agents-tool-use', 'reasoning', 'video', 'code-software', '3d-vision'] as const;
const WORDS = [
  'sparse',
  'attention',
  'agents',
  'video',
  'diffusion',
  'Schrödinger',
  'planning',
  'graphs',
  'memory',
];
export const AUTHORS = ['Jane Doe', 'Søren Łukasz', 'Wei Zhang'] as const;
export const ORGANIZATIONS = ['Example University', 'Example Labs'] as const;

const snapshotsArbitrary = fc
  .array(fc.record({ hours: fc.integer({ min: 0, max: 60 }), gain: fc.integer({ min: 0, max: 60 }) }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((steps) => {
    let value = 0;
    return steps
      .sort((a, b) => b.hours - a.hours)
      .map(({ hours, gain }) => {
        value += gain;
        return { at: hoursAgo(hours), value };
      });
  });

const sketchArbitrary = fc.record(
  {
    id: fc.integer({ min: 0, max: 99_999 }).map((number) => `2606.${String(number).padStart(5, '0')}`),
    publicAt: fc.integer({ min: 0, max: 3 }).map((days) => new Date(LIST_DAY.getTime() - days * 86_400_000)),
    topics: fc.dictionary(fc.constantFrom(...TOPICS), fc.double({ min: 0.05, max: 1, noNaN: true }), {
      maxKeys: 3,
    }),
    snapshots: fc.record(
      {
        hf_upvotes: snapshotsArbitrary,
        hf_comments: snapshotsArbitrary,
        github_stars: snapshotsArbitrary,
      },
      { requiredKeys: [] },
    ),
    title: fc
      .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 })
      .map((words) => words.join(' ')),
    abstract: fc.option(
      fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => words.join(' ')),
    ),
    authors: fc.subarray([...AUTHORS]),
    organization: fc.option(fc.constantFrom(...ORGANIZATIONS)),
  },
  { requiredKeys: ['id', 'publicAt', 'topics', 'snapshots', 'title', 'abstract', 'authors', 'organization'] },
);

/** Papers of four list days with any signals and texts, each id once. */
export const sketchesArbitrary: fc.Arbitrary<CandidateSketch[]> = fc.uniqueArray(sketchArbitrary, {
  selector: ({ id }) => id,
  minLength: 1,
  maxLength: 25,
});

/** No history, or one learned from other papers. */
export const baselineArbitrary: fc.Arbitrary<Baseline> = fc.oneof(
  fc.constant(emptyBaseline(AS_OF)),
  sketchesArbitrary.map((sketches) => computeBaseline(sketches.map(candidateOf), AS_OF)),
);

/** The same items in another order, which depends on the seed. */
export function shuffled<T>(things: readonly T[], seed: number): T[] {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  return things
    .map((thing) => ({ thing, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ thing }) => thing);
}
