/** How one paper stands in a revision of a pool, as far as two revisions are compared by it. */
export interface PoolPlace {
  paperId: string;
  title: string;
  /** Its rank among all papers. */
  rank: number;
  /** The topic that it is pinned to; '' for everybody; null where it is not. */
  pinned: string | null;
  /** Its summary is an operator's. */
  edited: boolean;
}

/** What changed from one revision of a pool to another. */
export interface PoolDifference {
  added: PoolPlace[];
  removed: PoolPlace[];
  /** The same papers at another rank, the furthest moved first. */
  moved: { before: PoolPlace; after: PoolPlace }[];
  /** The same papers, but pinned or edited otherwise. */
  decided: { before: PoolPlace; after: PoolPlace }[];
  /** How many papers the later one has. */
  papers: number;
}

/** Compares two revisions of a pool, in whatever order their papers come; pure. */
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
