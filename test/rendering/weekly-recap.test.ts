import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../src/rendering/render-digest.ts';
import type { DigestProps } from '../../templates/digest/props.ts';
import { sampleDigest, samplePick } from '../support/digest-props.ts';

const spaced = (text: string) => text.replaceAll('\u00A0', ' ').replaceAll('&amp;', '&');

function recap(overrides: Partial<DigestProps> = {}): DigestProps {
  const topics = ['Agents', 'Agents', 'Video', '', 'Video'];
  return sampleDigest(5, {
    picks: topics.map((topic, index) => samplePick(index + 1, { topic, exploration: index === 4 })),
    poolSize: 312,
    week: {
      from: '2026-11-17',
      rise: {
        kind: 'topic',
        name: 'Agents & tool use',
        url: 'https://papers.example.org/topics/agents-tool-use',
        papers: 41,
        before: 38,
      },
    },
    ...overrides,
  });
}

describe('a weekly recap', () => {
  it('says in HTML and text which week it is and what rose', async () => {
    const { html, text, subject } = await renderDigest(recap());
    expect(subject).toBe('This week: Paper 1: Patient Postmen Learn to Ring Once, and 4 more');
    for (const part of [html, text].map(spaced)) {
      expect(part).toContain('Week of 17 November · 5 picks from 312 papers');
      expect(part).toContain('Week 47, 2026');
      expect(part.replace(/<[^>]*>/g, '')).toContain(
        'Rose most this week: Agents & tool use, 41 papers, 3 more than last week',
      );
    }
  });

  it('has one heading per group, the pick from outside in a group of its own', async () => {
    const { html, text } = await renderDigest(recap());
    for (const heading of ['Agents', 'Video', 'Other topics', 'Outside what you follow']) {
      expect(html.split(`>${heading}</p>`).length, heading).toBe(2);
      expect(text, heading).toContain(`\n${heading}\n---`);
    }
    expect(text).toContain('This week by topic');
  });

  it('names a paper where no topic rose, and nothing where neither did', async () => {
    const name = '<b>Quiet</b> doorbells';
    const url = 'https://papers.example.org/papers/2606.10001';
    const paper = recap({ week: { from: '2026-11-17', rise: { kind: 'paper', name, url, upvotes: 214 } } });
    expect(spaced((await renderDigest(paper)).html)).toContain(
      '>&lt;b&gt;Quiet&lt;/b&gt; doorbells</a>, 214 upvotes<',
    );
    const nothing = await renderDigest(recap({ week: { from: '2026-11-17', rise: null } }));
    expect(nothing.html + nothing.text).not.toContain('Rose most');
  });

  it('has a quiet week of its own', async () => {
    const { html, text, subject } = await renderDigest(recap({ picks: [] }));
    expect(subject).toBe('A quiet week: no new papers match what you follow');
    for (const part of [html, text].map((each) => spaced(each).replace(/\s+/g, ' '))) {
      expect(part).toContain('None of this week’s 312 papers match what you follow');
      expect(part).toContain('Week of 17 November · no matching papers');
    }
  });

  it('speaks German', async () => {
    const { html, subject } = await renderDigest(recap({ language: 'de' }));
    expect(spaced(subject)).toMatch(/^Diese Woche: Paper 1: Patient .*… und 4 weitere$/);
    for (const line of [
      'Woche vom 17. November · 5 von 312 Papers',
      'KW 47/2026',
      'Am stärksten zugelegt:',
      '41 Papers, 3 mehr als in der Vorwoche',
      'Die Woche nach Themen',
      'Weitere Themen',
    ])
      expect(spaced(html)).toContain(line);
  });
});
