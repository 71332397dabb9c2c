/** arXiv's taxonomy: archives with their subject classes. An archive without classes is itself a category. */
const SUBJECT_CLASSES: Readonly<Record<string, string>> = {
  'astro-ph': 'CO EP GA HE IM SR',
  'cond-mat': 'dis-nn mes-hall mtrl-sci other quant-gas soft stat-mech str-el supr-con',
  cs:
    'AI AR CC CE CG CL CR CV CY DB DC DL DM DS ET FL GL GR GT HC IR IT LG LO MA MM MS NE NI OH OS PF PL RO ' +
    'SC SD SE SI',
  econ: 'EM GN TH',
  eess: 'AS IV SP SY',
  math: 'AC AG AP AT CA CO CT CV DG DS FA GM GN GR GT HO KT LO MG NA NT OA OC PR QA RA RT SG SP ST',
  nlin: 'AO CD CG PS SI',
  physics:
    'acc-ph ao-ph app-ph atm-clus atom-ph bio-ph chem-ph class-ph comp-ph data-an ed-ph flu-dyn gen-ph ' +
    'geo-ph hist-ph ins-det med-ph optics plasm-ph pop-ph soc-ph space-ph',
  'q-bio': 'BM CB GN MN NC OT PE QM SC TO',
  'q-fin': 'CP GN MF PM PR RM ST TR',
  stat: 'AP CO ME ML OT',
};

/**
 * Categories without subject classes. `astro-ph`, `cond-mat` and `q-bio` had none once, and old papers still
 * use them.
 */
const WHOLE_ARCHIVES =
  'astro-ph cond-mat gr-qc hep-ex hep-lat hep-ph hep-th math-ph nucl-ex nucl-th q-bio quant-ph';

/** All categories by canonical name. */
export const ARXIV_CATEGORIES: ReadonlySet<string> = new Set([
  ...WHOLE_ARCHIVES.split(' '),
  ...Object.entries(SUBJECT_CLASSES).flatMap(([archive, classes]) =>
    classes.split(' ').map((subject) => `${archive}.${subject}`),
  ),
]);

/** Alternative names and merged archives, each with its canonical name. */
export const ARXIV_CATEGORY_ALIASES: ReadonlyMap<string, string> = new Map([
  ['cs.SY', 'eess.SY'],
  ['cs.NA', 'math.NA'],
  ['math.IT', 'cs.IT'],
  ['stat.TH', 'math.ST'],
  ['math.MP', 'math-ph'],
  ['q-fin.EC', 'econ.GN'],
  ['acc-phys', 'physics.acc-ph'],
  ['adap-org', 'nlin.AO'],
  ['alg-geom', 'math.AG'],
  ['ao-sci', 'physics.ao-ph'],
  ['atom-ph', 'physics.atom-ph'],
  ['bayes-an', 'physics.data-an'],
  ['chao-dyn', 'nlin.CD'],
  ['chem-ph', 'physics.chem-ph'],
  ['cmp-lg', 'cs.CL'],
  ['comp-gas', 'nlin.CG'],
  ['dg-ga', 'math.DG'],
  ['funct-an', 'math.FA'],
  ['mtrl-th', 'cond-mat.mtrl-sci'],
  ['patt-sol', 'nlin.PS'],
  ['plasm-ph', 'physics.plasm-ph'],
  ['q-alg', 'math.QA'],
  ['solv-int', 'nlin.SI'],
  ['supr-con', 'cond-mat.supr-con'],
]);
