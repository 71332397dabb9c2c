/** Fields of a paper by which two revisions of a pool are compared. */
export interface PoolPlace {
  paperId: string;
  title: string;
  /** Rank among all papers. */
  rank: number;
  /** Topic it is pinned to; '' for all subscribers; null if it is not pinned. */
  pinned: string | null;
  /** True if an operator replaced the summary. */
  edited: boolean;
}

/** Difference between two revisions of a pool. */
export interface PoolDifference {
  added: PoolPlace[];
  removed: PoolPlace[];
  /** Papers with a changed rank, largest move first. */
  moved: { before: PoolPlace; after: PoolPlace }[];
  /** Papers with a changed pin or summary. */
  decided: { before: PoolPlace; after: PoolPlace }[];
  /** Number of papers in the later revision. */
  papers: number;
}

/** Compares two revisions of a pool. The order of the papers does not matter. Pure. */
export function comparePlaces(before: readonly PoolPlace[], after: readonly PoolPlace[]): PoolDifference {
  const earlier = new Map(before.map((place) => [place.paperId, place]));
  const later = new Set(after.map(({ paperId }) => paperId));
  const both = after.flatMap((place) => {
    const was = earlier.get(place.paperId);
    return was ? [{ before: was, after: place }] : [];
  });
  const far = ({ before, after }: { before: PoolPlace; after: PoolPlace }) =>
    Math.abs(before.rank - after.rank);
  return {
    added: after.filter(({ paperId }) => !earlier.has(paperId)).sort(byRank),
    removed: before.filter(({ paperId }) => !later.has(paperId)).sort(byRank),
    moved: both.filter((each) => far(each) > 0).sort((a, b) => far(b) - far(a) || byRank(a.after, b.after)),
    decided: both.filter(
      ({ before, after }) => before.pinned !== after.pinned || before.edited !== after.edited,
    ),
    papers: after.length,
  };
}

const byRank = (a: PoolPlace, b: PoolPlace): number => a.rank - b.rank || (a.paperId < b.paperId ? -1 : 1);
