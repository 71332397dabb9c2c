/** A part of a sentence that can stand as a sentence: where it begins and ends. */
export interface SentencePart {
  start: number;
  end: number;
  /** Loss of sense, by the place of the cut: 0 whole, 1 between clauses, 2 within one. */
  loss: 0 | 1 | 2;
}

/** Citations, addresses and remarks in brackets. Short forms like `(LLM)` and numbers stay. */
const ASIDE =
  / ?(?:\((?:(?:see|cf|e\.g|i\.e)\b|[^()]{0,200}(?:https?:|et al|www\.)|\p{Lu}[^()\d]{1,60}, (?:19|20)\d\d)[^()]{0,200}\)|\[[\d,; –-]{1,30}\])/gu;
const REMARK = / ?\([\p{Ll}\p{N}](?:[^()\s]* ){2,}[^()\s]+\)/gu;
const PURPOSE =
  /^(?:to|by|for|with|in|on|based on|inspired by|motivated by|unlike|despite|while|as|given) [^;:.]{4,160}?, (?=we |this paper |this work )/i;

const JOINING =
  'which|where|while|whereas|thereby|thus|hence|so that|such that|with|without|by|including|such as|as well as|' +
  'like|especially|particularly|when|because|since|but|yet|rather than|instead of|even|despite';
const DOING =
  'demonstrat|show|introduc|propos|present|achiev|releas|prov|find|evaluat|develop|validat|establish|provid|' +
  'outperform|improv|reduc|enabl|surpass|conduct|reveal|design|construct|train|build';

// The main clause is complete before any of these, provided that it has its verb.
const CLAUSE_ENDS = [
  `, (?:${JOINING})\\b`,
  String.raw`, (?:\w+ly )?(?!including)\w{3,}ing\b`,
  String.raw`,? and (?:we|it|thereby|(?:${DOING})\w*) `,
  // Before the second of two names that each have an apposition.
  String.raw`, and (?=[^\s,]+, an? )`,
  '; ',
  ' [–—-] |—',
  ` (?:while|whereas|because|so that|such that|without|despite|rather than|instead of|including|such as|across|through|via) `,
  String.raw` (?:by|when|after|before) (?:\w+ly )?\w{3,}ing\b`,
].join('|');
// The sentence loses part of its sense here, and may have lost more than the words of this list can tell.
const PHRASE_ENDS = [
  ', ',
  ': ',
  String.raw` for \w+ing\b`,
  String.raw` and \w+s (?=an?\b|the\b|its\b|their\b)`,
  ' (?:that|which|for|with|within|on|in|from|under|over|during|using|based on|as|to) ',
].join('|');
const CLAUSE = new RegExp(`(${CLAUSE_ENDS})`, 'gi');
const CLAUSE_OR_PHRASE = new RegExp(`(${CLAUSE_ENDS})|${PHRASE_ENDS}`, 'gi');

const VERB =
  /\b(?:is|are|was|were|has|have|can|does|do|will|(?:we|this (?:paper|work|study|report|survey|article)) \w+|(?:achiev|improv|outperform|enabl|reduc|surpass|deliver|provid|support|generat|introduc|propos|present|us|show|demonstrat|leverag|combin|yield|reach|integrat|learn|allow|requir|consist|contain|extend|increas|exceed|produc|bring|remain|attain|cover|match|offer|transform|treat|predict|captur|employ|adopt|unif|decoupl|replac|eliminat|establish|set|run|reveal|find|mak|perform|formulat|scal|align|comprises?|includ|feature|construct|train|separat|maintain|preserv|address|tackl)(?:es|s|ies))\b/i;
/** Words after which something must follow. */
const OPEN_WORD =
  /(?:^|[\s(])(?:an?|the|of|and|or|to|in|for|with|by|on|as|that|both|either|not|only|from|at|via|than|is|are|be|its|their|our|such|namely|i\.e|e\.g|into|between|when|where|which|how|if|through|across|over|more|most|less|but|nor|so|who|whose|whether|because|while|together|along|then|two|three|four|five|several|various|different|\w+ly)$/i;
const OPEN_VERB =
  /\b(?:show|demonstrate|find|argue|observe|reveal|prove|suggest|hypothesi[sz]e|note|conclude|ensure|aim|focus|rely|relies|depend|result|lead|consist|account|allow|such|so|able|compare|relate|base|serve|refer|act|trade|\w{2,}ed|\w{2,}ing|\w{3,}[iv]es|enables?|aims|focuses|results|depends|consists|leads|refers|allows|learns?|built|seen|known|given|drawn|found|due|prior|according|capable|robust|similar|equivalent|crucial|essential|critical|important|difficult|hard|easy|likely|possible|necessary|sufficient|effective|efficient)$/i;
const OPEN_OBJECT =
  /\b(?:enabl|allow|requir|encourag|help|guid|forc|teach|train|lead|prompt|instruct|us|ask|caus|permit|motivat|empower|adapt|extend|compar|transform|turn|convert|map|appl|treat|formulat|view|recast|model|cast|fram|decompos|defin|regard|separat|distinguish|provid|replac|integrat|combin|align|equip|augment|incorporat|coupl|synerg|fus|blend|pair|link|connect|merg|bridg|unif)\w*(?: [\w-]+){1,5}$/i;
/** After other commas, an adjective or the rest of a list may follow. */
const AFTER_COMMA =
  /^, (?:an?|the|our|its|each|one|where|who|named|termed|called|based|built|designed|from|in|on|for|at|as|under|within|over|to) /i;
/** `We propose X, a novel framework` says less than `We propose X`. */
const BARE_KIND =
  /, an? (?:[\w-]+ )?(?:framework|method|approach|algorithm|model|system|benchmark|dataset|technique|strategy|paradigm|pipeline)$/i;
/** `A framework that reflects`: at what, or when, is cut off. */
const BARE_RELATIVE = /\b(?:that|which|who) (?:\w+ly )?\w+s$/i;
const LAST_OF_LIST = /,? and \S+$/;
const LEAST_LENGTH = 45;
/** A sentence without its vague end may be shorter than a part: `We introduce X, a valve controller`. */
const LEAST_STATEMENT = 25;

/** A clause that is an object or begins with a conjunction, up to the cut: it needs a verb of its own. */
const INNER_CLAUSE =
  /.*\b(?:(?:show|demonstrat|find|found|argu|observ|reveal|prov|suggest|indicat|confirm|hypothesi[sz]|conclud|illustrat|establish|discover|ensur|verif|validat|highlight|report|claim|posit|stat|not|mean|see|evidence|insight|finding|fact|hypothesis)\w* that|whether|(?:although|because|since|while) (?!\w+ing))\b(.*)$/i;
const CONJUNCTION = /\b(?:that|whether|although|because|since|while)\b/i;
const INNER_OPENING =
  /^(?:, (?:[^,]|,(?! ))*|,? (?:when|if|while|although|though|as|because|since|after|before|once|unless|even|despite)\b[^,]*)(?:, |$)/i;
/** Finite verbs, plural forms included. After `to` or a relative pronoun they are another clause's. */
const FINITE =
  /(?<!\b(?:to|that|which|who|whose|where|and|or|,) (?:\w+ly )?)\b(?:is|are|was|were|has|have|had|can(?:not)?|could|may|might|must|will|would|should|do|does|did|(?:achiev|improv|outperform|enabl|reduc|surpass|deliver|provid|generat|introduc|show|demonstrat|leverag|combin|yield|reach|learn|allow|requir|consist|contain|increas|exceed|produc|bring|remain|attain|cover|match|offer|transform|captur|employ|establish|reveal|mak|perform|scal|preserv|tackl|exhibit|lack|suffer|fail|benefit|depend|emerg|enhanc|encod|struggl|vari|possess|generali[sz]|degrad|underperform|dominat|follow|play|hold|tend|rel|retain|mitigat|lead|serv|influenc|affect|impact|drop|collaps|work|transfer|help|hinder|correlat|act|becom|need|differ|display|overcom|solv|struggl|arise|occur|receiv|ignor|prefer|favou?r|boost|accelerat|plateau|scor|default|decreas|resolv|function|suppress|form|us|predict|support|treat|address|adapt|align|share|operat|rank|saturat|excel|fall|rival)(?:e|es|s|ies|y)?|ha[sd]|led|became|rose|fell)\b/i;
/** Text after the cut that reverses the statement, or limits it. */
const REVERSAL =
  /^[^.]*?(?:,|;| [–—-]|—) ?(?:but|yet|although|though|however|whereas|while)\b[^.]*\b(?:not|never|cannot|fails?|lacks?|struggles?|suffers?|degrades?|drops?|worse|poor\w*)\b|^,? (?:unless|except|only|provided that|if)\b/i;

/** What the sentence before names: `these three gaps`, `all of these limitations`. */
const NAMED_BEFORE =
  '(?:these|this|those|both|all(?: of)?(?: these| those)?)(?: two| three| four| five)? ' +
  '(?:\\w+ )?(?:limitation|challenge|issue|gap|problem|shortcoming|drawback|bottleneck|question)s?';
/** An end that only the sentence before explains: `that overcomes these limitations`. */
const VAGUE_END = new RegExp(
  [
    '(?:,| [–—-])? (?:(?:which|that) |(?:designed|aimed|intended|developed|built|aiming) (?:to|at) |to )' +
      `(?:overcom|address|tackl|solv|resolv|bridg|fill|mitigat|alleviat|clos|remed)\\w* ${NAMED_BEFORE}`,
    `,? (?:overcom|address|tackl|solv|resolv|bridg|fill|mitigat|alleviat|clos|remedy)ing ${NAMED_BEFORE}` +
      '(?: (?:within|in|with|through) [^,.;:]{1,40})?',
    '(?:,| [–—-])? (?:(?:which|that) (?:\\w+ly )?\\w+s|(?:designed|aimed|intended|developed|built) (?:specifically )?to \\w+) ' +
      '(?:this|these)(?: [\\w-]+)?',
    // A count of what the next sentences list.
    ',? (?:through|via|with|by|featuring|comprising|consisting of|based on|along) ' +
      '(?:its |our )?(?:two|three|four|five|six|several) (?:key|core|main|major|pivotal|critical|essential|important|novel|new|' +
      'technical|complementary|synergistic),? (?:[\\w-]+ )?' +
      '(?:innovation|component|contribution|design|improvement|technique|mechanism|idea|principle|advance|module)s',
  ]
    .map((end) => `(?:${end})(?=\\.?$)`)
    .join('|'),
  'i',
);

/**
 * The sentence without citations and addresses in brackets, without an end that refers back, and without
 * remarks if it is over that length.
 */
export function withoutAsides(sentence: string, longest: number): string {
  if (!/[([]/.test(sentence)) return withoutVagueEnd(sentence);
  const plain = withoutVagueEnd(sentence.replace(ASIDE, ''));
  const short = plain.length > longest ? plain.replace(REMARK, '') : plain;
  // The brackets may hold the point of the sentence: `in the form of ([query], critique)`.
  return OPEN_WORD.test(short.replace(/[.\s]+$/, '')) ? sentence : short;
}

function withoutVagueEnd(sentence: string): string {
  const plain = sentence.replace(VAGUE_END, '');
  return plain.length < LEAST_STATEMENT ? sentence : plain;
}

/**
 * Parts of a sentence of at most `longest` characters, the whole first: without the purpose before `we`, and
 * without what follows the end of a clause or, if `within`, of a phrase. All are meant to be grammatical.
 */
export function partsOfSentence(sentence: string, longest: number, within: boolean): SentencePart[] {
  const parts: SentencePart[] = [];
  const add = (start: number, end: number, loss: SentencePart['loss']) => {
    if (end - start <= longest && end - start >= LEAST_LENGTH) parts.push({ start, end, loss });
  };
  const purpose = PURPOSE.exec(sentence)?.[0].length ?? 0;
  if (sentence.length <= longest) parts.push({ start: 0, end: sentence.length, loss: 0 });
  if (purpose > 0) add(purpose, sentence.length, 1);
  for (const match of sentence.matchAll(within ? CLAUSE_OR_PHRASE : CLAUSE)) {
    const { index } = match;
    if (index > longest + purpose) break;
    const loss = lossAt(
      sentence.slice(0, index),
      match[1] === undefined ? match[0] : null,
      sentence.slice(index),
    );
    if (loss === null) continue;
    add(0, index, loss);
    if (purpose > 0 && index > purpose) add(purpose, index, loss);
  }
  return parts;
}

/**
 * Loss of sense if the sentence ends after `head`, or null if it cannot. `phrase` is a boundary within a
 * clause.
 */
function lossAt(head: string, phrase: string | null, rest: string): 1 | 2 | null {
  if (head.length < LEAST_LENGTH || !isWhole(head) || REVERSAL.test(rest)) return null;
  if (phrase === null) return rest.startsWith(' ') && OPEN_VERB.test(head) ? null : 1;
  return canEndPhrase(head, phrase, rest) ? 2 : null;
}

function isWhole(head: string): boolean {
  if (
    head.includes(': ') ||
    OPEN_WORD.test(head) ||
    BARE_RELATIVE.test(head) ||
    !VERB.test(head) ||
    /\bnot only\b|\((?:1|i|a)\)|\b1\) /i.test(head)
  )
    return false;
  if (VAGUE_END.test(head)) return false;
  // The long pattern starts anew at each word, so it runs only where one of its conjunctions occurs.
  const inner = CONJUNCTION.test(head) ? INNER_CLAUSE.exec(head)?.[1] : undefined;
  if (inner !== undefined && !FINITE.test(afterOpening(inner))) return false;
  const relative = Math.max(head.lastIndexOf(', which '), head.lastIndexOf(', where '));
  if (relative >= 0 && !VERB.test(head.slice(relative))) return false;
  return head.split('(').length === head.split(')').length && (head.match(/["“”]/g)?.length ?? 0) % 2 === 0;
}

/** An inner clause without its own opening: the verb of `that, if the soil is wet, roots rot` comes after it. */
function afterOpening(inner: string): string {
  const opening = INNER_OPENING.exec(inner)?.[0];
  return opening === undefined ? inner : inner.slice(opening.length);
}

function canEndPhrase(head: string, boundary: string, rest: string): boolean {
  // Of two names, each has its apposition.
  if (boundary === ', ' && LAST_OF_LIST.test(head)) return false;
  if (boundary === ', ')
    return AFTER_COMMA.test(rest) && !/^(?:,[^,;:.]{1,60}){1,6},? (?:and|or) /i.test(rest);
  if (OPEN_VERB.test(head) || BARE_KIND.test(head)) return false;
  if (boundary === ' to ' && /\b(?:ability|need|tendency|attempt|effort|opportunity|failure)$/i.test(head))
    return false;
  return !/^ (?:to|into|as|with|from|on|in) $/i.test(boundary) || !OPEN_OBJECT.test(head);
}

/** Ends a sentence with a period in place of the comma or dash that it was cut at. */
export function closeSentence(sentence: string): string {
  let end = sentence.length;
  while (end > 0 && /[\s,;:–—-]/.test(sentence.charAt(end - 1))) end--;
  const bare = sentence.slice(0, end);
  return /[.!?。！？؟…]["'”’)\]]{0,3}$/u.test(bare) ? bare : `${bare}.`;
}
