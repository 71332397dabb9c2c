import { describe, expect, it } from 'vitest';
import { isWithdrawn } from '../../../src/papers/sources/detect-withdrawal.ts';

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
