/** Ways in which a sentence serves a summary, read off its words. */
export interface SentenceRole {
  /** Index after the words that say what the paper does, or 0: a beginning that long contributes. */
  contributes: number;
  /** The same for words that introduce the work, like `we propose`, rather than one of its steps. */
  introduces: number;
  /** Says what the authors did on the way, like `we train`. */
  step: boolean;
  /** Names the paper's own system, in its subject or where it is introduced. */
  named: boolean;
  /** States a result. */
  result: boolean;
  /** About the field, or the work of others. */
  background: boolean;
  /** About code, addresses and hopes. */
  boilerplate: boolean;
  /** Begins with a reference to the sentence before. */
  dangling: boolean;
  /** Index of a reference to something said before, or Infinity: a shorter beginning has none. */
  refersAt: number;
}

const PAPER =
  '(?:this|the present|our) (?:[a-z]+ )?(?:paper|work|study|report|article|survey|thesis|research)';
const ADVERB =
  '(?:(?:[a-z]+ly|also|first|then|further|thus|hence|therefore|here|next|instead|now)(?: and [a-z]+ly)? )?';
const INTRODUCES =
  'introduc|propos|present|releas|develop|unveil|open-sourc|design|build|built|construct|creat|devis';
const STATES =
  'show|demonstrat|describ|stud|investigat|explor|find|found|provid|reveal|identif|conduct|examin|analy[sz]|address|' +
  'establish|argu|evaluat|formulat|offer|report|survey|review|prov|advocat|discover|contribut|outlin|rethink|revisit';
const STEPS =
  'train|deriv|curat|collect|compil|achiev|extend|characteri[sz]|recast|challeng|test|adopt|cast|instantiat|formali[sz]|' +
  'reformulat|tackl|observ|leverag|aim|publish|benchmark|explain|adapt|implement|focus|assess|measur|quantif|' +
  'synthesi[sz]|compar|appl|us|learn|optimi[sz]|combin|integrat|generali[sz]|scal|improv|take';
const SUBJECT = `\\b(?:we|${PAPER}) ${ADVERB}`;
const CONTRIBUTION = new RegExp(
  `${SUBJECT}(?:${INTRODUCES}|${STATES})[a-z]*\\b|\\b(?:is|are) (?:introduced|proposed|presented|developed)\\b`,
);
const STEP = new RegExp(`${SUBJECT}(?:${STEPS})[a-z]*\\b`);
const INTRODUCTION = new RegExp(`${SUBJECT}(?:${INTRODUCES})[a-z]*\\b`);
const RESULT =
  /\b(?:outperform|surpass|state-of-the-art|achiev|improv|exceed|reduc|gain|speedup|faster|superior|accuracy|sota|competitive)|\d ?%|\d[x×]|-fold\b/;
const FIELD_OPENINGS =
  'however|recent|recently|existing|although|despite|current|currently|prior|previous|traditional|conventional|yet|' +
  'though|unfortunately|while (?!maintain|preserv|our)|as |most |many |since ';
const FIELD_WORDS =
  'remains?|challeng|limited|suffers?|struggles?|fails?|lacks?|rel(?:y|ies) (?:on|heavily)|often|typically|crucial|' +
  'essential|fundamental|hinder|bottleneck|underexplored|overlook|prohibitive|' +
  '(?:have|has) (?:shown|achieved|become|emerged|demonstrated|been|made)';
const BACKGROUND = new RegExp(`^(?:${FIELD_OPENINGS})|\\b(?:${FIELD_WORDS})`);
const AVAILABLE = 'available|released|open-sourced|open-source|found|accessible';
const BOILERPLATE = new RegExp(
  [
    'https?:',
    'www\\.',
    'github',
    `\\b(?:is|are|be|been|made|find) (?:[a-z]+ ){0,2}(?:${AVAILABLE})\\b`,
    `\\b(?:code|data|weights|models?)\\b.{0,40} (?:${AVAILABLE})(?: \\S+){0,2}$`,
    'project page|we hope|future (?:research|work|studies)',
    'we (?:will )?(?:publicly )?(?:release|open-source) (?:our|all|the)\\b',
  ].join('|'),
);
const PAPER_KINDS = 'paper|work|study|report|article|survey|thesis|research';
const DANGLING = new RegExp(
  `^(?:this (?!(?:[a-z]+ )?(?:${PAPER_KINDS})\\b)|(?:these|those|such|it|they|its|their|his|he|both|each|that|there|` +
    'another|one|all|none|once|doing so|in doing so|by doing|when applied|for (?:example|instance)|central to|' +
    'at (?:its|the) core|key to|unlike|rather than|together|or|and|with (?:this|these)|through (?:this|these)|after|by|' +
    '(?:the|our) (?:resulting|former|latter|two|three|second|third|other|same|key|core|main|proposed|first|final|' +
    'entire|whole|approach|method|framework|model|system|pipeline|idea|dataset|benchmark|insight|code|result|stage)s?' +
    ')\\b|\\()',
);
const OUR_OWN = /^our (?:approach|method|framework|model|system|pipeline|dataset|benchmark|result)s?\b/;
const REFERRING = new RegExp(
  `\\b(?:this (?!${PAPER_KINDS})|(?:these|those|the former|the latter|aforementioned|above|same)\\b|such (?!as\\b|that\\b))`,
);
const NUMBERED = /^\(?[\divx]{1,3}[).] /;

/**
 * Judges a sentence by its words. `whole` is the sentence with its lead-in, `bare` without it; `names` are
 * the paper's own, in lower case.
 */
export function judgeSentence(whole: string, bare: string, names: readonly string[]): SentenceRole {
  const text = bare.toLowerCase();
  const contributes = endOf(CONTRIBUTION.exec(text));
  const introduces = contributes === 0 ? 0 : endOf(INTRODUCTION.exec(text));
  const step = contributes === 0 && STEP.test(text);
  return {
    contributes,
    introduces,
    step,
    named: names.some((name) => (introduces > 0 ? text.includes(name) : text.startsWith(name))),
    result: RESULT.test(text),
    background: contributes === 0 && !step && BACKGROUND.test(whole.toLowerCase()),
    boilerplate: BOILERPLATE.test(text),
    dangling: (DANGLING.test(text) && !OUR_OWN.test(text)) || NUMBERED.test(whole),
    refersAt: REFERRING.exec(text)?.index ?? Number.POSITIVE_INFINITY,
  };
}

function endOf(match: RegExpExecArray | null): number {
  return match === null ? 0 : match.index + match[0].length;
}

/** Names that a title gives to the work: the part before the colon, and words like `CamelCase`. */
export function namesInTitle(title: string): string[] {
  const [head = '', rest] = title.split(/: | [–—-] /, 2);
  // Whole words first: looking for the capital within them takes quadratic time in a script without spaces.
  const words = (title.match(/[\p{L}\p{N}-]+/gu) ?? []).filter((word) => /\p{Ll}\p{Lu}/u.test(word));
  const own = rest !== undefined && head.length >= 2 && head.length <= 40 ? [head, ...words] : words;
  return [...new Set(own.map((name) => name.trim().toLowerCase()))].slice(0, 6);
}
