import { describe, expect, it } from 'vitest';
import type { ParsedEntry } from '../../../src/papers/sources/entry-fields.ts';
import {
  huggingFaceEntryKey,
  parseHuggingFaceEntry,
} from '../../../src/papers/sources/hugging-face-entry.ts';
import { type DailyEntry, dailyEntry } from '../../support/hugging-face-server.ts';

const PLACE = 'page 0, entry 3';

function parsed(fields: Partial<DailyEntry>): ParsedEntry {
  return parseHuggingFaceEntry(dailyEntry({ id: '2606.00001', day: '2026-06-11', ...fields }), PLACE);
}

function paperOf(fields: Partial<DailyEntry>) {
  const { paper } = parsed(fields);
  if (paper === null) throw new Error('the entry was rejected');
  return paper;
}

function values(entry: ParsedEntry): Record<string, number> {
  return Object.fromEntries(entry.readings.map((reading) => [reading.signal, reading.value]));
}

describe('an entry of a daily list', () => {
  it('becomes a paper with all its fields', () => {
    const paper = {
      authors: [
        { name: 'Ada  Example', hidden: false },
        { name: 'Hidden Person', hidden: true },
        { name: 'Bo Example' },
      ],
      summary: 'First line\nsecond line.',
      ai_summary: 'Short.',
      githubRepo: 'https://github.com/example/code',
      projectPage: 'https://example.org/page',
      organization: { name: 'inner' },
    };
    const outer = { organization: { name: 'lab', fullname: 'The Example Lab' } };
    expect(paperOf({ title: 'A\n title', paper, outer })).toEqual({
      id: '2606.00001',
      version: null,
      title: 'A title',
      abstract: 'First line second line.',
      summary: 'Short.',
      authors: ['Ada Example', 'Bo Example'],
      authorCount: 3,
      organisation: 'The Example Lab',
      categories: [],
      primaryCategory: null,
      publishedAt: '2026-06-10T00:00:00.000Z',
      updatedAt: null,
      comment: null,
      withdrawn: false,
      links: {
        code: 'https://github.com/example/code',
        project: 'https://example.org/page',
        discussion: 'https://huggingface.co/papers/2606.00001',
      },
      listDay: '2026-06-11',
    });
  });

  it.each([
    ['the short name', { organization: { name: 'lab', fullname: ' ' } }, {}, 'lab'],
    ['the one of the paper', {}, { organization: { fullname: 'Inner Lab' } }, 'Inner Lab'],
    ['none', { organization: 'lab' }, { organization: [] }, null],
  ])('uses %s without a full name of the organization', (_name, outer, paper, expected) => {
    expect(paperOf({ outer, paper }).organisation).toBe(expected);
  });

  it('needs only an id and a title', () => {
    const bare = parseHuggingFaceEntry({ paper: { id: '2606.00001' }, title: 'Outer title' }, PLACE);
    expect(bare.rejections).toEqual([]);
    expect(bare.readings).toEqual([]);
    expect(bare.paper).toMatchObject({
      title: 'Outer title',
      authors: [],
      authorCount: 0,
      listDay: null,
      abstract: null,
    });
  });

  it('accepts old ids and ids with a version', () => {
    expect(paperOf({ id: 'math.CA/0611800v2' })).toMatchObject({ id: 'math/0611800', version: 2 });
    expect(paperOf({ id: 'hep-th/9901001' })).toMatchObject({ id: 'hep-th/9901001', version: null });
  });
});

describe('hostile entries', () => {
  it.each([
    ['null', null],
    ['a number', 7],
    ['a text', 'paper'],
    ['a list', []],
    ['no paper', {}],
    ['a paper that is a list', { paper: [] }],
    ['an id that is a number', { paper: { id: 2606.00001, title: 'x' } }],
    ['an id that is an object', { paper: { id: {}, title: 'x' } }],
  ])('are rejected by their position: %s', (_name, raw) => {
    const entry = parseHuggingFaceEntry(raw, PLACE);
    expect(entry).toMatchObject({ paper: null, readings: [], rejections: [{ entry: PLACE }] });
    expect(entry.rejections[0]?.reason).not.toBe('');
  });

  it.each(['', 'nonsense', '2613.00001', '../../etc/passwd', '2606.00001<script>', 'x'.repeat(100_000)])(
    'are rejected with %j as id',
    (id) => {
      const entry = parsed({ id });
      expect(entry.paper).toBeNull();
      expect(entry.rejections).toHaveLength(1);
      expect(entry.rejections[0]?.entry.length).toBeLessThanOrEqual(100);
      expect(entry.rejections[0]?.reason).toBe('paper.id: is not an arXiv id');
    },
  );

  it.each([{}, [], 7, null, '', ' \u0000\u200b\n '])('are rejected with %j as title', (title) => {
    const entry = parsed({ paper: { title }, outer: { title } });
    expect(entry).toMatchObject({ paper: null, rejections: [{ entry: '2606.00001' }] });
  });

  it('cost only the field that is malformed', () => {
    const odd = {
      summary: 7,
      ai_summary: {},
      authors: 'Ada',
      publishedAt: 'soon',
      submittedOnDailyAt: [],
      githubRepo: 3,
    };
    const entry = parsed({ paper: odd, outer: { summary: null, organization: 5 } });
    expect(entry.rejections).toEqual([]);
    expect(entry.paper).toMatchObject({
      abstract: null,
      summary: null,
      authors: [],
      publishedAt: null,
      listDay: null,
      organisation: null,
      links: { discussion: 'https://huggingface.co/papers/2606.00001' },
    });
  });

  it('keep titles of 300 characters and truncate endless ones', () => {
    expect(paperOf({ title: 'x'.repeat(300) }).title).toBe('x'.repeat(300));
    expect(paperOf({ title: 'x'.repeat(1_000_000) }).title).toHaveLength(500);
    expect(paperOf({ paper: { summary: 'y '.repeat(1_000_000) } }).abstract?.length).toBeLessThanOrEqual(
      20_000,
    );
  });

  it('keep 2,000 authors, skip invalid ones, and count beyond the stored names', () => {
    const authors = Array.from({ length: 2_000 }, (_, index) => ({ name: `Author ${index}` }));
    const some = paperOf({ paper: { authors: [7, null, 'Ada', { name: 7 }, ...authors] } });
    expect([some.authors.length, some.authorCount]).toEqual([2_000, 2_001]);
    const many = paperOf({ paper: { authors: [...authors, ...authors, ...authors] } });
    expect([many.authors.length, many.authorCount]).toEqual([5_000, 6_000]);
  });

  it('leave no control characters and no second line in any text', () => {
    const nasty = 'a\u0000b\u001b[31m\r\nBcc: x@example.org\u202e\u2028z';
    const paper = paperOf({
      title: nasty,
      paper: { summary: nasty, ai_summary: nasty, authors: [{ name: nasty }] },
      outer: { organization: { fullname: nasty } },
    });
    const texts = [paper.title, paper.abstract, paper.summary, paper.organisation, ...paper.authors].join('');
    expect(texts).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
  });

  it('keep scripts as plain text, because the page escapes them', () => {
    expect(paperOf({ title: '<script>alert(1)</script>' }).title).toContain('alert(1)');
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://user:secret@example.org/',
    'http://localhost/',
    'https://example.org/a b',
    'https://example.org/\r\nBcc: x',
    '//example.org',
    'example.org',
    `https://example.org/${'x'.repeat(500)}`,
  ])('drop the link %j', (address) => {
    expect(paperOf({ paper: { githubRepo: address, projectPage: address } }).links).toEqual({
      discussion: 'https://huggingface.co/papers/2606.00001',
    });
  });
});

describe('readings', () => {
  it('are the numbers of the list, zero included', () => {
    expect(values(parsed({ upvotes: 0, comments: 4, paper: { githubStars: 12 } }))).toEqual({
      hf_upvotes: 0,
      hf_comments: 4,
      github_stars: 12,
    });
  });

  it('are absent when the list has none', () => {
    const entry = parsed({
      paper: { upvotes: undefined, githubStars: null },
      outer: { numComments: undefined },
    });
    expect([values(entry), entry.rejections]).toEqual([{}, []]);
  });

  it.each(['7', -1, 1.5, 2 ** 31, true, [3], {}, Number.NaN])('skip %j with a rejection', (value) => {
    const entry = parsed({ comments: 2, paper: { upvotes: value } });
    expect(values(entry)).toEqual({ hf_comments: 2 });
    expect(entry.paper).not.toBeNull();
    expect(entry.rejections).toEqual([
      { entry: '2606.00001', reason: expect.stringContaining('paper.upvotes: is not a whole number') },
    ]);
  });
});

describe('the key of an entry', () => {
  it('is its id as the list spells it, else its content', () => {
    expect(huggingFaceEntryKey(dailyEntry({ id: '2606.00001v2', day: null }))).toBe('2606.00001v2');
    expect(huggingFaceEntryKey({ paper: { id: 3 } })).toBe('{"paper":{"id":3}}');
  });
});
