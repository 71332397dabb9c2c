import { SITEMAP_PART } from '../../../../config/feeds.ts';
import { xml, xmlDocument } from './xml.ts';

const NAMESPACE = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' };

/** Number of sitemap files for a number of addresses. */
export function partsOf(addresses: number): number {
  return Math.ceil(addresses / SITEMAP_PART);
}

/** Sitemap index of the parts, by absolute address. */
export function sitemapIndex(parts: readonly string[]): string {
  const entries = parts.map((address) => xml('sitemap', {}, xml('loc', {}, address)));
  return xmlDocument(xml('sitemapindex', NAMESPACE, ...entries));
}

/** One sitemap file of at most SITEMAP_PART absolute addresses. */
export function sitemapPart(pages: readonly string[]): string {
  return xmlDocument(
    xml('urlset', NAMESPACE, ...pages.map((address) => xml('url', {}, xml('loc', {}, address)))),
  );
}
