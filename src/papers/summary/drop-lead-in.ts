const any = (words: string): string => `(?:${words.trim().split(/\s+/).join('|').replaceAll('_', ' ')})`;

const CONNECTIVES = any(`
  however specifically furthermore moreover additionally finally notably crucially empirically consequently yet
  therefore thus hence meanwhile concretely remarkably subsequently nevertheless nonetheless further besides
  surprisingly instead conversely ultimately interestingly also importantly critically theoretically accordingly
  experimentally overall together collectively altogether secondly thirdly firstly lastly first second third
  fourth then next here recently simultaneously concurrently intuitively fortunately unfortunately indeed
  similarly technically methodologically quantitatively qualitatively likewise practically so
  in_particular in_addition in_contrast in_summary in_short in_turn in_response in_detail in_general in_fact
  in_conclusion in_essence in_this_way in_experiments in_our_experiments in_practice as_a_result as_such
  as_a_first_step as_a_solution as_a_remedy taken_together more_importantly more_specifically more_broadly
  most_importantly most_notably most_strikingly more_concretely to_this_end to_that_end to_these_ends
  to_our_knowledge to_the_best_of_our_knowledge to_do_so to_do_this by_doing_so on_the_other_hand
  at_the_same_time of_note after_that based_on_our_findings for_this_purpose for_this_reason
`);
const KINDS = any(`
  paper work study report article survey thesis position_paper technical_report tech_report survey_paper
  short_paper letter note chapter preprint manuscript system_report
`);
const BACK = any(
  'this these those such that it them which the_above the_aforementioned the_former the_latter',
);
const OPENERS = any(`
  to motivated_by inspired_by building_on building_upon built_on built_upon based_on guided_by leveraging using
  with from given following through driven_by beyond despite within under in on for informed_by grounded_in
  drawing_on drawing_from by_addressing by_leveraging by_exploiting utilizing exploiting recognizing
  observing among against unlike armed_with enabled_by complementing in_light_of in_view_of in_response_to
  as_part_of in_contrast_to in_addition_to toward towards alongside taking
`);
const ADVERBS = any(`
  also further additionally then therefore thus hence next finally instead subsequently consequently furthermore
  here first thereby now accordingly moreover ultimately lastly specifically
`);
const TESTS = any(`
  experiments evaluations results findings analyses analysis evaluation studies experimentation ablations
  ablation_studies validations validation benchmarking assessments simulations tests experiment assessment
  investigation evidence experimental_results empirical_results evaluation_results
`);
const SHOW = any(`
  show shows demonstrate demonstrates confirm confirms reveal reveals indicate indicates validate validates
  suggest suggests verify verifies establish establishes illustrate illustrates prove proves
`);

// A lead-in has no clause of its own: with a verb, it is the sentence.
const PHRASE = String.raw`(?:(?!\b(?:we|is|are|was|were|has|have)\b)[^,;:.])`;
const MODIFIERS = String.raw`(?:(?!we\b|to\b)[\w-]+,? (?:and )?){0,4}?`;

/**
 * Openings that say nothing without the sentence before, or nothing at all. Each ends where the sentence can
 * begin. Lengths are bounded, so that no input takes more than linear time.
 */
const LEAD_INS: readonly RegExp[] = [
  new RegExp(`^${CONNECTIVES}, (?:and )?`, 'i'),
  /^\(?(?:[1-9]|i{1,3}|iv|v|[a-e])[).:] (?=\p{Lu})/iu,
  /^[•‣▪●*–-] ?/u,
  new RegExp(String.raw`^(?:here )?in (?:this|the present) ${KINDS}(?:, | (?=we\b))`, 'i'),
  /^(?:and|but|so|here|thus|hence|therefore) (?=we\b)/i,
  new RegExp(String.raw`^${OPENERS} (?:[\w-]+ ){0,3}?${BACK}\b(?! (?:\w+ )?${KINDS})${PHRASE}{0,60}, `, 'i'),
  /^(?:to|for|inspired by|motivated by|considering|given|by) [^,;:.]{0,120}\b(?:this|these|those) (?:\w+ )?(?:gap|limitation|challenge|issue|problem|shortcoming|question|philosophy|insight|idea|goal|finding|observation|hypothesis|setting|paradigm|direction|vision|phenomenon|bottleneck|need)s?, (?=we\b|this (?:paper|work)\b)/i,
  new RegExp(String.raw`^to \w+ ${BACK}\b[^,;:.]{0,40} (?=we (?!\w+ed\b)\w+)`, 'i'),
  new RegExp(`^(?:through|in|via|by|across|from|with|based on) ${MODIFIERS}${TESTS}${PHRASE}{0,60}, `, 'i'),
  new RegExp(
    String.raw`^${MODIFIERS}${TESTS}(?: (?:(?!\bwe\b)[^;:.]){0,120}?)?(?<! to)(?: also| further| clearly)? ${SHOW} that `,
    'i',
  ),
];
const MIDDLE_ADVERB = new RegExp(
  String.raw`(^|, )(we|this ${KINDS})(?:,)? ${ADVERBS}(?:,)? (?=(?!(?:and|of|to|in|on|a|the)\b)[a-z]+)`,
  'i',
);
const RESPECTIVELY = /\brespectively\b/i;
const MOST_LEAD_INS = 4;

/**
 * Removes openings like `However,`, `In this paper,`, `To address this gap,` or `Extensive experiments show
 * that`, as long as a sentence is left, and capitalizes its new first letter.
 */
export function dropLeadIn(sentence: string): string {
  let rest = sentence;
  for (let round = 0; round < MOST_LEAD_INS; round++) {
    const shorter = rest.slice(leadInLength(rest));
    if (shorter === rest || shorter.length < 20) break;
    rest = shorter;
  }
  return capitalized(rest.replace(MIDDLE_ADVERB, '$1$2 '));
}

function leadInLength(sentence: string): number {
  for (const leadIn of LEAD_INS) {
    const length = leadIn.exec(sentence)?.[0].length ?? 0;
    // `62% and 48%, respectively` needs the two that the opening names.
    if (length > 0 && /[,(]/.test(sentence.slice(0, length - 2)) && RESPECTIVELY.test(sentence)) return 0;
    if (length > 0) return length;
  }
  return 0;
}

/** Makes the first letter a capital, unless its word has capitals of its own (`iPhone`, `mT5`) or digits. */
export function capitalized(sentence: string): string {
  const [word = ''] = sentence.split(/[\s,.;:]/, 1);
  if (!/^\p{Ll}[\p{Ll}'’-]*$/u.test(word) && !/^a$/.test(word)) return sentence;
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
