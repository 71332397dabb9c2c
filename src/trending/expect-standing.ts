import type { PoolCandidate } from './candidate-queries.ts';
import type { ColdPaper } from './cold/cold-features.ts';
import { type ColdModel, predictStanding } from './cold/cold-model.ts';
import type { PoolCard } from './pool.ts';

/**
 * Candidates with the standing that the model expects of each. A paper that the model cannot read keeps none
 * and is ranked by its signals alone.
 */
export function expectStanding(candidates: readonly PoolCandidate[], model: ColdModel): PoolCandidate[] {
  return candidates.map((each) => {
    const expected = expectedOf(each, model);
    if (expected === null) return each;
    return { ...each, candidate: { ...each.candidate, prior: { expected, listed: each.listed } } };
  });
}

/** A card and its submitter as the cold model reads them. */
export function coldPaperOf(
  card: Pick<PoolCard, 'title' | 'abstract' | 'authors' | 'authorCount' | 'organisation' | 'links'>,
  submitter: string | null,
): ColdPaper {
  const { title, abstract, authors, authorCount, organisation: organization, links } = card;
  const [hasCode, hasProject] = [links.code !== undefined, links.project !== undefined];
  return { title, abstract, authors, authorCount, organization, submitter, hasCode, hasProject };
}

function expectedOf({ card, listed, submitter }: PoolCandidate, model: ColdModel): number | null {
  try {
    const expected = predictStanding(model, coldPaperOf(card, submitter), listed);
    return Number.isFinite(expected) ? expected : null;
  } catch {
    return null;
  }
}
