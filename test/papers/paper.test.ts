import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash, mergeRecords, type PaperRecord } from '../../src/papers/paper.ts';
import type { SourcePaper } from '../../src/ports.ts';
import { sourcePaper } from '../support/list.ts';

const ID = '2606.13681';

function by(source: string, pieces: Partial<SourcePaper> = {}): PaperRecord {
  return { source, record: sourcePaper({ id: ID, ...pieces }) };
}

const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const time = sometimes(
  fc
    .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString()),
);
const recordArbitrary: fc.Arbitrary<PaperRecord> = fc
  .record({
    version: sometimes(fc.integer({ min: 1, max: 4 })),
    title: fc.constantFrom('', 'A title', 'Another title', 'A third title'),
    abstract: sometimes(fc.constantFrom('One.', 'Two.')),
    summary: sometimes(fc.constantFrom('Short.', 'Shorter.')),
    authors: fc.subarray(['Jane Doe', 'John Roe', 'Ada Example']),
    authorCount: fc.integer({ min: 0, max: 5 }),
    organisation: sometimes(fc.constantFrom('Example University', 'Example Labs')),
    categories: fc.subarray(['cs.AI', 'cs.CL', 'stat.ML']),
    primaryCategory: sometimes(fc.constantFrom('cs.AI', 'cs.CL')),
    publishedAt: time,
    updatedAt: time,
    comment: sometimes(fc.constantFrom('12 pages', 'withdrawn')),
    withdrawn: fc.boolean(),
    links: fc.record(
      {
        code: fc.constantFrom('https://a.example.org/', 'https://b.example.org/'),
        project: fc.constant('https://c.example.org/'),
      },
      { requiredKeys: [] },
    ),
    listDay: sometimes(fc.constantFrom('2026-06-11', '2026-06-12')),
  })
  .chain((pieces) =>
    fc
      .constantFrom('arxiv', 'hugging-face', 'sample', 'other', 'another')
      .map((source) => by(source, pieces)),
  );
/** Stored records of one paper: one per source and version. */
const recordsArbitrary = fc.uniqueArray(recordArbitrary, {
  selector: ({ source, record }) => `${source} ${record.version ?? 0}`,
  minLength: 1,
  maxLength: 8,
});

describe('mergeRecords', () => {
  it('returns the same paper and hash for any order of the records', () => {
    const twoOrders = recordsArbitrary.chain((records) =>
      fc.tuple(fc.constant(records), fc.shuffledSubarray(records, { minLength: records.length })),
    );
    fc.assert(
      fc.property(twoOrders, ([records, reordered]) => {
        const paper = mergeRecords(records);
        expect(mergeRecords(reordered)).toEqual(paper);
        expect(contentHash(mergeRecords(reordered))).toBe(contentHash(paper));
      }),
      { numRuns: 500 },
    );
  });

  it('takes every field from some record, and loses none', () => {
    fc.assert(
      fc.property(recordsArbitrary, (records) => {
        const paper = mergeRecords(records);
        const all = records.map(({ record }) => record);
        for (const field of ['abstract', 'summary', 'organisation', 'primaryCategory'] as const) {
          const said = all.map((record) => record[field]).filter((value) => value !== null);
          expect(said.length === 0 ? [null] : said).toContain(paper[field]);
        }
        const versions = all.map((record) => record.version ?? 0);
        expect(paper.latestVersion ?? 0).toBe(Math.max(...versions));
        const named = all.filter((record) => record.authors.length > 0);
        const counts = (named.length > 0 ? named : all).map((each) =>
          Math.max(each.authorCount, each.authors.length),
        );
        expect(counts).toContain(paper.authorCount);
        expect(paper.authorCount).toBeGreaterThanOrEqual(paper.authors.length);
        expect(paper.links.code !== undefined).toBe(all.some((record) => record.links.code !== undefined));
      }),
    );
  });

  it('throws without records', () => {
    expect(() => mergeRecords([])).toThrow(TypeError);
  });
});

describe('precedence of sources', () => {
  it("is arXiv's for the text, although Hugging Face has the summary and the organization", () => {
    const paper = mergeRecords([
      by('hugging-face', {
        title: 'As quoted',
        abstract: 'As quoted.',
        summary: 'In short.',
        authors: ['J. Doe'],
        authorCount: 3,
        organisation: 'Example Labs',
      }),
      by('arxiv', {
        version: 1,
        title: 'As submitted',
        abstract: 'As submitted.',
        summary: null,
        authors: ['Jane Doe', 'John Roe'],
        authorCount: 2,
        categories: ['cs.CL', 'cs.AI'],
        primaryCategory: 'cs.CL',
      }),
    ]);
    expect(paper).toMatchObject({
      title: 'As submitted',
      abstract: 'As submitted.',
      summary: 'In short.',
      authors: ['Jane Doe', 'John Roe'],
      // Not the 3 of Hugging Face: the count belongs to the list of names.
      authorCount: 2,
      organisation: 'Example Labs',
      categories: ['cs.CL', 'cs.AI'],
      primaryCategory: 'cs.CL',
      latestVersion: 1,
    });
  });

  it('falls back to the next source when the first has no value', () => {
    const paper = mergeRecords([
      by('arxiv', { version: 1, title: '', abstract: null, authors: [], authorCount: 0 }),
      by('hugging-face', {
        title: 'A title',
        abstract: 'An abstract.',
        authors: ['Jane Doe'],
        authorCount: 1,
      }),
    ]);
    expect(paper).toMatchObject({
      title: 'A title',
      abstract: 'An abstract.',
      authors: ['Jane Doe'],
      authorCount: 1,
    });
  });

  it('puts Hugging Face before the bundled sample, and an unranked source last, by its name', () => {
    const sources = ['zeta', 'sample', 'alpha', 'hugging-face', 'arxiv'];
    const records = sources.map((source) => by(source, { title: source }));
    const order = [];
    while (records.length > 0) {
      const { title } = mergeRecords(records);
      order.push(title);
      records.splice(
        records.findIndex(({ source }) => source === title),
        1,
      );
    }
    expect(order).toEqual(['arxiv', 'hugging-face', 'sample', 'alpha', 'zeta']);
  });

  it('takes each link from the most trusted source that has it, and the keys in one order', () => {
    const paper = mergeRecords([
      by('sample', { links: { discussion: 'https://d.example.org/', code: 'https://sample.example.org/' } }),
      by('hugging-face', { links: { project: 'https://p.example.org/', code: 'https://hf.example.org/' } }),
    ]);
    expect(JSON.stringify(paper.links)).toBe(
      JSON.stringify({
        code: 'https://hf.example.org/',
        project: 'https://p.example.org/',
        discussion: 'https://d.example.org/',
      }),
    );
  });
});

describe('versions', () => {
  const first = by('arxiv', {
    version: 1,
    title: 'Draft',
    comment: '8 pages',
    publishedAt: '2026-06-10T10:00:00.000Z',
    updatedAt: '2026-06-10T10:00:00.000Z',
  });
  const second = by('arxiv', {
    version: 2,
    title: 'Final',
    comment: '12 pages',
    publishedAt: '2026-06-10T10:00:00.000Z',
    updatedAt: '2026-06-14T09:00:00.000Z',
  });

  it('use the newest one, and keep the first date and the last change', () => {
    expect(mergeRecords([second, first])).toMatchObject({
      title: 'Final',
      comment: '12 pages',
      latestVersion: 2,
      publishedAt: '2026-06-10T10:00:00.000Z',
      updatedAt: '2026-06-14T09:00:00.000Z',
    });
  });

  it('hides a paper with a withdrawn newest version, and shows it again after a later one', () => {
    const withdrawn = by('arxiv', { version: 2, withdrawn: true, comment: 'This paper has been withdrawn' });
    const returned = by('arxiv', { version: 3 });
    const quoted = by('hugging-face');
    expect(mergeRecords([first, withdrawn, quoted]).withdrawn).toBe(true);
    expect(mergeRecords([first, withdrawn, returned, quoted]).withdrawn).toBe(false);
  });

  it('do not quote the comment of a withdrawn version once a later one exists', () => {
    const withdrawn = by('arxiv', { version: 2, withdrawn: true, comment: 'This paper has been withdrawn' });
    const returned = by('arxiv', { version: 3, comment: null });
    expect(mergeRecords([first, withdrawn, returned]).comment).toBeNull();
  });

  it('are null when no source names one', () => {
    expect(mergeRecords([by('hugging-face')]).latestVersion).toBeNull();
  });
});

describe('contentHash', () => {
  it('changes with the paper’s content', () => {
    const paper = mergeRecords([by('arxiv', { version: 1 })]);
    const changed = mergeRecords([by('arxiv', { version: 1, abstract: 'Something else.' })]);
    expect(contentHash(changed)).not.toBe(contentHash(paper));
    expect(contentHash(paper)).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('withdrawal', () => {
  it.each([
    [true, false],
    [false, true],
  ])(
    'of version 1 (%s) yields to that of version 2 (%s), though a less trusted source reports it',
    (old, current) => {
      const paper = mergeRecords([
        by('arxiv', { version: 1, withdrawn: old }),
        by('hugging-face', { version: 2, withdrawn: current }),
      ]);
      expect(paper.withdrawn).toBe(current);
    },
  );
});
