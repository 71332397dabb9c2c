import { type EnglishTopic, phrases } from './topic.ts';

/** Topics on images, video, 3D and audio. */
export const SENSE_TOPICS: readonly EnglishTopic[] = [
  {
    slug: 'vision-language',
    label: 'Vision-language models',
    description: 'Models that understand images and text: captions, documents, visual question answering.',
    strong: phrases(`
      vision-language model; large vision-language; vision-language pre-training;
      vision-language understanding; vision-language reasoning; visual language model; vlm; lvlm; mllm; lmm;
      multimodal large language model; multimodal language model; multimodal llm; large multimodal model;
      multimodal foundation model; unified multimodal; omnimodal; omni-modal; omni model; native multimodal;
      visual question answering; vqa; image captioning; dense captioning; visual instruction;
      visual grounding; referring expression; visual reasoning; visual thinking; visual chain-of-thought;
      visual cot; thinking with images; think with images; spatial reasoning; spatial intelligence;
      spatial understanding; visual perception; image understanding; visual understanding; image-text;
      clip model; siglip; contrastive language-image; multimodal reasoning; multimodal understanding;
      multimodal embedding; multimodal search; multimodal agent; multimodal benchmark;
      multimodal evaluation; multimodal document; multimodal learning; modality gap; document understanding;
      document parsing; document ocr; ocr; optical character; chart understanding; chart question;
      visual document; visual token; gui grounding; image-to-text; multi-image; object hallucination;
      visual hallucination; visually grounded; multimodal intelligence`),
    weak: phrases(`
      multimodal; vision-language; captioning; omni; compositional understanding; image translation;
      visual agent; vision agent`),
    not: phrases(`
      vision-language-action; vision-language navigation; multimodal fusion for; multimodal dataset;
      multimodal transport; multimodal distribution; multi-modal distribution; multimodal physiological`),
    categories: [],
  },
  {
    slug: 'image-generation',
    label: 'Image generation',
    description: 'Generating and editing images: diffusion, flow matching, text-to-image.',
    strong: phrases(`
      text-to-image; t2i; image generation; image generator; image editing; image synthesis;
      image customization; image personalization; image inpainting; image composition; image manipulation;
      image tokenizer; image tokenization; image generative; diffusion transformer; dit; latent diffusion;
      stable diffusion; flow matching; rectified flow; visual generation; visual generative;
      visual autoregressive; visual tokenizer; visual synthesis; autoregressive image; gan;
      generative adversarial network; controlnet; subject-driven; identity-preserving;
      identity preservation; style transfer; stylization; inpainting; outpainting; virtual try-on;
      classifier-free guidance; consistency model; one-step generation; few-step generation;
      few-step diffusion; step distillation; score distillation; diffusion distillation;
      distribution matching distillation; text rendering; layout generation; face generation; face swapping;
      typography; poster generation; graphic design; sketch generation; svg generation; vector graphic;
      instruction-based editing; image refinement; controllable image; representation autoencoder;
      pixel-space; denoising diffusion; denoising generative; diffusion sampling; aligning diffusion model;
      diffusion alignment; diffusion reinforcement; generation and editing; concept erasure; multi-subject;
      image diffusion; noise schedule; generative image`),
    weak: phrases('diffusion model; diffusion; portrait; flow model; style'),
    not: phrases(`
      diffusion language; diffusion large language; diffusion llm; information diffusion; diffusion policy;
      diffusion policies; masked diffusion; block diffusion; discrete diffusion; video diffusion;
      heat diffusion; diffusion of innovation; diffusion tensor; diffusion mri; reaction-diffusion;
      motion style; writing style; molecular diffusion; image generation and understanding benchmark;
      learning style; protein diffusion; speculative diffusion; diffusion-based planning; tabular diffusion;
      diffusion decoding; language diffusion`),
    categories: [],
  },
  {
    slug: 'video',
    label: 'Video',
    description: 'Generating, editing and understanding video.',
    strong: phrases(`
      video generation; video generator; video generative; text-to-video; image-to-video; video-to-video;
      audio-to-video; t2v; i2v; video diffusion; video editing; video synthesis; video model;
      video foundation model; video understanding; video question answering; video qa; videoqa;
      video reasoning; video llm; video mllm; video language model; video-language; video large language;
      video large multimodal; video caption*; video retrieval; video summarization; video segmentation;
      video object; video recognition; video prediction; video world model; video restoration;
      video super-resolution; video compression; video dataset; video benchmark; video customization;
      video personalization; video inpainting; video token*; video stream; video representation; long video;
      long-form video; streaming video; egocentric video; instructional video; human video; video avatar;
      video reward; action recognition; temporal grounding; temporal localization; moment retrieval;
      camera control; camera-controllable; camera trajectory; motion control; motion transfer; talking head;
      talking face; head avatar; talking avatar; interactive avatar; lip sync; audio-visual generation;
      audio-video generation; joint audio-video; keyframe; frame interpolation; cinematic; film; movie;
      video matting; frame selection; dubbing; video anomaly`),
    weak: phrases('video; animation; footage; cinematography'),
    not: phrases(`
      video game; video demo; demo video; supplementary video; video result; video available;
      video is available; video are available; video and code; video presentation; video conferencing;
      thin film; movie recommendation; movie review; film thickness; cooling film`),
    categories: [],
  },
  {
    slug: '3d-vision',
    label: '3D vision',
    description: 'Scenes and shapes in three dimensions: reconstruction, splatting, depth, motion.',
    strong: phrases(`
      3d reconstruction; 3d scene; 3d shape; 3d asset; 3d generation; 3d generative; 3d object; 3d vision;
      3d perception; 3d understanding; 3d representation; 3d geometry; 3d mesh; 3d avatar; 3d human;
      3d face; 3d texture; 3d detection; 3d editing; 3d content; 3d world; 3d foundation; 3d native;
      3d spatial; 3d consistency; 3d-aware; 3d-consistent; 3d gaussian; 4d generation; 4d reconstruction;
      4d gaussian; 4d scene; 4d; text-to-3d; image-to-3d; splatting; 3dgs; gaussian avatar; nerf;
      neural radiance; radiance field; novel view; view synthesis; multi-view; cross-view; point cloud;
      depth estimation; monocular depth; depth map; depth completion; stereo matching; slam;
      visual odometry; camera pose; structure from motion; bundle adjustment; epipolar;
      feed-forward reconstruction; surface reconstruction; mesh generation; signed distance;
      neural implicit; occupancy prediction; lidar; rgb-d; human mesh; hand pose; smpl; human motion;
      motion capture; motion generation; text-to-motion; human-object interaction; hand-object;
      articulated object; cad model; cad generation; computer-aided design; neural rendering;
      inverse rendering; relighting; physically based rendering; scene generation; scene reconstruction;
      world generation; indoor scene; panorama; panoramic; texture generation; visual localization;
      visual geometry; vggt; avatar; digital human; geometric prior; character animation`),
    weak: phrases('3d; rendering; renderer; cad; viewpoint; mesh; pose'),
    not: phrases(`
      3d convolution; 3d medical; 3d ct; 3d mri; 3d protein; 3d molecul*; 3d conformer; text rendering;
      performance rendering; multi-view clustering; 3d electron`),
    categories: ['cs.GR'],
  },
  {
    slug: 'visual-perception',
    label: 'Visual perception',
    description: 'Recognizing what is in an image: detection, segmentation, restoration, features.',
    strong: phrases(`
      object detection; object detector; object recognition; object tracking; visual tracking;
      point tracking; semantic segmentation; instance segmentation; image segmentation; panoptic;
      segmentation model; segment anything; sam2; sam3; segmentation mask; open-vocabulary;
      image classification; image recognition; visual recognition; fine-grained recognition;
      fine-grained classification; face recognition; facial recognition; facial identity; face image;
      person re-identification; crowd counting; scene text; remote sensing; satellite image*; aerial image*;
      hyperspectral; earth observation; geospatial; change detection; vision transformer;
      convolutional neural network; vision foundation model; vision backbone; visual representation;
      visual feature; image representation; self-supervised visual; masked image modeling; dino; dinov2;
      dinov3; dense prediction; image restoration; image enhancement; image fusion; low-level vision;
      photometric; shot boundary; image denoising; image quality assessment; image dehazing; deblurring;
      deraining; super-resolution; low-light; flicker removal; image matting; shadow removal;
      reflection removal; image compression; optical flow; image matching; feature matching; keypoint;
      human pose; facial expression; eye-tracking; visual anomaly; industrial anomaly; defect detection;
      industrial defect; anomaly segmentation; few-shot segmentation; domain generalization; object-centric;
      visual place recognition; image retrieval; camouflaged; scanpath; visual attention; image encoder;
      image geolocation; detr; yolo; event camera; handwriting; medical image segmentation;
      lesion segmentation; lane detection; bird's-eye-view; face forgery`),
    weak: phrases(`
      segmentation; detector; tracking; imagery; vision encoder; self-supervised; contrastive learning`),
    not: phrases(`
      knowledge tracking; customer segmentation; market segmentation; visual attention mechanism;
      instruction tracking; state tracking; open-vocabulary manipulation; eye-tracking glass; gaze tracking;
      speech segmentation; text segmentation; topic segmentation; hallucination detector; language detector;
      ai detector; particle detector`),
    categories: ['cs.CV', 'eess.IV'],
  },
  {
    slug: 'speech-audio-music',
    label: 'Speech, audio & music',
    description: 'Voices, sounds and music: recognition, synthesis, understanding.',
    strong: phrases(`
      speech recognition; asr; text-to-speech; tts; speech synthesis; speech generation; speech translation;
      speech-to-speech; speech-to-text; speech enhancement; speech separation; speech language model;
      speech llm; speech model; speech representation; speech processing; speech codec; speech token*;
      speech emotion; speech understanding; spoken language; spoken dialogue; spoken dialog;
      spoken conversation; full-duplex; voice cloning; voice conversion; voice agent; voice assistant;
      voice interaction; vocalization; singing; speaker recognition; speaker verification; diarization;
      audio generation; audio language model; audio-language; audio llm; audio understanding;
      audio reasoning; audio codec; neural codec; audio representation; audio event; audio dataset;
      audio caption*; audio question; audio classification; audio foundation; audio deepfake; audio-visual;
      audio-video; audiovisual; audio-driven; text-to-audio; video-to-audio; sound generation; sound effect;
      sound event; sound source; environmental sound; respiratory sound; foley; music; musical; song;
      melody; lyrics; midi; phoneme; phone recognition; prosody; podcast; wav2vec; hubert; spectrogram;
      acoustic`),
    weak: phrases('audio; speech; spoken; voice; sound; speaker; listening'),
    not: phrases(`
      hate speech; free speech; freedom of speech; part-of-speech; political speech; voice of;
      sound theoretical; sound and complete; musical scale; seismic acoustic; speaker panel`),
    categories: ['cs.SD', 'eess.AS'],
  },
];
