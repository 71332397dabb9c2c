import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storePapers } from '../../../src/papers/ingest/paper-queries.ts';
import { addMeanings, refitMeaning } from '../../../src/papers/meaning/refresh-meaning.ts';
import { findRelated, findSimilarPapers, termsOf } from '../../../src/papers/search/find-related.ts';
import { missingFor, type TestInstallation, testInstallation, WAYS } from '../../support/installation.ts';
import { sourcePaper } from '../../support/list.ts';
import { type Subject, textAbout, wordOf } from '../../support/subjects.ts';

const SUBJECTS: readonly Subject[] = ['birds', 'boats', 'bread'];
const idOf = (number: number) => `2611.${String(number + 1).padStart(5, '0')}`;
const subjectOf = (id: string) => SUBJECTS[(Number(id.slice(5)) - 1) % 3];

describe.each(WAYS.filter((way) => way !== 'redis'))('the meaning of papers (%s)', (way) => {
  const missing = missingFor(way);
  describe.skipIf(missing !== null)(missing ?? 'refreshed', () => {
    let ctx: TestInstallation;
    const store = async (from: number, to: number, more = {}) => {
      const papers = Array.from({ length: to - from }, (_, place) => {
        const number = from + place;
        return sourcePaper({
          id: idOf(number),
          ...textAbout(SUBJECTS[number % 3] ?? 'birds', number),
          ...more,
        });
      });
      await storePapers(ctx.db, 'arxiv', papers, ctx.clock.now());
    };
    const models = () => ctx.db.selectFrom('meaning_models').select(['version', 'papers']).execute();
    beforeAll(async () => {
      ctx = await testInstallation({ way });
    });
    afterAll(() => ctx?.close());

    it('waits for enough papers, and until then words alone find similar ones', async () => {
      await store(0, 60);
      expect(await refitMeaning(ctx)).toBe(0);
      expect(await addMeanings(ctx)).toBe(0);
      expect(await models()).toEqual([]);
      expect((await findSimilarPapers(ctx, idOf(0))).map(subjectOf)).toEqual(Array(5).fill('birds'));
    });

    it('is fitted once, and again after a week or when the papers have grown by half', async () => {
      await store(60, 300);
      expect(await refitMeaning(ctx)).toBe(300);
      const [first] = await models();
      expect(first?.papers).toBe(300);
      ctx.clock.advance(6 * 86_400_000);
      expect(await refitMeaning(ctx)).toBe(0);
      ctx.clock.advance(86_400_000);
      expect(await refitMeaning(ctx)).toBe(300);
      await store(300, 450);
      expect(await refitMeaning(ctx)).toBe(450);
      const after = await models();
      expect(after).toHaveLength(1);
      expect(after[0]?.version).toBe((first?.version ?? 0) + 2);
      const meanings = await ctx.db.selectFrom('paper_meanings').select('model').execute();
      expect(new Set(meanings.map(({ model }) => model))).toEqual(new Set([after[0]?.version]));
    });

    it('is added for new and changed papers with the present model', async () => {
      await store(450, 453);
      expect(await addMeanings(ctx)).toBe(3);
      await store(450, 451, { version: 2, abstract: 'Loaves of rye.' });
      expect(await addMeanings(ctx)).toBe(1);
      expect(await addMeanings(ctx)).toBe(0);
    });

    it('decides between papers with the same words of the query', async () => {
      const text = (subject: Subject) => ({ title: 'Zephyr', abstract: textAbout(subject, 3).abstract });
      await store(460, 463, text('bread'));
      await store(463, 464, text('birds'));
      await addMeanings(ctx);
      const about = Array.from({ length: 8 }, (_, at) => wordOf('birds', 50 + at)).join(' ');
      const found = await findRelated(ctx, {
        terms: await termsOf(ctx, 'zephyr'),
        text: about,
        filters: { topic: null, from: null, to: null },
        except: idOf(460),
        limit: 5,
      });
      expect(found.toSorted()).toEqual([idOf(461), idOf(462), idOf(463)]);
      expect(found.indexOf(idOf(463))).toBeLessThan(found.indexOf(idOf(462)));
      expect((await findSimilarPapers(ctx, idOf(6))).map(subjectOf)).toEqual(Array(5).fill('birds'));
      expect(await findSimilarPapers(ctx, '2001.00001')).toEqual([]);
    });
  });
});
