import { afterAll, beforeAll, expect, it } from 'vitest';
import { classifyAndRank } from '../../src/editions/rank-pools.ts';
import { shippedModel } from '../../src/trending/cold/shipped-model.ts';
import { explainRank } from '../../src/trending/explain-rank.ts';
import { type TestInstallation, testInstallation } from '../support/installation.ts';
import { manyPapers, putList } from '../support/list.ts';

const DAY = '2026-11-23';
const poolId = `day-${DAY}`;
let ctx: TestInstallation;

beforeAll(async () => {
  ctx = await testInstallation({ now: `${DAY}T03:40:00Z` });
  await putList(ctx, DAY, manyPapers(4));
  await classifyAndRank(ctx, { day: DAY });
});
afterAll(() => ctx?.close());

it('explains a rank by the terms of the model that the revision used', async () => {
  const { scores, cold, coldModel } = await explainRank(ctx, { poolId, paperId: '2611.00001' });
  expect(coldModel).toBe(shippedModel().version);
  const sum = cold?.terms.reduce((total, { contribution }) => total + contribution, 0) ?? Number.NaN;
  expect(sum).toBeCloseTo(cold?.value ?? 0, 9);
  const hours = (Date.parse(`${DAY}T03:40:00Z`) - Date.parse(`${DAY}T00:00:00Z`)) / 3_600_000;
  expect(scores.terms.prior).toBeCloseTo(sum * 2 ** (-hours / 6), 9);
});

it('names a paper that was not ranked', async () => {
  await expect(explainRank(ctx, { poolId, paperId: '2611.99999' })).rejects.toMatchObject({
    code: 'PAPER_NOT_RANKED',
  });
});
