import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arxivPages, canonicalCategory, parseArxivId } from '../../src/papers/arxiv-id.ts';

describe('parseArxivId', () => {
  test.each([
    ['2606.13681', '2606.13681', null],
    ['2606.13681v3', '2606.13681', 3],
    ['  arXiv:2606.13681v12 ', '2606.13681', 12],
    ['arxiv: 1412.6980', '1412.6980', null],
    ['0704.0001', '0704.0001', null],
    ['1501.00001', '1501.00001', null],
    ['http://arxiv.org/abs/2606.13681v1', '2606.13681', 1],
    ['https://www.arxiv.org/abs/2606.13681?context=cs.LG#comments', '2606.13681', null],
    ['https://arxiv.org/pdf/2606.13681v2.pdf', '2606.13681', 2],
    ['https://arxiv.org/pdf/2606.13681', '2606.13681', null],
    ['https://arxiv.org/html/2606.13681v1/', '2606.13681', 1],
    ['https://export.arxiv.org/abs/hep-th/9901001', 'hep-th/9901001', null],
    ['HTTPS://ARXIV.ORG/ABS/2606.13681V2', '2606.13681', 2],
    ['arxiv.org/abs/2606.13681', '2606.13681', null],
    ['hep-th/9901001', 'hep-th/9901001', null],
    ['math.CA/0611800v2', 'math/0611800', 2],
    ['arXiv:cond-mat/0703470', 'cond-mat/0703470', null],
    ['https://arxiv.org/pdf/math/0611800v2.pdf', 'math/0611800', 2],
  ])('reads %j', (text, id, version) => {
    expect(parseArxivId(text)).toEqual({ id, version });
  });

  test.each([
    [''],
    ['2606.1368'],
    ['2606.136811'],
    ['1412.69801'],
    ['1501.0001'],
    ['0703.0001'],
    ['2613.00001'],
    ['2600.00001'],
    ['2606.00000'],
    ['2606.13681v0'],
    ['2606.13681v'],
    ['2606.13681 and more'],
    ['hep-th/9913001'],
    ['hep-th/0704001'],
    ['hep-th/9107001'],
    ['nonsense/9901001'],
    ['math.CA/06118001'],
    ['https://arxiv.org/list/cs.AI/recent'],
    ['https://arxiv.org.example.com/abs/2606.13681'],
    ['https://arxiv.org@example.com/abs/2606.13681'],
    ['https://example.com/abs/2606.13681'],
    ['ftp://arxiv.org/abs/2606.13681'],
    ['10.48550/arXiv.2606.13681'],
    ['２６０６.13681'],
    [`2606.13681${' '.repeat(400)}`],
  ])('rejects %j', (text) => {
    expect(parseArxivId(text)).toBeNull();
  });

  test('returns the same id for every spelling', () => {
    const yearMonths = fc.tuple(fc.integer({ min: 15, max: 99 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(yearMonths, fc.integer({ min: 1, max: 99_999 }), ([year, month], number) => {
        const id = `${year}${String(month).padStart(2, '0')}.${String(number).padStart(5, '0')}`;
        const { abstract, pdf } = arxivPages(id);
        for (const text of [id, `arXiv:${id}`, abstract, pdf, `${pdf}.pdf`]) {
          expect(parseArxivId(text)).toEqual({ id, version: null });
          expect(parseArxivId(text.replace(id, `${id}v7`))).toEqual({ id, version: 7 });
        }
      }),
    );
  });

  test('never throws, and returns ids that parse to themselves', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.v/-hepthmacsrxiv: ') }), (text) => {
        const found = parseArxivId(text);
        if (found !== null) expect(parseArxivId(found.id)).toEqual({ id: found.id, version: null });
      }),
    );
  });
});

describe('canonicalCategory', () => {
  test.each([
    ['cs.CL', 'cs.CL'],
    [' stat.ML ', 'stat.ML'],
    ['hep-th', 'hep-th'],
    ['cond-mat.mtrl-sci', 'cond-mat.mtrl-sci'],
    ['cs.SY', 'eess.SY'],
    ['eess.SY', 'eess.SY'],
    ['cs.NA', 'math.NA'],
    ['math.NA', 'math.NA'],
    ['math.IT', 'cs.IT'],
    ['cs.IT', 'cs.IT'],
    ['stat.TH', 'math.ST'],
    ['math.MP', 'math-ph'],
    ['q-fin.EC', 'econ.GN'],
    ['cmp-lg', 'cs.CL'],
  ])('%j is %j', (name, canonical) => {
    expect(canonicalCategory(name)).toBe(canonical);
    expect(canonicalCategory(canonical)).toBe(canonical);
  });

  test.each([
    'I.2.7',
    '68T05',
    '68T05; 68T50',
    'I.2.7; H.3.3',
    'cs',
    'cs.',
    'cs.ZZ',
    'CS.CL',
    '',
    'constructor',
  ])('returns null for %j', (name) => {
    expect(canonicalCategory(name)).toBeNull();
  });
});

test('links a paper by its newest version', () => {
  expect(arxivPages('math/0611800')).toEqual({
    abstract: 'https://arxiv.org/abs/math/0611800',
    pdf: 'https://arxiv.org/pdf/math/0611800',
  });
});
