const WORK = '(?:paper|article|submission|manuscript|preprint|work|report|note|version|draft)';
const DOES = '(?:(?:has|have|had|is|was|were|been|being|now|temporarily|also)\\s+)';

/** Phrases that authors and arXiv's administrators use for a withdrawal, from real arXiv comments. */
const SAYINGS = [
  // At the beginning of the comment: "Withdrawn", "Temporarily withdrawn due to an error in Lemma 2".
  /^\W*(?:temporarily )?withdrawn\b/i,
  // "This paper has been withdrawn", "arXiv admin note: submission was temporarily withdrawn".
  new RegExp(
    `(?:^|[.;:,(]\\s*|\\b(?:this|our|the|present)\\s+)${WORK}\\s+(?:\\([^)]*\\)\\s+)?${DOES}*withdrawn\\b`,
    'i',
  ),
  // "We withdraw this paper", "the authors have withdrawn this manuscript".
  new RegExp(`\\b(?:we|authors?|i)\\s+${DOES}*withdr(?:aw|ew|awn)\\s+(?:this|our|the)\\s+${WORK}\\b`, 'i'),
  /\b(?:withdrawn|removed) by (?:the )?(?:arxiv|administrat|moderat)/i,
  /\bwithdrawn by (?:(?:the|its|all|first|corresponding|submitting) )*(?:authors?|submitter)\b/i,
];

/** Withdrawn from a venue, not from arXiv: "withdrawn from ICLR 2026". */
const ELSEWHERE =
  /\bwithdr(?:aw|ew|awn)\s+(?:\w+ly\s+|by (?:the |all )?authors?\s+)?from\s+(?!(?:the )?arxiv\b)/i;

/**
 * An earlier version was withdrawn and a later one stands: "the previous version was withdrawn", "v1
 * withdrawn".
 */
const EARLIER = new RegExp(
  `(?:\\b(?:previous|earlier|older|former|first|original)\\s+(?:arxiv\\s+)?${WORK}\\s+|` +
    '(?:^|[^(\\w])(?:v\\d+|version \\d+)\\s+)' +
    `${DOES}*(?:withdrawn|removed)\\b`,
  'i',
);

/**
 * True if the comment of a paper's newest version declares the paper withdrawn. arXiv has no field for it: a
 * withdrawal is a new version with a comment in the author's or an administrator's words.
 */
export function isWithdrawn(comment: string | null): boolean {
  if (comment === null || ELSEWHERE.test(comment) || EARLIER.test(comment)) return false;
  return SAYINGS.some((saying) => saying.test(comment));
}
