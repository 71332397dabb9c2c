/** The topics by slug in German: name and one-line description. */
export const GERMAN_TOPICS: Readonly<Record<string, readonly [label: string, description: string]>> = {
  'llm-pretraining': [
    'Sprachmodelle & Vortraining',
    'Neue Sprachmodelle: Architekturen, Tokenizer, Vortraining, Skalierungsgesetze.',
  ],
  'post-training-alignment': [
    'Nachtraining & Alignment',
    'Modelle lernen, Anweisungen und Vorlieben zu folgen: RLHF, Belohnungsmodelle, Fine-Tuning.',
  ],
  reasoning: [
    'Schlussfolgern',
    'Modelle, die Schritt für Schritt denken: Mathematik, Logik, Beweise, Rechenzeit beim Antworten.',
  ],
  'agents-tool-use': [
    'Agenten & Werkzeuge',
    'Modelle, die handeln: Werkzeuge, Browser, Computer, viele Agenten zusammen.',
  ],
  'rag-search': [
    'Retrieval & Suche',
    'Dokumente finden und nutzen: Retrieval-Augmented Generation, Suchmaschinen, Embeddings.',
  ],
  'code-software': [
    'Code & Software',
    'Modelle, die Programme schreiben, reparieren und prüfen, und die Arbeit in Softwareteams.',
  ],
  'long-context-memory': [
    'Langer Kontext & Gedächtnis',
    'Modelle, die sehr lange Eingaben lesen und sich über Sitzungen hinweg erinnern.',
  ],
  'efficiency-systems': [
    'Effizienz & Systeme',
    'Schneller und kleiner: Quantisierung, Destillation, Tricks beim Dekodieren, Hardware, Betrieb.',
  ],
  'vision-language': [
    'Bild-Sprach-Modelle',
    'Modelle, die Bild und Text zusammen lesen: Bildbeschreibungen, Dokumente, Fragen zu Bildern.',
  ],
  'image-generation': [
    'Bilderzeugung',
    'Bilder erzeugen und bearbeiten: Diffusion, Flow Matching, Text zu Bild.',
  ],
  video: ['Video', 'Bewegte Bilder erzeugen, bearbeiten und verstehen.'],
  '3d-vision': [
    '3D-Sehen',
    'Szenen und Formen in drei Dimensionen: Rekonstruktion, Splatting, Tiefe, Bewegung.',
  ],
  'visual-perception': [
    'Visuelle Wahrnehmung',
    'Erkennen, was in einem Bild ist: Detektion, Segmentierung, Restaurierung, Merkmale.',
  ],
  'speech-audio-music': [
    'Sprache, Klang & Musik',
    'Stimmen, Geräusche und Musik: Erkennung, Synthese, Verstehen.',
  ],
  'evaluation-benchmarks': [
    'Evaluation & Benchmarks',
    'Neue Benchmarks und die Frage, wie man misst, was Modelle können.',
  ],
  'safety-security': [
    'Sicherheit',
    'Angriffe und Abwehr, Datenschutz, schädliches Verhalten, Halluzinationen, Aufsicht.',
  ],
  'interpretability-theory': [
    'Interpretierbarkeit & Theorie',
    'Warum Modelle funktionieren: Mechanismen in ihnen, Beweise über sie, Unsicherheit.',
  ],
  'multilingual-nlp': [
    'Sprachen & Text',
    'Viele Sprachen, Übersetzung, Dialog und die klassischen Aufgaben der Textverarbeitung.',
  ],
  'data-synthetic': [
    'Daten & synthetische Daten',
    'Woraus Modelle lernen: Datensätze, Pflege, Auswahl, Synthese.',
  ],
  'robotics-embodied': [
    'Robotik & verkörperte KI',
    'Roboter, Fahrzeuge und andere Körper, die sehen, planen und sich bewegen.',
  ],
  'rl-world-models': [
    'Bestärkendes Lernen & Weltmodelle',
    'Lernen durch Versuch und Belohnung, und Modelle, die vorhersagen, wie eine Welt weitergeht.',
  ],
  'science-health': [
    'Wissenschaft & Gesundheit',
    'Medizin, Biologie, Chemie, Physik, Klima und die Forschung selbst.',
  ],
  'graphs-timeseries-tabular': [
    'Graphen, Zeitreihen & Tabellen',
    'Strukturierte Daten: Netze, Wissensgraphen, Vorhersagen, Tabellen, Ursachen.',
  ],
  'recsys-hci-society': [
    'Empfehlungen, Mensch & Gesellschaft',
    'Empfehlungssysteme, der Umgang mit KI, Bildung, Wirtschaft, Recht, Kultur.',
  ],
};
