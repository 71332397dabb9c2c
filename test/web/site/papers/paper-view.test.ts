import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../../config/topics/built-in.ts';
import type { ListedPaper } from '../../../../src/papers/lists/list-queries.ts';
import { paperView } from '../../../../src/web/site/papers/paper-view.ts';

const paper: ListedPaper = {
  id: '2611.00001',
  title: 'A Title',
  abstract: null,
  summary: null,
  authors: [],
  authorCount: 0,
  organization: null,
  links: {},
  publishedAt: null,
  topics: [],
  signals: {},
};
const view = (over: Partial<ListedPaper>) =>
  paperView({ taxonomy: BUILT_IN_TAXONOMY, language: 'en' }, { ...paper, ...over });

describe('paperView', () => {
  it.each<[Partial<ListedPaper>, string]>([
    [{}, ''],
    [{ authorCount: 8 }, '8\u00A0authors'],
    [{ organization: 'A Lab' }, 'A Lab'],
    [{ authors: ['A B', 'C D', 'E F'], authorCount: 3 }, 'A B, C D and E F'],
    [
      { authors: ['A B', 'C D', 'E F'], authorCount: 9, organization: 'A Lab' },
      'A B, C D, E F and 6\u00A0others\u00A0· A Lab',
    ],
    [{ authors: ['A B', 'C D'], authorCount: 0 }, 'A B and C D'],
    [
      { organization: 'A Lab', publishedAt: new Date('2026-11-20T23:00:00Z') },
      'A Lab\u00A0· 20\u00A0November\u00A02026',
    ],
  ])('writes the byline of %j', (over, byline) => {
    expect(view(over).byline).toBe(byline);
  });

  it('shows known numbers with their units', () => {
    const signals = { hf_upvotes: 1, hf_comments: 1234, github_stars: 20_001 };
    const shown = view({ signals, topics: ['video', 'reasoning', '3d-vision', 'robotics-embodied'] });
    expect(shown.facts).toEqual(['1\u00A0upvote', '1,234\u00A0comments', '20,001\u00A0GitHub stars']);
    expect(shown.topics.map(({ label }) => label)).toEqual(['Video', 'Reasoning', '3D vision']);
    expect(shown.topics[2]?.path).toBe('/topics/3d-vision');
    expect(view({ signals: { hf_upvotes: 0, hf_comments: 0 } }).facts).toEqual(['0\u00A0upvotes']);
    expect(view({}).facts).toEqual([]);
  });

  it('offers the abstract when it is longer than the summary', () => {
    const long = 'This sentence has fifty characters, if one counts. '.repeat(20).trim();
    expect(view({ abstract: 'Short.' })).toMatchObject({ summary: 'Short.', abstract: null });
    expect(view({ abstract: 'Short.', summary: 'Shorter.' })).toMatchObject({
      summary: 'Shorter.',
      abstract: 'Short.',
    });
    const cut = view({ abstract: long });
    expect(cut.abstract).toBe(long);
    expect(cut.summary.length).toBeLessThan(360);
    expect(cut.summary).toMatch(/[.…]$/);
  });

  it('links to arXiv by id, and to http and https addresses only', () => {
    const links = {
      code: 'javascript:alert(1)',
      project: 'https://example.org/p',
      discussion: 'https://u:p@example.org/',
    };
    expect(view({ links }).links).toEqual([
      { label: 'arXiv', url: 'https://arxiv.org/abs/2611.00001' },
      { label: 'PDF', url: 'https://arxiv.org/pdf/2611.00001' },
      { label: 'Project', url: 'https://example.org/p' },
    ]);
  });

  it('names the site of a discussion', () => {
    const labels = (discussion: string) => view({ links: { discussion } }).links.map(({ label }) => label);
    expect(labels('https://huggingface.co/papers/2611.00001')).toEqual(['arXiv', 'PDF', 'Hugging Face']);
    expect(labels('https://huggingface.co.example.org/')).toEqual(['arXiv', 'PDF', 'Discussion']);
  });

  it('stays within its limits for any text', () => {
    const hostile = '\u202E\u0000<b>'.repeat(5_000);
    const shown = view({
      title: hostile,
      summary: hostile,
      organization: hostile,
      authors: Array.from({ length: 3_000 }, () => hostile),
      authorCount: 3_000,
    });
    expect(shown.title.length).toBeLessThanOrEqual(300);
    expect(shown.byline.length).toBeLessThan(350);
    expect(shown.summary.length).toBeLessThan(400);
    expect(JSON.stringify(shown)).not.toContain('\u202E');
    expect(view({ title: '\u200B \u0007' }).title).toBe('Untitled paper');
  });
});
