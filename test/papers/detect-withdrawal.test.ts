import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isWithdrawalNotice, isWithdrawn } from '../../src/papers/detect-withdrawal.ts';
import { dataPath, missingData } from '../support/real-data.ts';

/** Comments in made-up wordings, one a line. */
function comments(name: string): string[] {
  return readFileSync(join(import.meta.dirname, '../fixtures/withdrawals', name), 'utf8')
    .trim()
    .split('\n');
}

describe('isWithdrawn', () => {
  it.each([
    'This paper has been withdrawn by the author due to a crucial error in Theorem 2',
    'This paper has been withdrawn by the authors',
    'Withdrawn',
    'withdrawn due to an error',
    '(Withdrawn.)',
    'Paper withdrawn',
    'This submission has been withdrawn by arXiv administrators because it breaks our rules',
    'arXiv admin note: submission has been withdrawn by arXiv administrators due to a disputed authorship',
    'This article has been removed by arXiv administrators because the submitter had no right to license it',
    'This version withdrawn by arXiv administrators because the submitter did not have the right to agree to our license',
    '12 pages, 3 figures. This manuscript is temporarily withdrawn',
    'The paper has now been withdrawn from arXiv',
    'We withdraw this paper because of a mistake in the data',
    'The first author has withdrawn this paper',
    'The authors withdrew this manuscript',
    'This paper (v2) has been withdrawn',
    'withdrawn due to errors resulting from a wrong assumption',
    'Submitted by mistake; withdrawn by the submitting author',
  ])('is true for: %s', (comment) => {
    expect(isWithdrawn(comment)).toBe(true);
  });

  it.each([
    null,
    '',
    'Accepted at ICML 2026. 22 pages and 5 figures',
    'We study how people withdraw money',
    'How customers are withdrawn from trials; 20 pages',
    'Code for consent that can be withdrawn at any time',
    'This paper was withdrawn from ICLR 2026 and is under review elsewhere',
    'Withdrawn from NeurIPS by choice, accepted at TMLR',
    'This paper was voluntarily withdrawn from the workshop',
    'This replaces the previous version, which is incomplete',
    'The previous version was withdrawn; this one corrects Lemma 3',
    'v1 was withdrawn, v2 is the corrected paper',
    'Social withdrawal in agents',
  ])('is false for: %s', (comment) => {
    expect(isWithdrawn(comment)).toBe(false);
  });
});

describe('a corpus of wordings', () => {
  it('is large enough to mean something', () => {
    expect(comments('withdrawn.txt').length).toBeGreaterThan(350);
    expect(comments('standing.txt').length).toBeGreaterThan(200);
  });

  it('has no withdrawal that is missed', () => {
    expect(comments('withdrawn.txt').filter((comment) => !isWithdrawn(comment))).toEqual([]);
  });

  it('has no false alarm', () => {
    expect(comments('standing.txt').filter((comment) => isWithdrawn(comment))).toEqual([]);
  });

  it('is read within milliseconds, however hostile', () => {
    const units = [
      'withdrawn ',
      'this the ',
      'the paper, ',
      'paper (',
      'the authors ',
      'the ',
      'and so ',
      'really ',
      'a paper that ',
      '((',
    ];
    const started = performance.now();
    for (const unit of units) isWithdrawn(`${unit.repeat(2_000).slice(0, 2_000)} withdraw`);
    for (const unit of units) isWithdrawn(`withdrawn x ${unit.repeat(2_000).slice(0, 2_000)}`);
    for (const unit of units) isWithdrawalNotice(`${unit.repeat(20_000).slice(0, 20_000)} withdraw`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('isWithdrawalNotice', () => {
  it.each([
    'This paper has been withdrawn by the author.',
    'this paper has been withdrawn',
    'Withdrawn by the authors',
    '[This paper has been withdrawn due to newer work (arXiv:2601.00001)] We study the open-source model.',
    'arXiv admin note: This submission has been withdrawn by arXiv administrators due to disputed authorship',
    'This article has been removed by arXiv administrators due to plagiarism',
    'We prove a theorem. This paper has been withdrawn by the author due to an error in Lemma 3.',
  ])('is true for the abstract: %s', (abstract) => {
    expect(isWithdrawalNotice(abstract)).toBe(true);
  });

  it.each([
    null,
    'We study when a paper has been withdrawn from a benchmark.',
    'Papers are withdrawn from journals for many reasons, which we survey.',
    'Many drugs have been withdrawn from the market.',
    'Withdrawn drugs are the subject. We list them.',
    'When a submission has been withdrawn, reviewers update their beliefs.',
    'The paper was removed by the reviewers of our game.',
    'We consider the retraction of a group onto a subgroup.',
  ])('is false for the abstract: %s', (abstract) => {
    expect(isWithdrawalNotice(abstract)).toBe(false);
  });
});

const CASES = '../cases/papers/1-withdrawn-comments.json';
const missing = missingData(CASES);
describe.skipIf(missing !== null)(`recorded comments${missing ? ` (${missing})` : ''}`, () => {
  it('are all recognized', () => {
    const recorded = JSON.parse(readFileSync(dataPath(CASES), 'utf8')) as { comments: string[] };
    expect(recorded.comments.filter((comment) => !isWithdrawn(comment))).toEqual([]);
  });
});
