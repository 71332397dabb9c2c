/** German label and one-line description of each topic, by slug. */
export const GERMAN_TOPICS: Readonly<Record<string, readonly [label: string, description: string]>> = {
  'llm-pretraining': [
    'Sprachmodelle & Pretraining',
    'Neue Sprachmodelle: Architekturen, Tokenizer, Pretraining, Skalierungsgesetze.',
  ],
  'post-training-alignment': [
    'Post-Training & Alignment',
    'Modelle auf Anweisungen und Präferenzen ausrichten: RLHF, Reward-Modelle, Fine-Tuning.',
  ],
  reasoning: [
    'Reasoning',
    'Modelle, die Schritt für Schritt denken: Mathematik, Logik, Beweise, Test-Time Compute.',
  ],
  'agents-tool-use': [
    'Agenten & Werkzeuge',
    'Modelle, die handeln: Werkzeuge, Browser, Computer, Multi-Agenten-Systeme.',
  ],
  'rag-search': [
    'Retrieval & Suche',
    'Dokumente finden und nutzen: Retrieval-Augmented Generation, Suchmaschinen, Embeddings.',
  ],
  'code-software': [
    'Code & Software',
    'Modelle, die Programme schreiben, reparieren und prüfen, sowie die Arbeit von Softwareteams.',
  ],
  'long-context-memory': [
    'Langer Kontext & Gedächtnis',
    'Modelle, die sehr lange Eingaben verarbeiten und sich über Sitzungen hinweg erinnern.',
  ],
  'efficiency-systems': [
    'Effizienz & Systeme',
    'Schneller und kleiner: Quantisierung, Destillation, schnelles Decoding, Hardware, Serving.',
  ],
  'vision-language': [
    'Bild-Sprach-Modelle',
    'Modelle, die Bild und Text gemeinsam verstehen: Bildbeschreibungen, Dokumente, Fragen zu Bildern.',
  ],
  'image-generation': [
    'Bilderzeugung',
    'Bilder erzeugen und bearbeiten: Diffusion, Flow Matching, Text zu Bild.',
  ],
  video: ['Video', 'Bewegte Bilder erzeugen, bearbeiten und verstehen.'],
  '3d-vision': [
    '3D-Vision',
    'Szenen und Formen in drei Dimensionen: Rekonstruktion, Splatting, Tiefe, Bewegung.',
  ],
  'visual-perception': [
    'Visuelle Wahrnehmung',
    'Bildinhalte erkennen: Detektion, Segmentierung, Restaurierung, Merkmale.',
  ],
  'speech-audio-music': [
    'Sprache, Klang & Musik',
    'Stimmen, Geräusche und Musik: Erkennung, Synthese, Verstehen.',
  ],
  'evaluation-benchmarks': [
    'Evaluation & Benchmarks',
    'Neue Benchmarks und Methoden, um die Fähigkeiten von Modellen zu messen.',
  ],
  'safety-security': [
    'Sicherheit',
    'Angriffe und Abwehr, Datenschutz, schädliches Verhalten, Halluzinationen, Aufsicht.',
  ],
  'interpretability-theory': [
    'Interpretierbarkeit & Theorie',
    'Warum Modelle funktionieren: innere Mechanismen, theoretische Garantien, Unsicherheit.',
  ],
  'multilingual-nlp': [
    'Sprachen & Text',
    'Mehrsprachigkeit, Übersetzung, Dialog und klassische NLP-Aufgaben.',
  ],
  'data-synthetic': [
    'Daten & synthetische Daten',
    'Trainingsdaten: Datensätze, Kuratierung, Auswahl, synthetische Daten.',
  ],
  'robotics-embodied': [
    'Robotik & Embodied AI',
    'Roboter, Fahrzeuge und andere Maschinen, die wahrnehmen, planen und sich bewegen.',
  ],
  'rl-world-models': [
    'Reinforcement Learning & Weltmodelle',
    'Lernen aus Belohnungen, und Modelle, die vorhersagen, wie sich ihre Umgebung entwickelt.',
  ],
  'science-health': [
    'Wissenschaft & Gesundheit',
    'Medizin, Biologie, Chemie, Physik, Klima und die Forschung selbst.',
  ],
  'graphs-timeseries-tabular': [
    'Graphen, Zeitreihen & Tabellen',
    'Strukturierte Daten: Netzwerke, Wissensgraphen, Prognosen, Tabellen, Kausalität.',
  ],
  'recsys-hci-society': [
    'Empfehlungen, Mensch & Gesellschaft',
    'Empfehlungssysteme, Mensch-KI-Interaktion, Bildung, Wirtschaft, Recht, Kultur.',
  ],
};
