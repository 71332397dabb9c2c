/** A coarse field of research: recorded by arXiv as categories, told by Paperboy as topics. */
export interface Field {
  name: string;
  /** The paper is in the field when arXiv lists it in one of these, cross-lists included. */
  categories: readonly string[];
  /** Paperboy says so when it gives the paper one of these. */
  topics: readonly string[];
}

/** Fields whose categories and topics mean nearly the same. */
export const SIX_FIELDS: readonly Field[] = [
  {
    name: 'language',
    categories: ['cs.CL'],
    topics: [
      'llm-pretraining',
      'post-training-alignment',
      'reasoning',
      'multilingual-nlp',
      'rag-search',
      'long-context-memory',
    ],
  },
  {
    name: 'vision',
    categories: ['cs.CV', 'cs.GR', 'cs.MM', 'eess.IV'],
    topics: ['vision-language', 'image-generation', 'video', '3d-vision', 'visual-perception'],
  },
  { name: 'audio', categories: ['cs.SD', 'eess.AS'], topics: ['speech-audio-music'] },
  { name: 'robotics', categories: ['cs.RO', 'eess.SY'], topics: ['robotics-embodied'] },
  { name: 'software', categories: ['cs.SE', 'cs.PL'], topics: ['code-software'] },
  { name: 'security', categories: ['cs.CR'], topics: ['safety-security'] },
];

/** With two fields that overlap: most papers on retrieval are about language, too. */
export const EIGHT_FIELDS: readonly Field[] = [
  ...SIX_FIELDS,
  { name: 'retrieval', categories: ['cs.IR'], topics: ['rag-search'] },
  { name: 'society', categories: ['cs.HC', 'cs.CY', 'cs.SI'], topics: ['recsys-hci-society'] },
];
