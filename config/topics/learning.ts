/** What the learned words of `src/topics` may learn from arXiv's categories, and decide. Data only. */

/** Topics that an arXiv category names. Other categories (`cs.CL`, `cs.LG`) span many topics. */
export const NAMING_CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  'speech-audio-music': ['cs.SD', 'eess.AS'],
  'code-software': ['cs.SE', 'cs.PL'],
  'safety-security': ['cs.CR'],
  'rag-search': ['cs.IR'],
  'recsys-hci-society': ['cs.HC', 'cs.CY', 'cs.SI'],
  'visual-perception': ['cs.CV', 'eess.IV'],
};

/** The category of the first also names these: where phrases find one, it says nothing about the first. */
export const SAME_CATEGORY: Readonly<Record<string, readonly string[]>> = {
  'rag-search': ['recsys-hci-society'],
  'visual-perception': ['vision-language', 'image-generation', 'video', '3d-vision'],
};

/** Go with any subject, so that words about another subject are no sign against them. */
export const SUBJECTLESS_TOPICS: ReadonlySet<string> = new Set([
  'reasoning',
  'post-training-alignment',
  'evaluation-benchmarks',
  'data-synthetic',
]);
