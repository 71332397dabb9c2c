import { SITEMAP_PART } from '../../../../config/feeds.ts';
import { xml, xmlDocument } from './xml.ts';

const NAMESPACE = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' };

/** How many parts so many addresses take. */
export function partsOf(addresses: number): number {
  return Math.ceil(addresses / SITEMAP_PART);
}

/** The index, which names the parts. Addresses are whole. */
export function sitemapIndex(parts: readonly string[]): string {
  const entries = parts.map((address) => xml('sitemap', {}, xml('loc', {}, address)));
  return xmlDocument(xml('sitemapindex', NAMESPACE, ...entries));
}

/** One part: pages by their whole addresses, SITEMAP_PART at most. */
export function sitemapPart(pages: readonly string[]): string {
  return xmlDocument(
    xml('urlset', NAMESPACE, ...pages.map((address) => xml('url', {}, xml('loc', {}, address)))),
  );
}
