import { parse } from '@retorquere/bibtex-parser';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bibtexEntry, bibtexKey, distinctKeys } from '../../../src/papers/citation/bibtex.ts';
import { bibtexTitle } from '../../../src/papers/citation/bibtex-text.ts';
import { citedName } from '../../../src/papers/citation/cited-name.ts';
import type { CitablePaper } from '../../../src/papers/citation/cited-paper.ts';
import { risRecord } from '../../../src/papers/citation/ris.ts';
import { cleanLine } from '../../../src/papers/text/clean-text.ts';

function paper(pieces: Partial<CitablePaper> = {}): CitablePaper {
  return {
    id: '2611.01234',
    title: 'Agents that Plan with GPT-4',
    abstract: 'What was found.',
    authors: ['Jane Doe', 'Richard Roe'],
    authorCount: pieces.authors?.length ?? 2,
    primaryCategory: 'cs.AI',
    categories: ['cs.AI', 'cs.LG'],
    publishedAt: new Date('2026-11-18T23:30:00Z'),
    withdrawn: false,
    ...pieces,
  };
}

/** One entry as the parser of Better BibTeX reads it, titles as written. */
function parsed(text: string) {
  const { entries, errors } = parse(text, { sentenceCase: false, english: false });
  expect(errors).toEqual([]);
  return entries;
}

describe('a BibTeX entry', () => {
  it("has arXiv's own fields", () => {
    expect(bibtexEntry(paper())).toBe(`@misc{doe2026agents,
  title         = {Agents that Plan with {GPT}-4},
  author        = {Doe, Jane and Roe, Richard},
  year          = {2026},
  month         = nov,
  eprint        = {2611.01234},
  archivePrefix = {arXiv},
  primaryClass  = {cs.AI},
  doi           = {10.48550/arXiv.2611.01234},
  url           = {https://arxiv.org/abs/2611.01234},
}
`);
  });

  it('dates a paper without a submission date by its id', () => {
    const dated = (id: string) =>
      /year += {(\d+)},\s+month += (\w+)/.exec(bibtexEntry(paper({ id, publishedAt: null })));
    expect(dated('0704.0001')?.slice(1)).toEqual(['2007', 'apr']);
    expect(dated('math/0611800')?.slice(1)).toEqual(['2006', 'nov']);
    expect(dated('hep-th/9108001')?.slice(1)).toEqual(['1991', 'aug']);
  });

  it('says "and others" only where names are missing', () => {
    const authors = (pieces: Partial<CitablePaper>, mostNames?: number) =>
      /author += {(.*)},/.exec(bibtexEntry(paper(pieces), mostNames === undefined ? {} : { mostNames }))?.[1];
    expect(authors({ authorCount: 2 })).toBe('Doe, Jane and Roe, Richard');
    expect(authors({ authorCount: 9 })).toBe('Doe, Jane and Roe, Richard and others');
    expect(authors({}, 1)).toBe('Doe, Jane and others');
    expect(authors({ authors: ['Jane Doe', ':'], authorCount: 2 })).toBe('Doe, Jane');
    expect(authors({ authors: [], authorCount: 3 })).toBeUndefined();
    expect(authors({ authors: Array.from({ length: 3_000 }, (_, place) => `Ann A${place}`) })).not.toContain(
      'others',
    );
  });

  it('reads back as it was written, whatever the texts are', () => {
    const special = fc.constantFrom(
      ...'{}\\%$#_&~^"@,=<>|\'`-–“” \n',
      ' and ',
      'and',
      '\\end{document}',
      '\\input{x}',
      'é',
      '张',
      'ﷺ',
      '𝔄',
      '\u202E',
      '%',
    );
    const text = fc
      .array(
        fc.oneof(special, fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom('Word', 'GPT', 'x')),
        { minLength: 1, maxLength: 14 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 4 }), (title, authors) => {
        const first = bibtexEntry(paper({ title: `Title ${title}`, authors, authorCount: authors.length }));
        const entries = parsed(`${first}\n${bibtexEntry(paper(), { key: 'second' })}`);
        expect(entries.map(({ key }) => key)).toEqual([expect.stringMatching(/^[a-z0-9]+$/), 'second']);
        const names = authors.filter((name) => /[\p{L}\p{N}]/u.test(cleanLine(name)));
        expect(entries[0]?.fields.author?.length ?? 0).toBe(names.length);
        expect(bracesBalance(first)).toBe(true);
        expect(first.split('\n')).toHaveLength(names.length > 0 ? 12 : 11);
      }),
      { numRuns: 120 },
    );
  });

  it('keeps every character of a title', () => {
    const title = 'On 5% of $x_i^2$ & {sets} ~ A\\B #1 <2|3> Über 扩散';
    const [entry] = parsed(bibtexEntry(paper({ title })));
    expect(entry?.fields.title).toBe(title);
  });

  it.each([
    [
      'Scaling laws for Bayesian neural networks with PyTorch',
      'Scaling laws for {Bayesian} neural networks with {PyTorch}',
    ],
    ['Attention Is All You Need', 'Attention Is All You Need'],
    [
      'BERT: Pre-training of Deep Bidirectional Transformers',
      '{BERT}: Pre-training of Deep Bidirectional Transformers',
    ],
    [
      'Fast Q-learning: A study of K-means and ResNet50',
      'Fast {Q}-learning: A study of {K}-means and {ResNet50}',
    ],
    [
      'A short note. Results of the second kind that were found after Noether',
      'A short note. Results of the second kind that were found after {Noether}',
    ],
  ])('protects the capitals of %j', (title, expected) => {
    expect(bibtexTitle(title)).toBe(expected);
  });
});

describe('a citation key', () => {
  it.each([
    [{}, 'doe2026agents'],
    [{ authors: ['Ludwig van Beethoven'], title: 'The Ode' }, 'vanbeethoven2026ode'],
    [{ authors: ['Émilie Ünal-Smith'], title: '“Ähnlich” wie' }, 'unalsmith2026ahnlich'],
    [{ authors: ['The ATLAS Collaboration'], title: 'On it' }, 'atlas2026261101234'],
    [{ authors: ['张伟'], title: '扩散模型' }, 'arxiv2026261101234'],
    [{ authors: [], title: 'Is It?', id: 'math/0611800', publishedAt: null }, 'arxiv20060611800'],
  ] as const)('of %j is %s', (pieces, key) => {
    expect(bibtexKey(paper(pieces as Partial<CitablePaper>))).toBe(key);
  });

  it('is distinct within a file', () => {
    const keyOf = distinctKeys();
    expect(['2611.00001', '2611.00002', 'math/0611800'].map((id) => keyOf(paper({ id })))).toEqual([
      'doe2026agents',
      'doe2026agents-261100002',
      'doe2026agents-math0611800',
    ]);
  });
});

describe('an author', () => {
  it.each([
    ['Jane Doe', 'Doe|Jane|'],
    ['Jane Q. van der Doe', 'van der Doe|Jane Q.|'],
    ['John Smith Jr.', 'Smith|John|Jr.'],
    ['John Smith, III', 'Smith|John|III'],
    ['Doe, Jane', 'Doe|Jane|'],
    ['de Jong', 'Jong|de|'],
    ['张 伟', '张|伟|'],
    ['김 철수', '김|철수|'],
  ])('%s is a person', (name, expected) => {
    const cited = citedName(name);
    expect(cited.kind === 'person' && [cited.family, cited.given, cited.suffix].join('|')).toBe(expected);
  });

  it.each([
    'OpenAI',
    '张伟',
    'The ATLAS Collaboration',
    'Gemini Team',
    'Meta AI',
    'Search and Rescue',
    'Doe, Jane, Roe, Rick',
    'Others',
  ])('%s keeps its name', (name) => expect(citedName(name)).toEqual({ kind: 'group', name }));
});

describe('a RIS record', () => {
  it('has one tag per line, ended by CRLF', () => {
    expect(risRecord(paper()).split('\r\n')).toEqual([
      'TY  - UNPB',
      'ID  - 2611.01234',
      'AU  - Doe, Jane',
      'AU  - Roe, Richard',
      'TI  - Agents that Plan with GPT-4',
      'PY  - 2026',
      'DA  - 2026/11/18/',
      'PB  - arXiv',
      'M1  - arXiv:2611.01234',
      'DO  - 10.48550/arXiv.2611.01234',
      'UR  - https://arxiv.org/abs/2611.01234',
      'L1  - https://arxiv.org/pdf/2611.01234',
      'KW  - cs.AI',
      'KW  - cs.LG',
      'AB  - What was found.',
      'ER  - ',
      '',
    ]);
  });

  it('cannot be given another tag by a text', () => {
    const text = 'a\r\nER  - \r\nTY  - JOUR\u2028AU  - Eve\u0085';
    const lines = risRecord(paper({ title: text, abstract: text, authors: [text] })).split('\r\n');
    expect(lines.filter((line) => /^(?:TY|ER)/.test(line))).toEqual(['TY  - UNPB', 'ER  - ']);
    expect(lines.slice(0, -1).every((line) => /^[A-Z][A-Z0-9] {2}- /.test(line))).toBe(true);
  });
});

/** As BibTeX counts: every brace, also behind a backslash. */
function bracesBalance(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    depth += character === '{' ? 1 : character === '}' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
}
