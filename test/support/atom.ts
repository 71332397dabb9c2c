import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect } from 'vitest';

interface AtomEntry {
  id: string;
  title: string;
  published: string;
  updated: string;
  author?: { name: string }[];
  content: { '#text': string; type: string };
}

interface AtomFeed {
  id: string;
  title: string;
  updated: string;
  link: Record<string, string>[];
  entry: AtomEntry[];
}

/** Parses a valid Atom feed. */
export function readAtom(text: string): AtomFeed {
  expect(XMLValidator.validate(text)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    htmlEntities: true,
    isArray: (name) => ['entry', 'author', 'category', 'link'].includes(name),
  });
  const { feed } = parser.parse(text) as { feed: AtomFeed };
  return { ...feed, entry: feed.entry ?? [] };
}
