import { type EnglishTopic, phrases } from './topic.ts';

/** Topics on robotics, reinforcement learning and applications. */
export const WORLD_TOPICS: readonly EnglishTopic[] = [
  {
    slug: 'robotics-embodied',
    label: 'Robotics & embodied AI',
    description: 'Robots, vehicles and other machines that perceive, plan and move.',
    strong: phrases(`
      robot; robotic; vision-language-action; vla; embodied; embodiment; humanoid; dexterous; dexterity;
      bimanual; manipulation policy; manipulation task; object manipulation; mobile manipulation; grasping;
      teleoperation; imitation learning; behavior cloning; behaviour cloning; diffusion policy; visuomotor;
      action chunk*; whole-body control; locomotion; legged; quadruped; sim-to-real; sim2real; real-to-sim;
      motion planning; trajectory planning; trajectory prediction; autonomous driving; self-driving;
      autonomous vehicle; driving policy; driving scene; driving world model; end-to-end driving; drone;
      uav; unmanned aerial; quadrotor; vision-language navigation; visual navigation; object navigation;
      navigation policy; egocentric; affordance; tactile; haptic; gripper; physical ai;
      physical intelligence; world action model; inverse dynamics; libero; task and motion planning;
      voltage control; control system; model predictive control; power system; power grid`),
    weak: phrases('manipulation; driving; drives; navigation'),
    not: phrases(`
      robots.txt; information manipulation; opinion manipulation; image manipulation; market manipulation;
      web navigation; gui navigation; driving force; driving factor; robotic process automation;
      trajectory manipulation; belief manipulation; psychological manipulation; library navigation;
      egocentric network; access control system`),
    categories: ['cs.RO', 'eess.SY'],
  },
  {
    slug: 'rl-world-models',
    label: 'Reinforcement learning & world models',
    description: 'Learning from rewards, and models that predict how their environment evolves.',
    strong: phrases(`
      reinforcement learning; marl; model-based rl; offline rl; online rl; agentic rl; rl training;
      rl algorithm; rl fine-tuning; rl post-training; rl framework; diffusion rl; rlvr; verifiable reward;
      policy gradient; policy optimization; policy improvement; grpo; ppo; proximal policy; q-learning;
      actor-critic; soft actor; temporal difference; value function; advantage estimation; reward shaping;
      reward design; intrinsic reward; sparse reward; exploration-exploitation;
      exploration and exploitation; credit assignment; experience replay; off-policy; world model*;
      world simulator; world simulation; world foundation model; interactive world; neural simulator;
      game engine; latent dynamics; jepa; joint-embedding predictive; self-play; markov decision; mdp;
      pomdp; bandit; atari; minecraft; mujoco; hierarchical rl; goal-conditioned; game-playing`),
    weak: phrases('rl; reinforcement; reward'),
    not: phrases(`
      reinforcement learning from human feedback; reward model*; reward hacking; such as grpo; using grpo;
      with grpo; via grpo; and grpo`),
    categories: [],
  },
  {
    slug: 'science-health',
    label: 'Science & health',
    description: 'Medicine, biology, chemistry, physics, climate, and research itself.',
    strong: phrases(`
      medical; medicine; clinical; clinician; biomedical; patient; disease; diagnosis; radiolog*;
      chest x-ray; pathology; histopatholog*; dermatolog*; dermoscopic; ophthalmolog*;
      electronic health record; ehr; healthcare; health care; mental health; public health; hospital;
      surgery; surgical; cancer; tumor; tumour; oncology; mri; fmri; ct scan; computed tomography;
      ultrasound; endoscop*; epidemi*; nursing; pharmaceutical; pharmacology; drug; therapeutic;
      psychotherap*; counseling; counselor; alzheimer's; physiological; ecg; eeg; electrocardiogra*;
      wearable; neuroscience; brain decoding; brain activity; human brain; neuroimaging; neural decoding;
      molecule; molecular; protein; enzyme; peptide; antibody; genomic; genome; gene expression;
      gene-environment; virtual screening; tokamak; microscopy; photoacoustic; flood; single-cell;
      transcriptom*; crispr; rna; dna; virtual cell; biology; biological; bioinformatics; microbial;
      biodiversity; chemistry; retrosynthesis; catalyst; catalysis; materials science; materials discovery;
      materials design; crystal; interatomic potential; machine learning potential; density functional;
      exchange-correlation; physics-informed; pde; partial differential equation; neural operator;
      atomistic; stellar; spectroscop*; telescope; unsteady flow; aerodynamic*; data assimilation;
      reduced-order model; fluid dynamics; turbulence; weather; climate; meteorolog*; atmospheric;
      hydrolog*; earth science; geoscience; seismic; wildfire; agricultur*; astronom*; astrophys*; galaxy;
      cosmolog*; particle physics; high-energy physics; quantum; plasma physics; ai for science; ai4science;
      ai scientist; scientific discovery; scientific research; scientific workflow; scientific literature;
      scientific paper; scientific foundation model; scientific knowledge; scientific computing;
      scientific machine learning; scientific reasoning; hypothesis generation; research automation;
      automated research; autonomous research; peer review; symbolic regression; experimental design;
      physics reasoning; battery; fermentation; alzheimer; gravitational; particle accelerator;
      contrast agent; chemical agent`),
    weak: phrases(`
      health; scientific; science; scientist; laboratory; physics problem; chemical; theoretical physics;
      cognitive science`),
    not: phrases(`
      data science; computer science; social science; political science; data scientist; quantum leap;
      drug trafficking; crystal clear; mri-like; rocket science; open science; library science;
      virtual patient customer; biological plausib*`),
    categories: [
      'q-bio',
      'q-bio.BM',
      'q-bio.GN',
      'q-bio.NC',
      'q-bio.QM',
      'q-bio.CB',
      'q-bio.MN',
      'q-bio.OT',
      'q-bio.PE',
      'q-bio.TO',
      'physics.ao-ph',
      'physics.app-ph',
      'physics.bio-ph',
      'physics.chem-ph',
      'physics.comp-ph',
      'physics.data-an',
      'physics.flu-dyn',
      'physics.med-ph',
      'physics.plasm-ph',
      'cond-mat.mtrl-sci',
      'cond-mat.dis-nn',
      'astro-ph.CO',
      'astro-ph.GA',
      'astro-ph.IM',
      'astro-ph.SR',
      'hep-ex',
      'hep-ph',
      'quant-ph',
      'cs.CE',
    ],
  },
  {
    slug: 'graphs-timeseries-tabular',
    label: 'Graphs, time series & tables',
    description: 'Structured data: networks, knowledge graphs, forecasting, tables, causality.',
    strong: phrases(`
      graph neural network; gnn; graph learning; graph representation; graph transformer;
      graph foundation model; graph convolution*; graph contrastive; graph classification;
      graph structure learning; graph clustering; graph embedding; graph reasoning; text-attributed graph;
      heterogeneous graph; dynamic graph; temporal graph; directed acyclic; hypergraph; knowledge graph;
      node classification; link prediction; community detection; message passing; oversmoothing;
      complex network; time series; forecasting; forecaster; temporal point process; spatio-temporal graph;
      traffic prediction; traffic flow; event sequence; anomaly detection; imputation; tabular;
      table understanding; table reasoning; table question answering; table qa; table retrieval;
      spreadsheet; relational data; relational database; relational deep learning; gradient boosting;
      xgboost; random forest; decision tree; feature engineering; survival analysis; causal discovery;
      causal graph; causal effect; treatment effect; causal inference; structural causal model;
      combinatorial optimization; vehicle routing; traveling salesman; ontology; mobility data;
      human mobility; wireless`),
    weak: phrases('graph; forecast; table; timeseries; graphon'),
    not: phrases(`
      computational graph; computation graph; scene graph; graph of thought; skill graph; tool graph;
      memory graph; dependency graph; call graph; video anomaly detection; industrial anomaly detection;
      on the table; round table; weather forecasting; relevance graph; table tennis; table-top`),
    categories: ['cs.SI', 'stat.ME', 'stat.AP', 'econ.EM'],
  },
  {
    slug: 'recsys-hci-society',
    label: 'Recommenders, people & society',
    description: 'Recommender systems, human-AI interaction, education, economics, law, culture.',
    strong: phrases(`
      recommendation system; recommender*; recommendation model; sequential recommendation;
      generative recommendation; personalized recommendation; conversational recommendation;
      news recommendation; collaborative filtering; click-through; ctr prediction; user modeling;
      user modelling; user behavior; user behaviour; user interest; user simulation; user simulator;
      e-commerce; advertising; human-ai; human-agent collaboration; human-computer; human-centered;
      human-machine; human-in-the-loop; user study; user experience; social media; social network;
      social simulation; social science; social norm; social bias; social dilemma; societal; misinformation;
      disinformation; fake news; political; politics; election; democracy; democratic; persuasion; persuasive;
      polarization; opinion dynamics; education; educational; tutor; tutoring; classroom; courseware;
      pedagog*; economic; economy; labor market; workforce; finance; financial; stock market; trading strategy;
      algorithmic trading; stock trading; trading agent; financial market; investment; auction; insurance; supply chain; legal; court; judicial; patent; regulatory compliance;
      regulatory framework; ai regulation; governance; policymak*; policy maker; public policy;
      customer incident; fairness; gender; demographic; stereotype; cultural; culture; moral; ethic*;
      theory of mind; personality; user persona; persona simulation; psychology; psychological; cognitive bias; human behavior;
      human behaviour; human participant; anthropomorphism; emotional support; empath*; loneliness;
      well-being; wellbeing; negotiation; game theory; game-theoretic; nash equilibrium; mechanism design;
      customer service; video game; digital library; journalism; bibliometric*; virtual reality;
      augmented reality; smart glasses; humanities`),
    weak: phrases(`
      recommendation; personalized; personalization; social; society; market;
      creativity; scholarly; bank; job`),
    not: phrases(`
      personalized image; personalized video; personalized generation; personalized text-to-image;
      personalized t2i; image personalization; video personalization; text-to-image personalization;
      diffusion personalization; visual personalization; personalized diffusion; cell culture;
      memory bank; skill bank; feature bank; filter bank`),
    categories: [
      'cs.HC',
      'cs.CY',
      'cs.SI',
      'cs.GT',
      'econ.GN',
      'q-fin.CP',
      'q-fin.GN',
      'q-fin.PM',
      'q-fin.ST',
      'q-fin.TR',
      'physics.soc-ph',
    ],
  },
];
