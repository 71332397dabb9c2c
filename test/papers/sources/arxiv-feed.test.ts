import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arxivEntryKey, parseArxivEntry, parseArxivFeed } from '../../../src/papers/sources/arxiv-feed.ts';
import { type ArxivEntry, entryXml } from '../../support/arxiv-server.ts';
import { dataPath, missingData } from '../../support/real-data.ts';

const PLACE = 'result 12';

function feed(entries: string, total = '1', head = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${head}
    <feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
    <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">${total}</opensearch:totalResults>
    ${entries}</feed>`;
}

function parsed(xml: string) {
  const [raw] = parseArxivFeed(feed(xml), 'arXiv').entries;
  return parseArxivEntry(raw, PLACE);
}

function paperOf(fields: Partial<ArxivEntry>) {
  const { paper } = parsed(entryXml({ id: '2606.00001', published: '2026-06-11T17:59:49Z', ...fields }));
  if (paper === null) throw new Error('the entry was rejected');
  return paper;
}

describe('an entry of a feed', () => {
  it('becomes a paper with all its fields', () => {
    const paper = paperOf({
      version: 3,
      title: 'Long titles are\n  broken by hand',
      summary: '  So are\nabstracts.\n',
      authors: ['Ada Example', "Andr\\'e Example"],
      categories: ['cs.LG', 'cs.SY', 'eess.SY', 'I.2.7', '68T05', 'cs.AI'],
      updated: '2026-06-13T01:02:03Z',
      comment: '12 pages,\n  3 figures',
    });
    expect(paper).toEqual({
      id: '2606.00001',
      version: 3,
      title: 'Long titles are broken by hand',
      abstract: 'So are abstracts.',
      summary: null,
      authors: ['Ada Example', 'André Example'],
      authorCount: 2,
      organisation: null,
      categories: ['cs.LG', 'eess.SY', 'cs.AI'],
      primaryCategory: 'cs.LG',
      publishedAt: '2026-06-11T17:59:49.000Z',
      updatedAt: '2026-06-13T01:02:03.000Z',
      comment: '12 pages, 3 figures',
      withdrawn: false,
      links: {},
      listDay: null,
    });
  });

  it('decodes entities of every kind once, and TeX', () => {
    expect(paperOf({ title: 'a < b & c' }).title).toBe('a < b & c');
    const xml = entryXml({ id: '2606.00001', published: '2026-06-11T17:59:49Z', title: 'XX' });
    expect(parsed(xml.replace('XX', 'Caf&#233; &#xe9;t&#233;')).paper?.title).toBe('Café été');
    expect(paperOf({ summary: 'takes 60 $\\mu$s' }).abstract).toBe('takes 60 μs');
  });

  it('accepts old ids, and maps categories to their canonical names', () => {
    const paper = paperOf({ id: 'math/0611800', version: 2, categories: ['math.IT', 'stat.TH', 'cs.NA'] });
    expect([paper.id, paper.version]).toEqual(['math/0611800', 2]);
    expect([paper.primaryCategory, paper.categories]).toEqual(['cs.IT', ['cs.IT', 'math.ST', 'math.NA']]);
  });

  it('is withdrawn when its comment declares it', () => {
    expect(paperOf({ comment: 'This paper has been withdrawn\n by the authors' }).withdrawn).toBe(true);
    expect(paperOf({ comment: 'We withdraw money, 12 pages' }).withdrawn).toBe(false);
  });

  it('keeps 2,000 authors', () => {
    const paper = paperOf({ authors: Array.from({ length: 2_000 }, (_, index) => `Author ${index}`) });
    expect([paper.authors.length, paper.authorCount]).toEqual([2_000, 2_000]);
  });

  it('parses numbers and reserved words in text as text', () => {
    expect(paperOf({ title: '1e5', authors: ['7 of 9', 'null'] })).toMatchObject({
      title: '1e5',
      authors: ['7 of 9', 'null'],
    });
  });
});

describe('hostile entries', () => {
  const id = '<id>http://arxiv.org/abs/2606.00001v1</id>';
  it.each([
    ['no id', '<entry><title>x</title></entry>', PLACE],
    ['an empty entry', '<entry/>', PLACE],
    ['a text', '<entry>x</entry>', PLACE],
    ['an id with children', '<entry><id><a/></id><title>x</title></entry>', PLACE],
    ['two ids', `<entry>${id}${id}<title>x</title></entry>`, PLACE],
    [
      'an id from elsewhere',
      '<entry><id>http://evil.example.org/2606.00001</id><title>x</title></entry>',
      'http://evil.example.org/2606.00001',
    ],
    ['no title', `<entry>${id}</entry>`, 'http://arxiv.org/abs/2606.00001v1'],
    ['an empty title', `<entry>${id}<title> &#1; </title></entry>`, 'http://arxiv.org/abs/2606.00001v1'],
    [
      'two titles',
      `<entry>${id}<title>x</title><title>y</title></entry>`,
      'http://arxiv.org/abs/2606.00001v1',
    ],
  ])('are rejected: %s', (_name, xml, entry) => {
    const result = parsed(xml);
    expect(result).toMatchObject({ paper: null, rejections: [{ entry }] });
    expect(result.rejections[0]?.reason).not.toBe('');
  });

  it('cost only the field that is malformed', () => {
    const odd =
      '<author/><author><name/></author><category/><category term="cs.AI"/><primary_category/><published>soon</published><summary><b>x</b></summary>';
    expect(parsed(`<entry>${id}<title type="html">x</title>${odd}</entry>`)).toMatchObject({
      paper: {
        title: 'x',
        abstract: null,
        authors: [],
        authorCount: 2,
        categories: ['cs.AI'],
        primaryCategory: null,
        publishedAt: null,
      },
      rejections: [],
    });
  });

  it('leave no control characters and cannot pollute prototypes', () => {
    const paper = paperOf({ title: 'a\u0001b\u202e', comment: 'x\u001b[31m', authors: ['Bo\u0000b\u2028'] });
    expect([paper.title, paper.comment, ...paper.authors].join('')).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    expect(() =>
      parsed(`<entry>${id}<title>x</title><__proto__><title>y</title></__proto__></entry>`),
    ).toThrow(/cannot be read/);
  });
});

describe('a feed', () => {
  it('returns the total number of results', () => {
    expect(parseArxivFeed(feed('', '0'), 'arXiv')).toEqual({ total: 0, entries: [] });
    expect(parseArxivFeed(feed('<entry/><entry/>', '28946'), 'arXiv')).toMatchObject({ total: 28_946 });
  });

  it.each([
    ['nothing', ''],
    ['no XML', 'Rate exceeded.'],
    ['a web page', '<!DOCTYPE html><html><body><p>Down for maintenance</p></body></html>'],
    ['another document', '<rss><channel/></rss>'],
    ['a feed without a total', '<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>'],
    ['a total that is no number', feed('', 'many')],
    ['an empty total', feed('', '')],
    ['a feed cut off', feed(entryXml({ id: '2606.00001', published: '2026-06-11T00:00:00Z' })).slice(0, -40)],
    ['tags that do not match', feed('<entry><title>x</entry></title>')],
    ['entities of its own', feed('<entry>&a;</entry>', '1', '<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa">]>')],
    ['tags without end', `<feed>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</feed>`],
  ])('is garbled when it is %s', (_name, body) => {
    expect(() => parseArxivFeed(body, 'arXiv')).toThrowError(
      expect.objectContaining({ code: 'SOURCE_GARBLED' }),
    );
  });

  it('that reports an error throws with its message', () => {
    const told =
      '<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id format for 1234</summary></entry>';
    expect(() => parseArxivFeed(feed(told), 'arXiv')).toThrowError(
      expect.objectContaining({
        code: 'SOURCE_UNAVAILABLE',
        retry: 'later',
        message: expect.stringContaining('incorrect id format for 1234'),
      }),
    );
  });

  it('identifies entries by id, else by their content', () => {
    const { entries } = parseArxivFeed(
      feed('<entry><id>http://arxiv.org/abs/2606.00001v1</id></entry><entry><b>x</b></entry>'),
      'arXiv',
    );
    expect(entries.map(arxivEntryKey)).toEqual(['http://arxiv.org/abs/2606.00001v1', '{"b":"x"}']);
  });
});

const REAL = 'arxiv/api_query_response.xml';
const REAL_OLD = 'arxiv/api_query_response_2.xml';
const missing = missingData(REAL, REAL_OLD);
describe.skipIf(missing !== null)(`real responses of arXiv${missing ? ` (${missing})` : ''}`, () => {
  const papersOf = (file: string) => {
    const { total, entries } = parseArxivFeed(readFileSync(dataPath(file), 'utf8'), 'arXiv');
    return { total, papers: entries.map((entry) => parseArxivEntry(entry, PLACE).paper) };
  };

  it('are parsed completely', () => {
    const { total, papers } = papersOf(REAL);
    expect([total, papers.length]).toEqual([28_946, 5]);
    expect(papers[0]).toMatchObject({
      id: '2606.13677',
      version: 1,
      title: 'Mana: Dexterous Manipulation of Articulated Tools',
      authors: ['Zhao-Heng Yin', 'Guanya Shi', 'Pieter Abbeel', 'C. Karen Liu'],
      categories: ['cs.RO', 'cs.AI', 'cs.CV', 'cs.LG'],
      primaryCategory: 'cs.RO',
      publishedAt: '2026-06-11T17:59:49.000Z',
      comment: 'Project Page: https://zhaohengyin.github.io/mana',
      withdrawn: false,
    });
    expect(papers[0]?.abstract).toContain('(<1 minute per tool)');
    expect(papers[4]?.abstract).toContain('6.01×');
  });

  it('are parsed in their older format, too', () => {
    const { total, papers } = papersOf(REAL_OLD);
    expect([total, papers.length]).toEqual([5_619, 2]);
    expect(papers[0]).toMatchObject({
      title: 'RDD: Retrieval-Based Demonstration Decomposer for Planner Alignment in Long-Horizon Tasks',
      categories: ['cs.RO', 'cs.AI', 'cs.CV', 'cs.LG', 'eess.SY'],
    });
  });
});
