import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyBaseline } from '../../../src/trending/baseline.ts';
import type { Candidate } from '../../../src/trending/candidate.ts';
import type { ColdPaper } from '../../../src/trending/cold/cold-features.ts';
import { coldModelSchema, explainStanding, predictStanding } from '../../../src/trending/cold/cold-model.ts';
import { fitColdModel, type PastList, standingsOf } from '../../../src/trending/cold/fit-cold-model.ts';
import { shippedModel } from '../../../src/trending/cold/shipped-model.ts';
import { scorePapers } from '../../../src/trending/score.ts';

const paper = (given: Partial<ColdPaper> = {}): ColdPaper => ({
  title: 'Pumps for gardens',
  abstract: 'We describe pumps.',
  authors: ['Ann Gardener'],
  authorCount: 1,
  organization: null,
  submitter: null,
  hasCode: false,
  hasProject: false,
  ...given,
});

const dayOf = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);

/** Lists on which papers about tulips win, and those of Tom Tulip above all. */
function gardenLists(count: number): PastList[] {
  return Array.from({ length: count }, (_, day) => ({
    day: dayOf(day),
    papers: Array.from({ length: 10 }, (__, number) => {
      const wins = number < 5;
      const authors = [wins ? 'Tom Tulip' : `Hans Hose ${day} ${number}`];
      const title = `${wins ? 'Tulips' : 'Hoses'} of garden ${day * 10 + number}`;
      return { paper: paper({ title, authors }), upvotes: wins ? 20 + number : number };
    }),
  }));
}

const fitLists = (lists: PastList[]) => fitColdModel({ lists, unlisted: [], label: 'fitted' });

describe('fitColdModel', () => {
  it('learns words and authors of successful papers', async () => {
    const model = await fitLists(gardenLists(20));
    if (!model) throw new Error('no model');
    const value = (given: Partial<ColdPaper>) => predictStanding(model, paper(given), true);
    expect(value({ title: 'Tulips of garden 999' })).toBeGreaterThan(
      value({ title: 'Hoses of garden 999' }) + 0.3,
    );
    expect(value({ authors: ['Tom Tulip'] })).toBeGreaterThan(value({ authors: ['Nora New'] }) + 0.1);
  });

  it('gives the same bytes for the same lists in any order', async () => {
    const lists = gardenLists(15);
    expect(JSON.stringify(await fitLists(lists.toReversed()))).toBe(JSON.stringify(await fitLists(lists)));
  });

  it('reads the history of authors as of the day before, never the votes of the day itself', async () => {
    // Every author has one paper, so the history is empty when each is learned from.
    const once = gardenLists(15).map(({ day, papers }) => ({
      day,
      papers: papers.map((each, number) => ({
        ...each,
        paper: paper({ title: 'Pumps', authors: [`Only ${day} ${number}`] }),
      })),
    }));
    const coefficients = (await fitLists(once))?.standing.coefficients ?? {};
    const ofAuthors = Object.keys(coefficients).filter((name) => name.includes('earlier'));
    expect(ofAuthors.map((name) => coefficients[name])).toEqual(ofAuthors.map(() => 0));
  });

  it('needs ten lists', async () => {
    expect(await fitLists(gardenLists(9))).toBeNull();
    expect((await fitLists(gardenLists(10)))?.until).toBe(dayOf(9));
  });

  it('keeps what the prior knows where the lists say nothing', async () => {
    const prior = shippedModel();
    const model = await fitColdModel({ lists: gardenLists(10), unlisted: [], label: 'fitted', prior });
    const [word, value] =
      Object.entries(prior.standing.coefficients).find(([name]) => name.startsWith('t:')) ?? [];
    expect(model?.standing.coefficients[word ?? '']).toBeCloseTo(value ?? Number.NaN, 2);
    expect(model?.listed).toEqual(prior.listed);
  });

  it('compares upvotes within their list', () => {
    expect(standingsOf([1, 1, 1])).toEqual([0, 0, 0]);
    const [low, high] = standingsOf([0, 100]);
    expect(low).toBeCloseTo(-1);
    expect(high).toBeCloseTo(1);
  });
});

describe('the shipped model', () => {
  it('has coefficients of features, words and organizations, and no persons', () => {
    const model = shippedModel();
    expect(model.version).toBe(`shipped-${model.until}`);
    expect(model.earlier.authors).toEqual({});
    expect(JSON.stringify(model).length).toBeLessThan(300_000);
    for (const name of Object.keys(model.standing.coefficients).filter((each) => /^[ta]:/.test(each)))
      expect(name).toMatch(/^[ta]:[\p{L}\p{N}]+$/u);
  });

  it('explains a prediction by terms that add up to it', () => {
    const read = paper({ title: 'GardenBench: a benchmark of 7B agents', authorCount: 12, hasCode: true });
    for (const listed of [true, false]) {
      const { value, terms } = explainStanding(shippedModel(), read, listed);
      expect(terms.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(value, 9);
      expect(terms.map(({ name }) => name)).toContain('number of authors');
    }
  });

  it('reads any text without failing, within bounds', () => {
    const model = shippedModel();
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string()), fc.array(fc.string()), (title, abstract, authors) => {
        const hostile = paper({ title, abstract, authors: [...authors, '__proto__', 'constructor'] });
        expect(Math.abs(predictStanding(model, hostile, true))).toBeLessThanOrEqual(3);
        expect(Math.abs(predictStanding(model, hostile, false))).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('is refused if a number is missing', () => {
    expect(coldModelSchema.safeParse({ ...shippedModel(), standing: { mean: 0 } }).success).toBe(false);
  });
});

describe('scorePapers with expected standings', () => {
  const publicAt = new Date('2026-06-12T00:00:00Z');
  const at = (hour: number) => new Date(publicAt.getTime() + hour * 3_600_000);
  const candidate = (number: number, expected: number, upvotes: number | null, listed = true): Candidate => ({
    paperId: `2606.${String(number).padStart(5, '0')}`,
    publicAt,
    topics: [],
    organisation: null,
    prior: { expected, listed },
    snapshots: upvotes === null ? {} : { hf_upvotes: [{ at: at(3), value: upvotes }] },
  });
  const order = (candidates: Candidate[], hour = 3) =>
    scorePapers(candidates, emptyBaseline(at(hour)), at(hour)).map(({ paperId }) => Number(paperId.slice(5)));

  it('orders papers without votes by them', () => {
    expect(order([candidate(1, -1, null), candidate(2, 1, null), candidate(3, 0, null)])).toEqual([2, 3, 1]);
    expect(order([candidate(1, -1, null, false), candidate(2, 1, null, false)])).toEqual([2, 1]);
  });

  it('never contradicts votes within a list day, in rank and attention', () => {
    const readings = fc.array(fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.nat(60)), {
      minLength: 2,
      maxLength: 25,
    });
    fc.assert(
      fc.property(readings, fc.integer({ min: 3, max: 30 }), (given, hour) => {
        const papers = given.map(([expected, upvotes], number) => candidate(number + 1, expected, upvotes));
        const scored = scorePapers(papers, emptyBaseline(at(hour)), at(hour));
        const upvotes = scored.map(({ signals }) => signals.hf_upvotes?.value ?? 0);
        expect(upvotes).toEqual([...upvotes].sort((a, b) => b - a));
        for (const a of scored)
          for (const b of scored)
            if ((a.signals.hf_upvotes?.value ?? 0) > (b.signals.hf_upvotes?.value ?? 0))
              expect(a.attention).toBeGreaterThan(b.attention);
      }),
    );
  });

  it('orders equal votes by them, and hardly counts after a day', () => {
    const papers = [candidate(1, -1, 4), candidate(2, 1, 4)];
    expect(order(papers)).toEqual([2, 1]);
    const [first, second] = scorePapers(papers, emptyBaseline(at(30)), at(30));
    expect((first?.attention ?? 0) - (second?.attention ?? 0)).toBeLessThan(0.1);
  });

  it('ranks without it where it is not a number', () => {
    expect(order([candidate(1, Number.NaN, 1), candidate(2, 1, 5)])).toEqual([2, 1]);
  });
});
