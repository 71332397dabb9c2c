/** Words by which a comment names its own submission, as a pattern. */
const WORK =
  '(?:paper|article|submission|manuscript|preprint|pre-print|e-?print|work|report|note|version|draft|document|' +
  'letter|study|thesis|survey|contribution|publication|posting|upload|text|file|entry)s?';
const DETERMINER =
  "(?:this|these|our|my|his|her|the|the authors?(?:['’]s?)?|present|current|latest|new(?:est)?|last|second|third|" +
  'entire|whole|full|complete)';
const KIND = '(?:arxiv|research|revised|above|following|said|conference|journal|review|short|submitted)';
/** Each word has one reading and a bounded count; otherwise a hostile comment takes exponential time. */
const OWN_WORK = `(?:${DETERMINER}\\s+){1,4}(?:${KIND}\\s+)?${WORK}\\b(?!['’])`;

/** Participles, with the misspellings that occur: "withdrawed", "has been withdraw", "with drawn". */
const GONE = '(?:withdr[ao]w(?:n|ed|en)?|with drawn|retracted)';
/** Any other form of the two verbs. */
const TAKES_BACK = '(?:withdr[ao]w(?:s|ing)?|withdrew|withdrawn|retract(?:s|ing|ed)?)';
const WITHDRAWAL = '(?:withdraw(?:al|l|ing)|retraction)';

/** Auxiliaries and adverbs between the submission and the participle. */
const LINK =
  '(?:has|have|had|as(?= been)|is|was|were|are|be|been|being|must|should|shall|will|needs?|ought|to|requires?|now|' +
  'also|thus|hence|therefore|hereby|herewith|since|and|by us|again|\\w+ly)';
const LINKS = `(?:[\\s,]+${LINK})*`;
/** Apposition after the submission: "(v2)", ", which was submitted in error,", "of the paper". */
const APPOSITION = '(?:\\s*\\([^)]*\\)|\\s*,[^,]{1,80},|\\s+of (?:the|this|our|its|\\w+) \\w+)?';

/** Start of a clause that can consist of the participle alone. */
const CLAUSE = '(?:^\\W*|[,(:\\[*>/–—]\\s*|\\s-+\\s*|\\b(?:so|thus|hence|therefore|then)\\s+)';
const ADVERBS = '(?:(?:now|hereby|therefore|thus|hence|since|later|to be|\\w+ly)\\s+)*';
/** Continuations of the participle in a statement. Before a noun ("withdrawn drugs") it is an attribute. */
const REASON =
  '(?:$|[,;:)\\](/*.!&=–—]|\\s-|(?:due|because|owing|by|as|since|for|until|till|pending|after|following|on|upon|at|' +
  'in|to|while|per|with|without|and|effective|from (?:the )?arxiv|under|given|so|or|\\w+ly)\\b)';

const AGENT =
  '(?:we|i|he|she|they|us|me|arxiv|(?:authors?|co-?authors?|submitters?|administrators?|admins?|moderators?)' +
  "(?:['’]s|s['’])?)";
const BY = `by\\s+(?:(?:the|its|all|both|first|second|last|corresponding|submitting|arxiv)\\s+)*${AGENT}\\b`;

/** Words between an agent and the verb: "would like to", "have decided to", "was asked to". */
const INTENT =
  '(?:have|has|had|would|like|wish(?:es)?|wants?|wanted|decided?|chosen?|chose|agreed?|intends?|plan|need|must|should|' +
  "will|shall|are|am|is|was|were|to|be|been|asks?|asked|request(?:s|ed|ing)?|forced|obliged|required|us|arxiv|['’](?:d|ve|m)|" +
  'hereby|herewith|thus|therefore|hence|\\w+ly)';

/** Comments, or sentences of one, that are nothing but a notice. */
const NOTICES: readonly RegExp[] = [
  pattern(`^\\W*(?:this is )?(?:an? )?(?:withdrawn|retracted) ${WORK}\\W*$`),
  pattern(`^\\W*(?:this is an? |notice of |author[- ]requested )${WITHDRAWAL}\\W*$`),
  // "Superseded by arXiv:2601.00002, withdrawn".
  pattern(
    `^\\W*(?:superseded by|merged (?:into|with)|replaced by|duplicate of)\\b[^;]*(?:,|\\band)(?:\\s+${LINK})*\\s+${GONE}\\s*${REASON}`,
  ),
];

/** Sentences that declare a submission withdrawn, from the wordings of real arXiv comments. */
const STATEMENTS: readonly RegExp[] = [
  // "This paper has been withdrawn", "… and the paper needs to be retracted".
  pattern(`\\b${OWN_WORK}${APPOSITION}${LINKS}[\\s,]+${GONE}\\b`),
  pattern(`\\b(?:this|present) ${WORK},? which${LINKS}\\s+${GONE}\\b`),
  // "Paper withdrawn", "manuscript is withdrawn", at the start of a clause.
  pattern(`${CLAUSE}${WORK}${APPOSITION}${LINKS}\\s+${GONE}\\b`),
  // "The paper contains errors and has been withdrawn", "all versions are withdrawn".
  pattern(`^\\W*(?:${OWN_WORK}|${WORK})\\b[^;]*\\b(?:and|so|but)(?:\\s+${LINK})*\\s+${GONE}\\s*${REASON}`),
  pattern(`\\b${OWN_WORK}\\b[^;]*\\b(?:and|so|but)(?:\\s+${LINK})+\\s+${GONE}\\s*${REASON}`),
  pattern(`\\b(?:all|both)\\s+(?:\\w+\\s+)?versions\\b[^.;]{0,30}?${LINKS}\\s+${GONE}\\b`),
  // "We would like to withdraw this paper", "the authors have decided to retract our submission".
  pattern(`\\b${TAKES_BACK}\\s+(?:both\\s+|all\\s+|versions? (?:of|\\d of)\\s+)?${OWN_WORK}`),
  pattern(
    `\\b${TAKES_BACK}\\s+(?:the|this)\\s+(?:previous|first|earlier) and (?:the )?(?:present|current)\\b`,
  ),
  // "We decided to withdraw", "the authors withdraw it until …", "please withdraw".
  pattern(
    `\\b(?:${AGENT}|please|kindly)(?:[\\s,]+${INTENT})*[\\s,]+${TAKES_BACK}\\s*(?:it\\b\\s*)?${REASON}`,
  ),
  pattern(`\\b(?:therefore|thus|hence|so|to|and)\\s+${TAKES_BACK}\\s+it\\b`),
  pattern(`^\\W*(?:withdraw(?:ing)?|retracting)\\s+${REASON}`),
  // "Withdrawal of this paper", "reason for withdrawal: …", "withdrawal requested by the authors".
  pattern(`\\b${WITHDRAWAL}\\s+of\\s+(?:${OWN_WORK}|${WORK}\\b)`),
  pattern(
    `\\breasons?\\s+(?:for|of)\\s+(?:(?:the|this|our|its)\\s+)?${WITHDRAWAL}\\s*(?:[:=,;.(–—-]|(?:is|are)\\b|$)`,
  ),
  pattern(
    `\\b(?:request|seek|ask|need|require|necessitate)(?:s|ed|ing)?\\s+(?:(?:a|the|its|for|this)\\s+)*${WITHDRAWAL}\\b`,
  ),
  pattern(
    `\\b${WITHDRAWAL}\\s+(?:(?:is|was|has been)\\s+)?(?:request(?:ed)?|needed|required|due|because|notice)\\b`,
  ),
  pattern(
    `^\\W*(?:(?:full|author|complete|temporary|voluntary|the|this)\\s+)?${WITHDRAWAL}\\s*(?:[:.]|by (?:the )?author|(?:at|on|upon) (?:the )?author|$)`,
  ),
  // "v3 withdrawn", where no higher version is named.
  pattern(`(?:^|[^(\\w])(?:v|version )\\d+${APPOSITION}(?:\\s+${LINK})*\\s+${GONE}\\b`),
  // "Error in Lemma 2, withdrawn", "(withdrawn)", "v3: withdrawn due to …".
  pattern(`${CLAUSE}${ADVERBS}${GONE}\\s*${REASON}`),
  // "It has been withdrawn", "Should be withdrawn since …", "… and therefore need to be withdrawn".
  pattern(`(?:^\\W*|\\bit\\s+|\\b(?:so|therefore|thus|hence)\\s+)(?:${LINK}\\s+)+${GONE}\\b`),
  pattern(`\\b${GONE}\\s+${BY}`),
  // Removal is the administrators' word; it counts only for the submission as a whole.
  pattern('\\b(?:removed|withdrawn|retracted|deleted) by (?:the )?(?:arxiv|administrat|admins?\\b|moderat)'),
  pattern(`\\b${OWN_WORK}(?:\\s+${LINK})*\\s+(?:removed|deleted|taken down)\\s*${REASON}`),
];

const NOT_A_VENUE =
  '(?!(?:the )?(?:arxiv|archive|server|repository|public|circulation|publication|consideration for)\\b)';
const PART =
  '(?:refs?\\.?|references?|theorems?|lemmas?|corollar(?:y|ies)|conjectures?|propositions?|claims?|sections?|figures?|tables?|' +
  'appendix|proofs?|data(?:sets?)?|results?|statements?|assumptions?|hypothes[ie]s|models?|benchmarks?)';
const EARLIER =
  '(?:previous(?:ly)?|earlier|older|old|former(?:ly)?|first|original(?:ly)?|prior|preceding|initial)';

/** Sentences about another version, another work, a venue, or a case that did not happen. */
const ELSEWHERE: readonly RegExp[] = [
  // Withdrawn from a venue, not from arXiv or from publication as such.
  pattern(`\\b${GONE}\\s+(?:\\w+ly\\s+|later\\s+|${BY}\\s+)?from\\s+${NOT_A_VENUE}`),
  pattern(`\\b${TAKES_BACK}\\s+(?:it|${OWN_WORK})\\s+from\\s+${NOT_A_VENUE}`),
  pattern('\\w\\s+(?:\\d{4}\\s+)?withdrawn submission\\b'),
  // "(withdrawn)" and "but withdrawn" after a venue.
  pattern(
    `\\b(?:submitted|accepted|under review)\\s+(?:to|at|by|in|for)\\b[^.;]*?(?:\\(|\\bbut\\s+|\\blater\\s+)${GONE}\\b`,
  ),
  // "The previous version was withdrawn", "their paper was retracted", "v1 was withdrawn".
  pattern(
    `\\b(?:${EARLIER}|companion|their|another|other|an?)\\s+(?:\\w+\\s+)?${WORK}\\b${APPOSITION}${LINKS}\\s+${GONE}\\b`,
  ),
  pattern(`\\b(?:${EARLIER}|companion|their|another)\\s+(?:\\w+\\s+)?${GONE}\\b`),
  pattern(`\\b(?:${EARLIER}|their|an?)\\s+${WORK}\\s+(?:that|which)\\b[^.;,]*\\b${GONE}\\b`),
  pattern(`\\b${TAKES_BACK}\\s+(?:the|our|an?|its)\\s+${EARLIER}\\s+(?:${WORK})(?! and)`),
  pattern(`(?:^|[^(\\w])(?:v|version )1\\s+(?:${LINK}\\s+)*(?:${GONE}|removed)\\b`),
  pattern(`\\b${WITHDRAWAL} of (?:v\\d|version \\d)(?![^;]*of this)`),
  // "Replaces the withdrawn arXiv:…", "Comment on arXiv:… (withdrawn)", "authors of … have withdrawn their
  // paper".
  pattern(`\\b(?:the|an?|of|with)\\s+(?:withdrawn|retracted)\\s+\\w`),
  pattern(
    `\\barxiv:\\S+\\s*(?:,\\s*|\\(\\s*)?(?:which\\s+)?(?:(?:has|had|was|is|been)\\s+)*(?:now\\s+|\\w+ly\\s+)?${GONE}\\b`,
  ),
  // "Corollary 5 has been withdrawn", "Ref. [5] was withdrawn by its authors".
  pattern(
    `\\b${PART}\\s*(?:[\\d[(][\\d.,\\])a-z]*\\s*)?(?:of v\\d\\s*)?(?:\\s+${LINK})*\\s+${GONE}\\b|^\\W*\\[?\\d+\\]\\s.*\\b${GONE}\\b`,
  ),
  pattern(`\\b(?:paper|article|version|manuscript|preprint)\\s+that\\s+(?:\\w+\\s+){0,3}${GONE}\\b`),
  pattern(`\\b${GONE}\\s+their\\b`),
  // "It could be withdrawn if accepted", "will be withdrawn once the journal version is published".
  pattern(
    `\\b(?:could|may|might|can|would)\\s+(?:\\w+\\s+)?(?:be\\s+)?(?:${GONE}|${TAKES_BACK})\\b(?<!would like to \\w+)`,
  ),
  pattern(`\\b(?:if|whether|unless)\\b[^.;,]*\\b(?:${GONE}|${TAKES_BACK})\\b`),
  pattern(`\\b(?:${GONE}|${TAKES_BACK})\\b\\s+(?:if|once|when|upon (?:acceptance|publication))\\b`),
  // Negation and reinstatement.
  pattern(`\\b(?:not|never|no longer)\\s+(?:been\\s+|be\\s+)?${GONE}\\b`),
  pattern(`\\baccidentally\\s+${GONE}\\b|\\b${GONE}\\s+(?:by (?:mistake|accident)|accidentally|in error)\\b`),
  pattern('\\b(?:has been|have been|was|were|is now|now|and)\\s+(?:reinstated|restored|resubmitted)\\b'),
  pattern('\\bresubmission (?:of|after)\\b'),
  pattern(
    `\\b(?:which|that|what) (?:led|made|caused|forced) (?:us|me|the authors)?\\b[^.;]*\\b${TAKES_BACK}\\b`,
  ),
  // "Why are papers withdrawn from arXiv?", "reasons for withdrawal of arXiv papers".
  pattern(`(?<!is )\\b(?:why|how)\\b[^.;,]*\\b${GONE}\\b|\\?\\s*$`),
  pattern(`\\b${WITHDRAWAL}\\s+of\\s+(?:arxiv |scientific |research |published )?\\w+s\\b(?<!this|versions)`),
];

/** A sentence of an abstract that starts with the paper itself, or with the participle. */
const ABSTRACT_NOTICE = pattern(
  '^\\W*(?:arxiv admin note:\\s*)?(?:' +
    `(?:(?:(?:this|the|the present|present|our)\\s+(?:following\\s+)?)${WORK}|(?:paper|article|manuscript|submission))` +
    `${APPOSITION}${LINKS}\\s+(?:${GONE}|removed by (?:the )?(?:arxiv|admin|author))\\b|` +
    `(?:we|the authors?) (?:withdraws?|have withdrawn|has withdrawn|retracts?)\\s+this ${WORK}\\b|` +
    `${GONE}\\s*(?:\\W*$|(?:due|because|by (?:the )?(?:authors?|arxiv))\\b))`,
);

const VERSION_GONE = new RegExp(`(?<!\\w)v(?:ersion )?\\d{1,2}(?:\\s+${LINK})*\\s+${GONE}\\b`, 'gi');

/** Real sentences are shorter; a hostile one must not keep the expressions busy. */
const LONGEST_SENTENCE = 500;

/** Comments of a version that repairs what a listed earlier one withdrew. */
const REPAIRED = /\b(?:complete(?:ly)? rewr\w+|which (?:is|are) now (?:fixed|closed|corrected))\b/i;

/**
 * True if the comment of a paper's newest version declares the paper withdrawn. arXiv has no field for it: a
 * withdrawal is a new version with a comment in the author's or an administrator's words. Each sentence is
 * read alone, so that "the previous version was withdrawn" does not hide a later statement.
 */
export function isWithdrawn(comment: string | null): boolean {
  if (comment === null || REPAIRED.test(comment)) return false;
  const newest = Math.max(0, ...versionsIn(comment));
  return sentencesOf(comment).some(
    (sentence) => declaresWithdrawal(sentence) && !versionsGone(sentence).some((version) => version < newest),
  );
}

/**
 * True if an abstract is such a statement, as in old records, or begins or ends with one. Only sentences
 * about "this paper" count there, because abstracts also report that drugs or troops are withdrawn.
 */
export function isWithdrawalNotice(abstract: string | null): boolean {
  if (abstract === null || !/with\s?dr|retract|remov/i.test(abstract)) return false;
  const sentences = sentencesOf(abstract).filter((sentence) => sentence !== '');
  return [sentences[0], sentences.at(-1)].some(
    (sentence) => sentence !== undefined && ABSTRACT_NOTICE.test(sentence) && declaresWithdrawal(sentence),
  );
}

function declaresWithdrawal(sentence: string): boolean {
  if (!/with\s?dr|retract|remov|delet|taken/i.test(sentence)) return false;
  if (NOTICES.some((notice) => notice.test(sentence))) return true;
  if (ELSEWHERE.some((exception) => exception.test(sentence))) return false;
  return STATEMENTS.some((statement) => statement.test(sentence));
}

/** A colon stays: "v3: withdrawn" and "Reason for withdrawal: …" are read as a whole. */
function sentencesOf(text: string): string[] {
  return (
    text
      .replace(/\s+/g, ' ')
      .replace(/https?:\S+/g, '')
      .replace(/\bauthor\(s\)/gi, 'authors')
      // The id of the paper itself, "this paper (arXiv:2601.01234)", is not that of another work.
      .replace(new RegExp(`\\b((?:this|present) ${WORK})\\s*\\(?arxiv:\\S+\\)?`, 'gi'), '$1')
      .split(/(?<=[.!?])\s+(?!\d)|;\s+/)
      .map((sentence) => sentence.trim().slice(0, LONGEST_SENTENCE))
  );
}

/** Numbers of the versions that a text names: "v2", "version 3". */
function versionsIn(text: string): number[] {
  return [...text.matchAll(/(?<![\w.])v(?:ersion )?(\d{1,2})\b/gi)].map((match) => Number(match[1]));
}

/** Numbers of the versions that a sentence calls withdrawn, as in "v2 withdrawn by accident". */
function versionsGone(sentence: string): number[] {
  return [...sentence.matchAll(VERSION_GONE)].flatMap((match) => versionsIn(match[0]));
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'i');
}
