import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_TAXONOMY } from '../../../../config/topics/built-in.ts';
import { atomFeed } from '../../../../src/web/site/feeds/atom.ts';
import type { Feed, FeedEntry } from '../../../../src/web/site/feeds/feed.ts';
import { feedEntry } from '../../../../src/web/site/feeds/feed-entry.tsx';
import { jsonFeed } from '../../../../src/web/site/feeds/json-feed.ts';

const TIME = new Date('2026-11-23T00:00:00Z');

function feedOf(entry: FeedEntry): Feed {
  return {
    id: 'tag:papers.example.org,2026:feeds/all',
    title: 'All',
    description: 'Everything.',
    page: 'https://papers.example.org/',
    addresses: { atom: 'https://papers.example.org/feed.atom', json: 'https://papers.example.org/feed.json' },
    author: 'Paperboy',
    language: 'en',
    entries: [entry],
    leftAt: null,
    refreshedAt: null,
  };
}

describe('a feed', () => {
  it('does not repeat a summary that is the beginning of the abstract', () => {
    const sentence = 'This sentence has forty characters or so. ';
    const paper = {
      ...{
        id: '2611.00001',
        title: 'A Title',
        authors: [],
        authorCount: 0,
        organization: null,
        links: {},
        topics: [],
      },
      abstract: sentence.repeat(12).trim(),
    };
    const times = { published: TIME, updated: TIME };
    const bodyWith = (summary: string | null) =>
      feedEntry(BUILT_IN_TAXONOMY, { ...paper, summary }, null, times, 'https://papers.example.org').html;
    expect(bodyWith(null).split(sentence.trim())).toHaveLength(13);
    expect(bodyWith('In short.')).toContain(`<p dir="auto">In short.</p><p dir="auto">${paper.abstract}</p>`);
  });

  it('has no empty summary', () => {
    const paper = {
      id: '2611.00001',
      title: 'A Title',
      authors: [],
      authorCount: 0,
      organization: null,
      links: {},
    };
    const entry = feedEntry(
      BUILT_IN_TAXONOMY,
      { ...paper, topics: [], abstract: null, summary: null },
      null,
      { published: TIME, updated: TIME },
      'https://papers.example.org',
    );
    expect(atomFeed(feedOf(entry))).not.toContain('<summary');
    expect(JSON.parse(jsonFeed(feedOf(entry))).items[0]).not.toHaveProperty('summary');
  });

  it('is complete, valid and short for any paper', () => {
    const pieces = fc.constantFrom(
      '<script>',
      ']]>',
      '&',
      '"',
      '\u202E',
      '\u0000',
      '\uD800',
      '\u{1F469}\u200D\u{1F52C}',
      '\uFFFF',
      'a'.repeat(5_000),
      ' ',
    );
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 6 }).map((each) => each.join('')),
    );
    const paper = fc.record({
      id: fc.constant('2611.00001'),
      title: hostile,
      abstract: fc.option(hostile),
      summary: fc.option(hostile),
      authors: fc.array(hostile, { maxLength: 20 }),
      authorCount: fc.nat(3_000),
      organization: fc.option(hostile),
      links: fc.record({ code: hostile }),
      topics: fc.constant(['video']),
    });
    fc.assert(
      fc.property(paper, fc.option(hostile), (each, reason) => {
        const feed = feedOf(
          feedEntry(
            BUILT_IN_TAXONOMY,
            each,
            reason,
            { published: TIME, updated: TIME },
            'https://papers.example.org',
          ),
        );
        const atom = atomFeed(feed);
        expect(XMLValidator.validate(atom)).toBe(true);
        expect(atom.length).toBeLessThan(60_000);
        expect(feed.entries[0]?.title).not.toBe('');
        expect(feed.entries[0]?.html).not.toMatch(/<(?!\/?(?:p|a|span)[ >])|\u202E|\p{Cs}/u);
        expect(atom).not.toMatch(/<(?:summary|title|id|updated)(?: [^>]*)?(?:\/>|><\/)/);
        expect(JSON.parse(jsonFeed(feed)).items).toHaveLength(1);
        expect(JSON.parse(jsonFeed(feed)).items[0].summary).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});
