/** Ways in which a sentence serves a summary, read off its words. */
export interface SentenceRole {
  /** Index after the words that say what the paper does, or 0: a beginning that long contributes. */
  contributes: number;
  /** The same for words that introduce the work, like `we propose`, rather than one of its steps. */
  introduces: number;
  /** Says what the authors did on the way, like `we train`. */
  step: boolean;
  /** Index after the paper's own name in a step that leads to it, like `we deploy a search to find DripNet`. */
  presents: number;
  /** Names the paper's own system, in its subject or where it is introduced. */
  named: boolean;
  /** States a result. */
  result: boolean;
  /** States a result with a figure, like `by 12%`. */
  measured: boolean;
  /** May say that work was done, or matters, and nothing about it: `we conduct extensive experiments`. */
  empty: boolean;
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
  'establish|argu|evaluat|formulat|offer|report|detail|survey|review|prov|advocat|discover|contribut|outlin|rethink|revisit';
const STEPS =
  'train|deriv|curat|collect|compil|achiev|extend|characteri[sz]|recast|challeng|test|adopt|cast|instantiat|formali[sz]|' +
  'reformulat|tackl|observ|leverag|aim|publish|benchmark|explain|adapt|implement|focus|assess|measur|quantif|' +
  'synthesi[sz]|compar|appl|us|deploy|exploit|learn|optimi[sz]|combin|integrat|generali[sz]|scal|improv|take';
const SUBJECT = `\\b(?:we|${PAPER}) ${ADVERB}`;
const CONTRIBUTION = new RegExp(
  `${SUBJECT}(?:${INTRODUCES}|${STATES})[a-z]*\\b|\\b(?:is|are) (?:introduced|proposed|presented|developed)\\b|\\bby (?:introducing|proposing|presenting)\\b`,
);
const STEP = new RegExp(`${SUBJECT}(?:${STEPS})[a-z]*\\b`);
const PRESENTING = new RegExp(
  `${SUBJECT}(?:deploy|curat|collect|compil|formali[sz]|instantiat|implement|synthesi[sz]|train|exploit|recast|extend)[a-z]*\\b`,
);
const INTRODUCTION = new RegExp(`${SUBJECT}(?:${INTRODUCES})[a-z]*\\b`);
const RESULT =
  /\b(?:outperform|surpass|state-of-the-art|achiev|improv|exceed|reduc|gain|speedup|faster|superior|accuracy|sota|competitive)|\d ?%|\d[x×]|-fold\b/;
const MEASURED = /\d ?%|\d[x×]|\d\.\d|-fold\b|\bby \d|\d points?\b/;
const GAINS = /\b(?:outperform|surpass|exceed|improves?\b|achiev|reduc|reveal|find)/;
const MANY =
  '(?:multiple|several|various|diverse|different|many|numerous|additional|further|extensive|comprehensive|detailed|thorough|systematic|in-depth|rigorous|qualitative|quantitative|ablation|empirical|broad|careful)';
const EMPTY = new RegExp(
  [
    `^we ${ADVERB}(?:conduct|perform|provide|present|offer|report|include|carry out|run|introduce) (?:an? )?(?:${MANY},? (?:and )?)+(?:[a-z]+ )?` +
      '(?:experiments?|analys[ei]s|evaluations?|reflections?|ablations?|stud(?:y|ies)|investigations?|validations?|insights?|discussions?|improvements?|comparisons?)\\b',
    `^we ${ADVERB}(?:evaluate|validate|test|benchmark|verify|assess|compare|apply|demonstrate) (?:it|this|these|our|the (?:effectiveness|efficacy|scalability|performance|proposed)|${MANY})\\b`,
    '\\b(?:represents?|marks?|constitutes?|is|offers?|provides?|suggests?|opens?|points? to) (?:an? )?(?:significant|promising|important|critical|crucial|major|scalable|practical|complementary|new|concrete|vital|foundational|key) (?:[a-z-]+ )?(?:milestone|step|advance|direction|path|pathway|avenue|foundation)s?\\b',
    '\\bprovides? (?:[a-z]+ )?(?:guidance|guidelines|insights?)\\b',
    '\\b(?:paves?|paving) the way\\b|^(?:our|these|the) (?:results|findings|work) (?:[a-z]+ )?(?:highlight|underscore|suggest)s?\\b|\\b(?:highlight|underscor)(?:s|ing|es|e)? the (?:importance|need|potential|value|promise)\\b',
  ].join('|'),
);
const FIELD_OPENINGS =
  'however|recent|recently|existing|although|despite|current|currently|prior|previous|traditional|conventional|yet|' +
  'though|unfortunately|while (?!maintain|preserv|our)|as |most |many |since ';
const FIELD_WORDS =
  'remains?|challeng|limited|suffers?|struggles?|fails?|lacks?|rel(?:y|ies) (?:on|heavily)|often|typically|crucial|' +
  'essential|fundamental|(?:is|are) (?:critical|vital|central|key) (?:for|to)|long-(?:term|standing) goal|hinder|bottleneck|underexplored|overlook|prohibitive|' +
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
  `^[^,]{3,80}, (?:it|they) (?=[a-z])|\\b(?:this (?!${PAPER_KINDS})|(?:these|those|the former|the latter|aforementioned|above|same)\\b|such (?!as\\b|that\\b))`,
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
  const presents = step && PRESENTING.test(text) ? endOfName(text, names) : 0;
  return {
    contributes,
    introduces,
    step,
    presents,
    named:
      presents > 0 || names.some((name) => (contributes > 0 ? text.includes(name) : text.startsWith(name))),
    result: RESULT.test(text),
    measured: MEASURED.test(text) && RESULT.test(text),
    empty: EMPTY.test(text),
    background: contributes === 0 && !step && BACKGROUND.test(whole.toLowerCase()),
    boilerplate: BOILERPLATE.test(text),
    dangling: (DANGLING.test(text) && !OUR_OWN.test(text)) || NUMBERED.test(whole),
    refersAt: REFERRING.exec(text)?.index ?? Number.POSITIVE_INFINITY,
  };
}

/** Tells whether a part of a sentence that may be empty has no result that makes up for it. */
export function isEmptyStatement(part: string): boolean {
  const text = part.toLowerCase();
  return EMPTY.test(text) && !MEASURED.test(text) && !GAINS.test(text);
}

/** Tells whether a part of a sentence names a figure of the result that the sentence states. */
export function isMeasured(part: string): boolean {
  return MEASURED.test(part);
}

/** Index after the first of the names in a text, or 0. */
function endOfName(text: string, names: readonly string[]): number {
  for (const name of names) {
    const index = text.indexOf(name);
    if (index >= 0) return index + name.length;
  }
  return 0;
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
