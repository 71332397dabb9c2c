import { describe, expect, it } from 'vitest';
import { parseHuggingFaceEntry } from '../../../src/papers/sources/hugging-face-entry.ts';
import { dailyEntry } from '../../support/hugging-face-server.ts';

function entryWith(paper: { summary: string; projectPage?: string }) {
  return parseHuggingFaceEntry(dailyEntry({ id: '2606.00001', day: '2026-06-11', paper }), 'page 0').paper;
}

describe('the project page of a Hugging Face paper', () => {
  it.each([
    ['Demo at https://example.org/demo{project page}.', 'https://example.org/demo'],
    ['See the https://example.org/{Project Website}.', 'https://example.org/'],
    [
      'Code: https://example.org/code{code}, https://example.org/demo{our project page}',
      'https://example.org/demo',
    ],
    ['Code at https://example.org/code{GitHub}.', undefined],
    ['On https://github.com/example/demo{project page}.', undefined],
    ['Demo at javascript://example.org/%0aalert(1){project page}.', undefined],
    ['Demo at https://example.org/demo, our project page.', undefined],
  ])('%s is taken from the abstract as %s', (summary, project) => {
    expect(entryWith({ summary })?.links.project).toBe(project);
  });

  it('is the one that Hugging Face names, if it names one', () => {
    const paper = entryWith({
      summary: 'Demo at https://example.org/demo{project page}.',
      projectPage: 'https://example.org/page',
    });
    expect(paper?.links.project).toBe('https://example.org/page');
    expect(paper?.abstract).toBe('Demo at project page (https://example.org/demo).');
  });
});
