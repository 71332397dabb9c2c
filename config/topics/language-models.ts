import { type EnglishTopic, phrases } from './topic.ts';

/** Topics on building, training and using language models. */
export const LANGUAGE_MODEL_TOPICS: readonly EnglishTopic[] = [
  {
    slug: 'llm-pretraining',
    label: 'Language models & pre-training',
    description: 'New language models: architectures, tokenizers, pre-training, scaling laws.',
    strong: phrases(`
      language model pre-training; llm pre-training; pre-training of language model;
      pre-training of large language model; pre-training corpus; pre-training corpora; pre-training recipe;
      pre-training data; pre-training of llm; language model training; continual pre-training;
      continued pre-training; mid-training; scaling law; neural scaling; compute-optimal; subword;
      byte pair encoding; byte-level; mixture of experts; moe model; moe architecture; moe training;
      moe llm; expert routing; diffusion language model; diffusion large language model; diffusion llm;
      dllm; discrete diffusion language; masked diffusion language; masked diffusion model; block diffusion;
      autoregressive language model; language modeling; language modelling; next-token prediction;
      multi-token prediction; looped transformer; looped language model; recurrent depth; state space model;
      mamba; hybrid attention; hyper-connection; positional encoding; positional embedding; rotary position;
      learning rate schedule; weight decay; muon; adamw; small language model; large concept model;
      open-weight language model; open language model; open foundation model; trillion token;
      llm architecture; multi-token generation; softmax attention; gated attention; deltanet; model merging;
      upcycling; foundation language model; implicit curriculum; delta rule; delta operator;
      residual connection; transformer variant; in-context learning`),
    weak: phrases('pre-training; tokenizer; tokenization; tokenisation; optimizer; moe; looped; looping'),
    not: phrases(`
      vision-language pre-training; visual tokenizer; image tokenizer; video tokenizer; visual tokenization;
      video tokenization; image tokenization; speech tokenizer; audio tokenizer; action tokenizer;
      action tokenization; motion tokenizer; visual pre-training; robot pre-training; vla pre-training`),
    categories: ['cs.CL'],
  },
  {
    slug: 'post-training-alignment',
    label: 'Post-training & alignment',
    description: 'Aligning models with instructions and preferences: RLHF, reward models, fine-tuning.',
    strong: phrases(`
      post-training; rlhf; rlaif; human feedback; ai feedback; preference optimization; direct preference;
      dpo; reward model*; reward hacking; human preference; preference alignment; preference learning;
      preference data; preference pair; preference tuning; preference feedback; instruction tuning;
      instruction-tuned; instruction following; supervised fine-tuning; sft; reinforcement fine-tuning;
      on-policy distillation; policy distillation; self-distillation; rubric-based reward; rubric reward;
      self-rewarding; llm alignment; model alignment; value alignment; pluralistic alignment;
      alignment tuning; alignment training; alignment of language model; alignment of large language model;
      online alignment; alignment for large language model; alignment method; alignment algorithm;
      human alignment; preference-based; align llm; align language model; align large language model;
      llm editing; aligning language model; aligning large language model; aligning llm;
      aligning diffusion model; aligning text-to-image; constitutional ai;
      fine-tuning of large language model; llm fine-tuning; fine-tuning llm;
      fine-tuning large language model; fine-tuning of llm; parameter-efficient fine-tuning; peft; lora;
      low-rank adaptation; low-rank adapter; knowledge editing; model editing; process reward;
      emergent misalignment; prompt tuning; personalized alignment`),
    weak: phrases('fine-tuning; finetune; preference; rubric; reward'),
    not: phrases(`
      cross-modal alignment; modality alignment; vision-language alignment; image-text alignment;
      audio-visual alignment; temporal alignment; spatial alignment; sequence alignment; semantic alignment;
      feature alignment; entity alignment; geometric alignment; point cloud alignment; 3d alignment;
      image alignment; brain alignment; representation alignment; domain alignment; multi-modal alignment;
      brain-llm alignment; reward shaping`),
    categories: ['cs.CL'],
  },
  {
    slug: 'reasoning',
    label: 'Reasoning',
    description: 'Models that think step by step: mathematics, logic, proofs, test-time compute.',
    strong: phrases(`
      reasoning model; chain-of-thought; cot; mathematical reasoning; math reasoning; logical reasoning;
      latent reasoning; reasoning trace; reasoning chain; reasoning path; reasoning length;
      reasoning efficiency; reasoning trajectory; multi-step reasoning; step-by-step reasoning;
      symbolic reasoning; causal reasoning; deductive reasoning; abductive reasoning; inductive reasoning;
      commonsense reasoning; general reasoning; long reasoning; efficient reasoning; parallel reasoning;
      implicit reasoning; adaptive reasoning; strategic reasoning; counterfactual reasoning;
      analogical reasoning; reasoning behavior; reasoning llm; reasoning benchmark; complex reasoning;
      reasoning capability; test-time scaling; test-time compute; inference-time scaling;
      inference-time compute; inference-time optimization; aimo; theorem prov*; formal proof;
      proof generation; formal mathematics; autoformalization; lean 4; olympiad; aime; tree of thought;
      overthinking; underthinking; slow thinking; thinking model; thinking mode; arc-agi; math word problem;
      mathematical problem; math problem; self-verification; best-of-n; neuro-symbolic; neurosymbolic`),
    weak: phrases(`
      reasoning; reasoner; thinking; think; thought; proof; math; mathematics; mathematical; logic; puzzle`),
    not: phrases(`
      clinical reasoning; visual reasoning; spatial reasoning; video reasoning; temporal reasoning;
      audio reasoning; design thinking; mathematical framework; mathematical model; fuzzy logic;
      without reasoning; thinking with images; think with images; complex reasoning over table`),
    categories: ['cs.LO'],
  },
  {
    slug: 'agents-tool-use',
    label: 'Agents & tool use',
    description: 'Models that act: tools, browsers, computer use, multi-agent systems.',
    strong: phrases(`
      llm agent; llm-based agent; llm-powered agent; llm-driven agent; language agent; language model agent;
      ai agent; agentic; autonomous agent; web agent; gui agent; computer-use agent; mobile agent;
      phone agent; os agent; browser agent; coding agent; code agent; software agent; swe agent;
      search agent; research agent; deep research; data agent; ml research; machine learning engineering;
      terminal agent; tool agent; conversational agent; personal agent; proactive agent; memory agent;
      self-evolving agent; agent swarm; generative agent; multi-agent llm; llm multi-agent;
      multi-agent debate; multi-agent framework; multi-agent collaboration; multi-agent orchestration;
      multi-agent communication; multi-agent workflow; multi-agent system; tool use; tool using;
      tool calling; tool call; tool learning; tool-augmented; tool-integrated; tool invocation;
      tool selection; tool orchestration; tool creation; external tool; function calling; api call;
      model context protocol; mcp; agent harness; harness engineering; agent skill; skill library;
      skill bank; openclaw; moltbook; agent framework; agent benchmark; agent evaluation; agent training;
      agent trajectory; agent workflow; agent memory; agent safety; agent security; agent communication;
      agent planning; interactive agent; generalist agent; multimodal agent; sub-agent; agent-as-a-judge;
      gui automation; gui navigation; long-horizon agent; ai scientist; claude code; agent system`),
    weak: phrases('agent; multi-agent; tool; harness; gui; assistant'),
    not: phrases(`
      chemical agent; contrast agent; therapeutic agent; reducing agent; oxidizing agent;
      antimicrobial agent; anticancer agent; infectious agent; chemotherapeutic agent; warfare agent;
      pharmacological agent; antiviral agent; biological agent; nerve agent; delivery agent; blowing agent;
      curing agent; coupling agent; agent-based model*; agent-based simulation; embodied agent;
      economic agent; rational agent; multi-agent reinforcement learning; agent reinforcement learning;
      multi-agent path finding; multi-agent trajectory; traffic agent; rl agent; useful tool; powerful tool;
      diagnostic tool; a tool for; valuable tool; essential tool; practical tool; machine tool; tool wear;
      surgical tool; cutting tool; screening tool; analysis tool suite; agent pathfinding`),
    categories: ['cs.MA'],
  },
  {
    slug: 'rag-search',
    label: 'Retrieval & search',
    description: 'Finding and using documents: retrieval-augmented generation, search engines, embeddings.',
    strong: phrases(`
      retrieval-augmented; retrieval augmented generation; rag; graphrag; dense retrieval; dense retriever;
      sparse retrieval; information retrieval; passage retrieval; document retrieval; text retrieval;
      multi-vector; late interaction; colbert; bm25; rerank*; re-ranking; re-ranker; pre-ranking;
      passage ranking; document ranking; search engine; semantic search; web search; deep search;
      deep research; search agent; agentic search; product search; e-commerce search; enterprise search;
      conversational search; vector search; vector database; nearest neighbor search;
      nearest neighbour search; approximate nearest neighbor; text embedding; sentence embedding;
      embedding model; multimodal embedding; universal embedding; query rewriting; query expansion;
      query reformulation; open-domain question answering; multi-hop question answering; open-domain qa;
      multi-hop qa; knowledge graph question answering; retriever; retrieval model; retrieval system;
      retrieval performance; retrieval quality; retrieval task; retrieval benchmark; cross-encoder;
      browsecomp; generative retrieval; cross-modal retrieval; image retrieval; video retrieval;
      multimodal retrieval; visual document retrieval; hybrid retrieval; hybrid search; fact-checking;
      claim verification; fact verification; knowledge-intensive`),
    weak: phrases('retrieval; retrieve; retrieving; searching; ranking; wide search'),
    not: phrases(`
      memory retrieval; tool retrieval; model ranking; garment retrieval; clothing retrieval;
      clothes retrieval; fashion retrieval; outfit retrieval; fashion image retrieval`),
    categories: ['cs.IR'],
  },
  {
    slug: 'code-software',
    label: 'Code & software',
    description: 'Models that write, repair and verify programs, and the work of software teams.',
    strong: phrases(`
      code generation; code llm; code language model; code intelligence; code understanding; code reasoning;
      smart contract; code completion; code editing; code repair; code review; code search;
      code translation; code synthesis; code change; code optimization; code evolution; code agent;
      coding agent; coding assistant; coding task; coding benchmark; agentic coding; agentic programming;
      ai coding; ai-assisted programming; vibe coding; software engineering; software engineer;
      software development; software agent; software testing; software maintenance; swe-bench; swe agent;
      swe task; program synthesis; program repair; program verification; bug fixing; bug localization;
      fault localization; unit test; test generation; test case generation; fuzzing; repository-level;
      repo-level; code repository; codebase; pull request; github issue; compiler; programming language;
      competitive programming; verilog; rtl code; hardware description language; kernel generation;
      text-to-sql; nl2sql; sql generation; web development; website generation; front-end code;
      frontend code; livecodebench; humaneval; terminal-bench; refactoring; static analysis; generated code;
      executable code; programming task; programming problem; software vulnerability;
      vulnerability detection; chart-to-code; cad code; computer-aided design code`),
    weak: phrases(`
      code; coding; coder; programming; software; developer; debugging; swe; sql; devops; website`),
    not: phrases(`
      code is available; code available; code and data; our code; source code; code will; code and model;
      code and dataset; code data and; code are; code can be found; code at; page and code; model and code;
      data and code; dataset and code; code is released; code is open; code is publicly; code release;
      release code; error-correcting code; qr code; code-switch*; code-mixed; code-mixing; icd code;
      latent code; discrete code; training code; open-source code; linear programming; integer programming;
      dynamic programming; quadratic programming; constraint programming; genetic programming; morse code;
      medical coding; clinical coding; predictive coding; neural coding; video coding; speech coding;
      cortical coding; genetic code; dress code; brain coding; sparse coding; zip code`),
    categories: ['cs.SE', 'cs.PL'],
  },
  {
    slug: 'long-context-memory',
    label: 'Long context & memory',
    description: 'Models that read very long inputs and remember across sessions.',
    strong: phrases(`
      long-context; longer context; context window; context length; context compression; context management;
      context engineering; context rot; context folding; ultra-long; infinite context; million token;
      1m token; length extrapolation; length generalization; needle in a haystack; lost in the middle;
      long-document; long sequence modeling; kv cache; key-value cache; kv compression; agent memory;
      agentic memory; memory agent; memory-augmented; long-term memory; short-term memory; episodic memory;
      working memory; procedural memory; persistent memory; external memory; parametric memory;
      neural memory; conversational memory; lifelong memory; hierarchical memory; memory module;
      memory bank; memory system; memory architecture; memory framework; memory mechanism;
      memory management; memory extraction; memory retrieval; memory consolidation; memory construction;
      memory token; memory evolution; memory benchmark; memory-enhanced; multi-session; locomo; longmemeval;
      llm memory; test-time training; memory layer`),
    weak: phrases('memory; forgetting; remember; remembering; lifelong'),
    not: phrases(`
      gpu memory; memory usage; memory footprint; memory consumption; memory cost; memory overhead;
      memory bandwidth; memory requirement; memory efficien*; peak memory; memory-bound; memory access;
      memory constraint*; memory-constrained; memory complexity; memory budget; memory saving;
      memory reduction; memory demand; memory capacity; compute and memory; memory and compute;
      computation and memory; computational and memory; memory and computation*; memory bottleneck;
      memory wall; in-memory; compute-in-memory; processing-in-memory; flash memory; device memory;
      memory hierarchy; memory traffic; memory latency; memory allocation; resistive memory;
      long short-term memory; memory hardware; memory chip; high-bandwidth memory; memory controller;
      shared memory; memory-intensive; time and memory; memory growth; memory use; optimizer memory;
      training memory; random-access memory; catastrophic forgetting; non-volatile memory; shape memory;
      memory alloy; memory subsystem; memory device`),
    categories: [],
  },
  {
    slug: 'efficiency-systems',
    label: 'Efficiency & systems',
    description: 'Faster and smaller: quantization, distillation, faster decoding, hardware, serving.',
    strong: phrases(`
      post-training quantization; quantization; quantisation; quantized; low-bit; 4-bit; 2-bit; 1-bit;
      ternary; fp8; fp4; nvfp4; int4; int8; mixed precision; low-precision; pruning; structured sparsity;
      weight sparsity; activation sparsity; sparse attention; speculative decoding; speculative sampling;
      parallel decoding; early exit; layer skipping; token reduction; token merging; token compression;
      visual token compression; kv cache; kv compression; cache eviction; inference acceleration;
      inference efficiency; efficient inference; fast inference; inference engine; inference speedup;
      llm inference; llm serving; model serving; inference serving; prefill; time-to-first-token;
      prefix caching; feature caching; knowledge distillation; model compression; weight compression;
      gpu kernel; cuda kernel; cuda; triton; flashattention; flash attention; attention kernel;
      distributed training; training throughput; training system; training infrastructure;
      pipeline parallelism; tensor parallelism; expert parallelism; data parallelism; memory-efficient;
      memory footprint; memory bandwidth; offloading; on-device; edge device; edge deployment;
      edge inference; edge intelligence; edge computing; microcontroller; hardware accelerator;
      hardware-aware; hardware acceleration; fpga; npu; in-memory computing; neuromorphic;
      spiking neural network; energy consumption; energy efficiency; energy-efficient; carbon footprint;
      federated learning; federated; linear attention; efficient attention; efficient training;
      training efficiency; compute-efficient; model routing; llm routing; adaptive computation;
      conditional computation; cost-efficient routing; low-rank compression; llm compression; gpu cluster;
      data center; lightweight model; gradient compression; wall-clock`),
    weak: phrases(`
      accelerating; accelerate; acceleration; latency; throughput; speedup; compression; compressing;
      sparsity; gpu; caching; faster; fast`),
    not: phrases(`
      vector quantization; vector-quantized; residual quantization; accelerate research;
      accelerating research; accelerate scientific; accelerating scientific; product quantization;
      context compression; image compression; video compression; fast-growing; prompt compression;
      data pruning; dataset pruning; accelerating discovery; scalar quantization; prefill attack;
      gpu-accelerated;
      cognitive quantization; accelerating science`),
    categories: ['cs.DC', 'cs.AR', 'cs.PF'],
  },
];
