import { type Feed, type FeedEntry, updatedAt } from './feed.ts';
import { type XmlElement, xml, xmlDocument } from './xml.ts';

/** The feed as Atom 1.0 (RFC 4287). */
export function atomFeed(feed: Feed): string {
  return xmlDocument(
    xml(
      'feed',
      { xmlns: 'http://www.w3.org/2005/Atom', 'xml:lang': feed.language },
      xml('id', {}, feed.id),
      xml('title', {}, feed.title),
      xml('subtitle', {}, feed.description),
      xml('updated', {}, timeOf(updatedAt(feed))),
      xml('author', {}, xml('name', {}, feed.author)),
      xml('generator', {}, feed.author),
      xml('link', { rel: 'self', type: 'application/atom+xml', href: feed.addresses.atom }),
      xml('link', { rel: 'alternate', type: 'text/html', href: feed.page }),
      ...feed.entries.map(entryElement),
    ),
  );
}

function entryElement(entry: FeedEntry): XmlElement {
  return xml(
    'entry',
    {},
    xml('id', {}, entry.id),
    xml('title', {}, entry.title),
    xml('link', { rel: 'alternate', type: 'text/html', href: entry.url }),
    xml('link', { rel: 'related', href: entry.source }),
    xml('published', {}, timeOf(entry.published)),
    xml('updated', {}, timeOf(entry.updated)),
    // An entry without an author takes the feed's (RFC 4287, 4.2.1).
    ...entry.authors.map((name) => xml('author', {}, xml('name', {}, name))),
    ...entry.topics.map((topic) => xml('category', { term: topic })),
    ...(entry.summary === null ? [] : [xml('summary', {}, entry.summary)]),
    xml('content', { type: 'html' }, entry.html),
  );
}

function timeOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
