import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { search } from '../../../src/papers/search/search.ts';
import type { SearchFilters } from '../../../src/papers/search/search-queries.ts';
import { readableText } from '../../../src/papers/text/readable-text.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../../support/installation.ts';
import { putPapers } from '../../support/site.ts';

const ANYWHERE: SearchFilters = { topic: null, from: null, to: null };

const PAPERS = [
  {
    id: '2606.00001',
    title: 'Attention Is All You Need, Again',
    abstract: 'Transformers without recurrence for machine translation.',
    authors: ['Ada Lovelace', 'Kaiming Example'],
  },
  {
    id: '2606.00002',
    title: 'Sparse Transformers for Long Protein Sequences',
    abstract: 'We use attention that is sparse. Folding follows.',
    authors: ['Søren Łukasz', 'Wei Zhang'],
    organisation: 'Example University of Technology',
  },
  {
    id: '2606.00003',
    title: 'β-VAE with ℓ₁ Norms: A Few-Shot Study of GPT-4',
    abstract: 'Disentangling by pretraining. Schrödinger’s equation appears.',
    authors: ['Wei Li', 'Jun Zhang'],
  },
  {
    id: '2606.00004',
    title: 'Diffusion Models Beat Robots at Chess',
    abstract: 'Generative models play.',
    publishedAt: '2026-06-01T10:00:00Z',
  },
  {
    id: '2606.00005',
    title: 'General Robots and How They Fold Towels',
    abstract: 'A robot manipulation study: dexterous manipulation, robot hands.',
    publishedAt: '2026-06-03T10:00:00Z',
  },
  { id: 'math/0611800', title: 'It Is What It Is', abstract: 'On tautologies.' },
  { id: '2606.00007', title: '扩散模型的综述', abstract: null },
  { id: '2606.00009', title: 'DeepChess and Overplay', abstract: 'Games.' },
  { id: '2606.00008', title: 'Robots Taken Back', abstract: 'Nothing.', withdrawn: true },
];

describe.each(WAYS.filter((way) => way !== 'redis'))('search (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'found', () => {
    let ctx: TestInstallation;
    const ask = (query: string, filters: Partial<SearchFilters> = {}) =>
      search(ctx, { query, filters: { ...ANYWHERE, ...filters } });
    const ids = async (query: string, filters: Partial<SearchFilters> = {}) =>
      (await ask(query, filters)).papers.map(({ paperId }) => paperId);
    beforeAll(async () => {
      ctx = await testInstallation({ way });
      await putPapers(ctx, '2026-06-12', PAPERS);
    });
    afterAll(() => ctx?.close());

    it.each([
      ['Attention Is All You Need, Again', '2606.00001'],
      ['attention is all you need again', '2606.00001'],
      ['Attention is all you', '2606.00001'],
      ['beta vae with l1 norms a few shot study of gpt 4', '2606.00003'],
      ['$\\beta$-VAE with $\\ell_1$ norms: a few-shot study of GPT-4', '2606.00003'],
      ['It is what it is', 'math/0611800'],
      ['it what', 'math/0611800'],
      ['扩散模型的综述', '2606.00007'],
      ['扩散', '2606.00007'],
      ['Soren Lukasz', '2606.00002'],
      ['Wei Zhang', '2606.00002'],
      ['university of technology', '2606.00002'],
      ['schrodinger equations', '2606.00003'],
      ['fewshot', '2606.00003'],
      ['few shot', '2606.00003'],
      ['gpt4', '2606.00003'],
      ['deep chess', '2606.00009'],
      ['games of deep chess', '2606.00009'],
      ['Generative', '2606.00004'],
      ['folding towel', '2606.00005'],
    ])('finds by %s', async (query, id) => {
      expect((await ids(query))[0]).toBe(id);
    });

    it.each(['VLM^2-Bench', 'A^3-Bench', 'DA^2', 'VLM²-Bench', 'DA2'])(
      'finds the name %s before newer papers with its pieces',
      async (query) => {
        await putPapers(
          ctx,
          '2026-06-13',
          [
            { id: '2605.00001', title: 'VLM^2-Bench: a made-up title', abstract: null },
            { id: '2605.00002', title: 'A^3-Bench: another made-up title', abstract: null },
            { id: '2605.00003', title: 'DA^2: a third', abstract: null },
            {
              id: '2606.00012',
              title: 'A 3 level bench of a vlm with 2 parts: a da study',
              publishedAt: '2026-06-13T10:00:00Z',
            },
          ].map((paper) => ({ ...paper, title: readableText(paper.title) })),
        );
        const meant = { V: '2605.00001', A: '2605.00002', D: '2605.00003' }[query.charAt(0)];
        expect((await ids(query))[0]).toBe(meant);
      },
    );

    it.each([
      ['Elaine He', '2605.00011'],
      ['He Elaine', '2605.00011'],
      ['he, elaine', '2605.00011'],
      ['Xin Ding', '2605.00014'],
      ['Will He', '2605.00015'],
      ['Ming Sun', '2605.00016'],
    ])('finds %s before newer papers by others with those names', async (query, id) => {
      const by = (suffix: string, month: string, authors: string[]) => ({
        id: `2605.000${suffix}`,
        title: `A Paper of Number ${suffix}`,
        publishedAt: `2026-${month}-01T10:00:00Z`,
        authors,
      });
      await putPapers(ctx, '2026-06-14', [
        by('11', '01', ['Elaine He', 'Ann Lee']),
        by('12', '04', ['Elaine Xu', 'Di He']),
        by('13', '05', ['Xin Ma', 'Bob Ding']),
        by('14', '02', ['Xin Ding']),
        by('15', '01', ['Will He']),
        by('16', '01', ['Ming-Ming J. Sun', 'Ming K. Sun']),
        by('17', '05', ['Ming Li', 'Yi Sun']),
      ]);
      expect((await ids(query))[0]).toBe(id);
    });

    it.each([
      ['Williams', '2604.00001'],
      ['Wiliams', '2604.00001'],
      ['J. Williams', '2604.00001'],
      ['Han, Song', '2604.00003'],
      ['Song Han', '2604.00003'],
      ['Xin Li', '2604.00005'],
      ['Fang Chen', '2604.00007'],
      ['Jürgen Müller', '2604.00009'],
      ['Juergen Mueller', '2604.00009'],
      ['Jurgen Muller', '2604.00009'],
      ['mueller', '2604.00009'],
      ['Köhler', '2604.00010'],
      ['You', '2604.00011'],
      ['Banks', '2604.00013'],
      ['Grove', '2604.00014'],
    ])('finds %s as typed before newer papers with its stem or its pieces', async (query, id) => {
      const by = (suffix: string, month: string, authors: string[], title = `Study Number ${suffix}`) => ({
        id: `2604.000${suffix}`,
        title,
        publishedAt: `2026-${month}-01T10:00:00Z`,
        authors,
      });
      await putPapers(ctx, '2026-06-15', [
        by('01', '01', ['Jane Williams']),
        by('02', '05', ['William Jane'], 'William and the Han Song'),
        by('03', '01', ['Song Han']),
        by('04', '05', ['Han Songs', 'Hans Li']),
        by('05', '01', ['Xin Li']),
        by('06', '05', ['Xin Ma', 'Bo Li'], 'The Xin of Li-Ion'),
        by('07', '01', ['Fang Chen']),
        by('08', '05', ['Fangchen Yu', 'Wei Lu']),
        by('09', '01', ['Jürgen Müller']),
        by('10', '01', ['Anna Koehler']),
        by('11', '01', ['Kai You']),
        by('12', '05', ['Ann Lu'], 'What You Get Where He Banks'),
        by('13', '01', ['Ada Banks']),
        by('14', '05', ['Ann Lu'], 'Trees of the Grove'),
        by('15', '06', ['Tom Grove']),
        ...['16', '17', '18', '19', '20', '21'].map((suffix) =>
          by(suffix, '01', [], `The Grove of ${suffix}`),
        ),
        ...['22', '23', '24'].map((suffix) => by(suffix, '06', ['Bank Lu'], `The Bank ${suffix}`)),
      ]);
      expect((await ids(query))[0]).toBe(id);
    });

    it.each([
      'Tidal Herons and Reeds extending',
      'Tidal Heorns and Reeds',
      'the tidal reeds herons and reeds',
    ])('finds the title nearest to %s before papers with all of its words', async (query) => {
      await putPapers(ctx, '2026-06-16', [
        { id: '2603.00001', title: 'Tidal Herons and Reeds', publishedAt: '2026-01-01T10:00:00Z' },
        {
          id: '2603.00002',
          title: 'Reeds in Which Tidal Birds Such as Herons Were Counted Over Thirty Years',
          abstract: 'Extending what is known.',
          publishedAt: '2026-06-01T10:00:00Z',
        },
      ]);
      expect((await ids(query)).slice(0, 2)).toEqual(['2603.00001', '2603.00002']);
    });

    it('finds a complete title among hundreds of newer ones with the same beginning', async () => {
      const newer = Array.from({ length: 201 }, (_, place) => ({
        id: `2606.1${String(place).padStart(4, '0')}`,
        title: `Segment Anything in Case ${place}`,
        publishedAt: '2026-06-02T10:00:00Z',
      }));
      const meant = { id: '2304.02643', title: 'Segment Anything', publishedAt: '2023-04-05T10:00:00Z' };
      await putPapers(ctx, '2026-06-11', [meant, ...newer]);
      expect((await ids('segment anything'))[0]).toBe('2304.02643');
    });

    it('corrects misspellings, reports and highlights them', async () => {
      const result = await ask('sparse transfromers');
      expect(result.papers).toEqual([{ paperId: '2606.00002', missing: [] }]);
      expect(result.corrected).toEqual([{ typed: 'transfromers', replacement: 'transformers' }]);
      expect([...result.highlights].sort()).toEqual(['sparse', 'transformers']);
      expect((await ask('sparsetransformers')).corrected[0]?.replacement).toBe('sparse transformers');
      expect((await ask('gpt5')).corrected).toEqual([]);
    });

    it('finds a compound by its two words, without requiring it', async () => {
      const result = await ask('deep chess');
      expect(result).toMatchObject({ hasFullMatch: true, papers: [{ paperId: '2606.00009', missing: [] }] });
      expect([...result.highlights].sort()).toEqual(['chess', 'deepchess']);
      expect(await ids('chess')).toEqual(['2606.00004']);
      expect(await ids('over play')).toEqual(expect.arrayContaining(['2606.00004', '2606.00009']));
    });

    it('ignores unknown words and reports them', async () => {
      const result = await ask('sparse attention xylophone');
      expect(result).toMatchObject({ unknown: ['xylophone'], hasFullMatch: true });
      expect(result.papers.map(({ paperId }) => paperId)).toEqual(['2606.00002']);
      expect(await ask('xylophone zzzz')).toMatchObject({ papers: [], unknown: ['xylophone', 'zzzz'] });
    });

    it('finds papers with most of the words when none has all', async () => {
      const result = await ask('chess towels robots');
      expect(result.hasFullMatch).toBe(false);
      expect(result.papers).toEqual(
        expect.arrayContaining([
          { paperId: '2606.00004', missing: ['towels'] },
          { paperId: '2606.00005', missing: ['chess'] },
        ]),
      );
      const whole = await ask(`${PAPERS[1]?.title} towels`);
      expect(whole.papers[0]).toEqual({ paperId: '2606.00002', missing: ['towels'] });
    });

    it('applies filters', async () => {
      expect(await ids('robots', { topic: 'robotics-embodied' })).toContain('2606.00005');
      expect(await ids('robots', { topic: 'video' })).toEqual([]);
      expect(await ids('robots', { from: '2026-06-02' })).toEqual(['2606.00005']);
      expect(await ids('robots', { to: '2026-06-02' })).toEqual(['2606.00004']);
      expect(await ids('robots', { from: '2026-07-01' })).toEqual([]);
    });

    it('shows a named paper alone, and no withdrawn paper by its words', async () => {
      expect(await ask('https://arxiv.org/abs/2606.00003v2')).toMatchObject({
        reference: { id: '2606.00003', version: 2 },
        papers: [],
      });
      expect(await ids('robots')).not.toContain('2606.00008');
    });

    it('treats any input as words, never as operators', async () => {
      expect(await ids("robots & | ! :* <-> ( ' \\\\ % _")).toEqual(await ids('robots'));
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (query) => {
          const { papers } = await ask(`${query} '&|!:*<-> robots`);
          expect(Array.isArray(papers)).toBe(true);
        }),
        { numRuns: 60 },
      );
      expect((await ask('robots '.repeat(2_000))).papers).toHaveLength(2);
    });
  });
});
