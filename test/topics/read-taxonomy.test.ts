import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EnvError } from '../../config/env.ts';
import { BUILT_IN_TAXONOMY } from '../../config/topics/built-in.ts';
import { currentTopic, fetchedCategories, topicLabel } from '../../config/topics/taxonomy.ts';
import { classify } from '../../src/topics/classify.ts';
import { parseTaxonomy, readTaxonomy } from '../../src/topics/read-taxonomy.ts';

const EXAMPLES = 'config/topics/examples';

const BIRDS = `version: 1
groups:
  - label: { en: Life, de: Leben }
    topics:
      - id: birdsong
        label: { en: Birdsong, de: Vogelgesang }
        description: How birds sing.
        phrases: [birdsong, bird vocalization*]
        hints: [bird]
        not: [twitter bird]
        categories: [q-bio.NC]
`;

/** Problems of a file, each on a line. */
function problemsOf(text: string): string[] {
  try {
    parseTaxonomy(text);
    return [];
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    expect(error.problems.every(({ variable }) => variable === 'TOPICS_FILE')).toBe(true);
    return error.problems.map(({ remedy }) => remedy);
  }
}

describe('a file of topics', () => {
  it('replaces the built-in ones, with texts in every language', () => {
    const taxonomy = parseTaxonomy(BIRDS);
    expect(taxonomy.topics.map(({ slug }) => slug)).toEqual(['birdsong']);
    expect(taxonomy.topics[0]?.description.de).toBe('How birds sing.');
    expect(topicLabel(taxonomy, 'birdsong', 'de')).toBe('Vogelgesang');
    expect(fetchedCategories({}, taxonomy)).toEqual(['q-bio.NC']);
    expect(fetchedCategories({ ARXIV_CATEGORIES: ['gr-qc'] }, taxonomy)).toEqual(['gr-qc']);
    const paper = { title: 'Birdsong of a Robot Manipulation Agent', abstract: null, categories: [] };
    expect(classify(taxonomy, paper).map(({ topic }) => topic)).toEqual(['birdsong']);
  });

  it('extends the built-in ones on request; a topic of the same id replaces one, null removes one', () => {
    const text = `version: 3
extends: default
groups:
  - label: Vision & audio
    topics:
      - { id: video, label: Films, description: Moving pictures., phrases: [film] }
      - { id: birdsong, label: Birdsong, description: How birds sing., phrases: [birdsong], categories: [q-bio.NC] }
renamed: { reasoning: null, image-generation: video }
`;
    const taxonomy = parseTaxonomy(text);
    expect(taxonomy.groups.map(({ label }) => label.en)).toEqual(
      BUILT_IN_TAXONOMY.groups.map(({ label }) => label.en),
    );
    expect(taxonomy.groups[2]?.label.de).toBe('Bild & Ton');
    expect(taxonomy.topics).toHaveLength(23);
    expect(topicLabel(taxonomy, 'image-generation', 'en')).toBe('Films');
    expect([currentTopic(taxonomy, 'image-generation'), currentTopic(taxonomy, 'reasoning')]).toEqual([
      'video',
      null,
    ]);
    expect([taxonomy.learned.has('rag-search'), taxonomy.learned.has('video')]).toEqual([true, false]);
    expect(fetchedCategories({}, taxonomy)).toEqual([
      ...fetchedCategories({}, BUILT_IN_TAXONOMY),
      'q-bio.NC',
    ]);
  });

  it('has another version for every change that can move a paper, and for no other', () => {
    const { version } = parseTaxonomy(BIRDS);
    expect(version).toBeGreaterThan(1_000_000);
    expect(parseTaxonomy(BIRDS.replaceAll('Birdsong', 'Birds').replace('Life', 'Biology')).version).toBe(
      version,
    );
    for (const [from, to] of [
      ['version: 1', 'version: 2'],
      ['[birdsong,', '[bird song,'],
      ['[bird]', '[birds of prey]'],
      ['[twitter bird]', '[]'],
      ['[q-bio.NC]', '[]'],
      ['id: birdsong', 'id: song'],
    ] as const)
      expect(parseTaxonomy(BIRDS.replace(from, to)).version).not.toBe(version);
  });

  it('follows a topic that was renamed twice', () => {
    const renamed = '\nrenamed: { calls: songs, songs: birdsong, gone: null, older: gone }\n';
    const taxonomy = parseTaxonomy(BIRDS + renamed);
    expect(Object.fromEntries(taxonomy.renamed)).toEqual({
      calls: 'birdsong',
      songs: 'birdsong',
      gone: null,
      older: null,
    });
  });

  it('is refused with every problem at once, each with its line', () => {
    const wrong = BIRDS.replace('version: 1', 'version: 0\nextnds: default')
      .replace('id: birdsong', 'id: Bird Song')
      .replace('{ en: Birdsong, de: Vogelgesang }', '{ de: Vogelgesang }')
      .replace('bird vocalization*', 'ab*')
      .replace('[q-bio.NC]', '[q-bio]');
    expect(problemsOf(wrong)).toEqual([
      expect.stringMatching(/^line 1: version /),
      'line 2: extnds is not a field; remove it or correct its name',
      expect.stringMatching(/^line 6: groups 1, topics 1, id must consist of lower-case letters/),
      expect.stringMatching(/^line 7: groups 1, topics 1, label must be a text .* \(en is required\)$/),
      'line 9: groups 1, topics 1, phrases 2 must have at least four letters before a *',
      expect.stringMatching(/^line 12: groups 1, topics 1, categories 1 must be an arXiv category/),
    ]);
  });

  it.each([
    ['', ['line 1: the file must be a map with version and groups; docs/TOPICS.md has an example']],
    ['version: 1\n', ['line 1: groups must have at least one topic']],
    [`${BIRDS}version: 2\n`, [expect.stringMatching(/^line 12: Map keys must be unique/)]],
    [`${BIRDS}  - label: [`, [expect.stringMatching(/^line \d+: /)]],
    [
      `${BIRDS}      - { id: birdsong, label: B, description: D, phrases: [beak] }\n`,
      ['line 12: groups 1, topics 2, id birdsong is used by another topic; ids must be unique'],
    ],
    [
      `${BIRDS}renamed:\n  birdsong: null\n  a: b\n  b: a\n  old: nowhere\n`,
      [
        'line 13: renamed, birdsong is still the id of a topic; rename that topic first',
        'line 14: renamed, a leads in a circle',
        'line 15: renamed, b leads in a circle',
        'line 16: renamed, old must lead to the id of a topic, or to null; nowhere is none',
      ],
    ],
    [
      `a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nversion: [*b, *b, *b, *b, *b, *b, *b, *b]\n`,
      [expect.stringMatching(/[Ee]xcessive alias count/)],
    ],
  ])('%j is refused', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('is refused if it cannot be read', () => {
    expect(() => readTaxonomy('/nowhere/topics.yaml')).toThrow(
      'TOPICS_FILE: must be a readable file; /nowhere/topics.yaml is not (ENOENT)',
    );
  });

  it.each(readdirSync(EXAMPLES))('%s is valid, in every language', (name) => {
    const { topics, groups } = readTaxonomy(`${EXAMPLES}/${name}`);
    expect(topics.length).toBeGreaterThan(5);
    for (const { label, description } of topics) {
      expect(label.de).not.toBe('');
      expect(description.de).not.toBe(description.en);
    }
    expect(groups.every(({ label }) => label.de !== label.en)).toBe(true);
  });
});

it('without a file, the topics are the built-in ones', () => {
  expect(readTaxonomy(undefined)).toBe(BUILT_IN_TAXONOMY);
});
