import { type EnglishTopic, phrases } from './topic.ts';

/** Topics on evaluation, safety, interpretability, languages and data. */
export const TRUST_AND_DATA_TOPICS: readonly EnglishTopic[] = [
  {
    slug: 'evaluation-benchmarks',
    label: 'Evaluation & benchmarks',
    description: 'New benchmarks, and methods to measure what models can do.',
    strong: phrases(`
      new benchmark; novel benchmark; first benchmark; comprehensive benchmark; diagnostic benchmark;
      large-scale benchmark; unified benchmark; challenging benchmark; systematic benchmark;
      expert-level benchmark; dynamic benchmark; live benchmark; rigorous benchmark;
      benchmark for evaluating; benchmark designed; benchmark comprising; benchmark consisting;
      benchmark suite; benchmark built; benchmark to evaluate; benchmark to assess;
      benchmark that evaluates; evaluation suite; evaluation framework; evaluation protocol;
      evaluation paradigm; evaluation methodology; evaluation harness; evaluation toolkit;
      evaluation benchmark; comprehensive evaluation; holistic evaluation; leaderboard; llm-as-a-judge;
      llm-as-judge; llm judge; agent-as-a-judge; benchmark contamination; data contamination;
      benchmark saturation; psychometric; evaluation metric; automatic evaluation; automated evaluation;
      model evaluation; agent evaluation; llm evaluation; stress test; capability evaluation`),
    weak: phrases(`
      benchmark; benchmarking; bench; evaluation; evaluating; evaluate; evaluator; assessing; assessment;
      measuring; judge; testbed; arena; exam`),
    not: phrases(`
      benchmark result; extensive evaluation; existing benchmark; multiple benchmark; several benchmark;
      public benchmark; standard benchmark; benchmark demonstrate; benchmark show; experimental evaluation;
      evaluation result; benchmark dataset; quality assessment; risk assessment;
      comprehensive evaluation on; comprehensive evaluation across; comprehensive evaluation demonstrate;
      comprehensive evaluation show; challenging benchmark demonstrate`),
    categories: [],
  },
  {
    slug: 'safety-security',
    label: 'Safety & security',
    description: 'Attacks and defenses, privacy, harmful behavior, hallucination, oversight.',
    strong: phrases(`
      jailbreak*; adversarial attack; adversarial example; adversarial robustness; adversarial perturbation;
      adversarial prompt; red team*; backdoor; prompt injection; ai safety; llm safety; model safety;
      agent safety; safety alignment; safety evaluation; safety benchmark; safety risk; safety guarantee;
      safety-critical; harmful; harmfulness; toxicity; privacy; membership inference; differential privacy;
      differentially private; watermark*; deepfake; forgery detection; image forensics;
      ai-generated image detection; ai-generated text detection; machine-generated text;
      generated image detection; unlearning; hallucination; hallucinated content; copyright;
      information leakage; guardrail; guard model; refusal; over-refusal; deception; deceptive; sandbagging;
      scheming; sabotage; scalable oversight; human oversight; misalignment; sycophancy; sycophantic;
      malware; malicious; cybersecurity; security; intrusion detection; fraud; data poisoning;
      poisoning attack; model stealing; model extraction; cryptograph*; provenance; attack surface;
      attack success rate; threat model; trustworthy; trustworthiness; steganograph*; phishing;
      deanonymization; content moderation; bit-flip; loss of control; catastrophic risk; alignment faking;
      reward hacking; out-of-distribution detection; access control`),
    weak: phrases(`
      safety; safe; attack; attacker; collusion; defense; defence; defender; adversarial; vulnerability;
      threat; auditing; audit; abstention; secure`),
    not: phrases(`
      generative adversarial; adversarial network; adversarial loss; heart attack; food safety; road safety;
      distribution misalignment; modality misalignment; temporal misalignment; spatial misalignment;
      job security; social security; security advisor; misalignment between; semantic misalignment;
      geometric misalignment; privacy policy; train-test misalignment; cross-modal misalignment`),
    categories: ['cs.CR', 'cs.CY'],
  },
  {
    slug: 'interpretability-theory',
    label: 'Interpretability & theory',
    description: 'Why models work: internal mechanisms, theoretical guarantees, uncertainty.',
    strong: phrases(`
      interpretability; mechanistic; mechanistically; sparse autoencoder; sae; probing classifier; linear probe;
      activation steering; steering vector; activation patching; representation engineering;
      concept bottleneck; superposition; feature attribution; attribution method; saliency map;
      explainable ai; explainability; xai; counterfactual explanation; shapley; logit lens; induction head;
      attention head; causal tracing; causal mediation; circuit discovery; internal representation;
      representation geometry; geometry of representation; linear representation; polysemantic*;
      monosemantic*; generalization bound; generalization error; convergence analysis; convergence rate;
      convergence guarantee; global convergence; sample complexity; regret bound; sublinear regret;
      lower bound; minimax optimal*; minimax rate; minimax risk; theoretical analysis; theoretical guarantee; we prove; provabl*;
      information-theoretic; learning theory; statistical learning; grokking; neural tangent kernel;
      implicit bias; implicit regularization; training dynamics; learning dynamics; loss landscape;
      expressive power; expressivity; universal approximation; double descent; identifiab*;
      optimal transport; gradient flow; mean-field; task arithmetic; task vector;
      representational stability; number representation; weight disentanglement; random matrix;
      phase transition; uncertainty quantification; uncertainty estimation; epistemic uncertainty;
      aleatoric; predictive uncertainty; conformal prediction; confidence calibration; model calibration;
      calibration error; well-calibrated; calibrated confidence; calibrated uncertainty; bayesian inference; bayesian neural network;
      gaussian process; variational inference; bayesian optimization; stochastic gradient descent;
      nonconvex; convex optimization; bilevel; dictionary learning; neural collapse; belief state`),
    weak: phrases(`
      theory; theoretic; theoretical; theorem; interpreting; explanation; explaining; probing;
      mechanism; convergence; calibration; bayesian; neuron; circuit; equivariance`),
    not: phrases(`
      theory of mind; game theory; game-theoretic; camera calibration; hand-eye calibration;
      attention mechanism; reward mechanism; memory mechanism; routing mechanism; gating mechanism;
      color calibration; sensor calibration; scale calibration; mechanism design; verification mechanism;
      theory-guided; calibration data; calibration set; theorem prov*; noise calibration; entropy mechanism`),
    categories: ['stat.ML', 'math.OC', 'math.ST', 'stat.ME', 'cs.IT', 'math.PR'],
  },
  {
    slug: 'multilingual-nlp',
    label: 'Languages & text',
    description: 'Multilingual models, translation, dialogue, and classic NLP tasks.',
    strong: phrases(`
      multilingual; cross-lingual; crosslingual; low-resource language; under-resourced language; bilingual;
      monolingual; underrepresented language; machine translation; neural translation; translation quality;
      translation system; code-switch*; code-mixed; code-mixing; transliteration; dialect; indic;
      african language; indigenous language; endangered language; sign language; arabic; hindi; bangla;
      bengali; tamil; telugu; marathi; urdu; persian; turkish; vietnamese; indonesian; korean; japanese;
      ukrainian; russian; german; french; spanish; italian; portuguese; greek; hebrew; swahili; yoruba;
      amharic; sanskrit; romanian; kazakh; uzbek; filipino; nepali; sinhala; basque; hungarian;
      southeast asian; named entity recognition; entity linking; sentiment analysis; aspect-based sentiment;
      emotion recognition in conversation; text classification; document classification; summarization;
      summarisation; information extraction; relation extraction; event extraction; semantic parsing;
      coreference; dependency parsing; constituency parsing; part-of-speech; semantic role;
      natural language inference; textual entailment; paraphrase generation; paraphrase identification;
      stance detection; stance classification; argument mining; acceptability; emotion lexicon; hate speech;
      topic modeling; topic modelling; text simplification; grammatical error; readability;
      linguistic analysis; linguistics; psycholinguistic; morphological analysis; morphologically rich;
      syntactic structure; linguistic feature; linguistic structure; sarcasm; metaphor; poetry; poem;
      story generation; storytelling; creative writing; dialogue system; dialogue generation;
      dialogue model; spoken dialogue; role-playing; stylometr*; authorship; keyphrase; question generation;
      text style; word sense; historical text`),
    weak: phrases(`
      linguistically; lexical; translation; translating; dialogue; dialog; conversation; discourse;
      morphology; humor; writing`),
    not: phrases(`
      image translation; image-to-image translation; rotation and translation; translation equivariance;
      video summarization; sim-to-real translation; visual storytelling; galaxy morphology; cell morphology;
      modality translation; video translation`),
    categories: [],
  },
  {
    slug: 'data-synthetic',
    label: 'Data & synthetic data',
    description: 'Training data: datasets, curation, selection, synthetic data.',
    strong: phrases(`
      synthetic data; synthetic dataset; synthetic corpus; synthetic corpora; synthetic training;
      synthetic question; synthetic image; synthetic trajectories; synthetically generated; data synthesis;
      data curation; curated dataset; data selection; data filtering; data mixture; data mixing;
      data recipe; data generation; data augmentation; data construction; data pipeline; data engine;
      data quality; data-centric; data scaling; data pruning; data attribution; data valuation;
      data preparation; data annotation; data cleaning; data management; data engineering; data governance;
      data lake; data market*; dataset distillation; dataset construction; dataset creation;
      dataset curation; dataset generation; large-scale dataset; new dataset; novel dataset;
      high-quality dataset; comprehensive dataset; open dataset; first dataset; million-scale;
      annotated dataset; annotated corpus; annotation pipeline; crowdsourc*; deduplication; self-instruct;
      task synthesis; environment synthesis; trajectory synthesis; procedural generation; data science;
      active learning; pseudo-label*; weak supervision; noisy label; data scarcity; data-efficient;
      data efficiency; data agent; structured data extraction; instruction dataset; multimodal dataset`),
    weak: phrases(`
      dataset; corpus; corpora; synthetic; curated; curation; annotation; training data; database`),
    not: phrases(`
      benchmark dataset; dataset demonstrate; dataset show; vector database; relational database;
      knowledge corpus; retrieval corpus; without training data; training data contamination;
      training data extraction; protein database`),
    categories: ['cs.DB'],
  },
];
