/** Paths of personal pages, forms, webhooks and the dashboard. */
const PRIVATE_PATHS = [
  '/address',
  '/confirm',
  '/feed/',
  '/fewer',
  '/language',
  '/leave',
  '/less',
  '/more',
  '/operator',
  '/outbox',
  '/pause',
  '/preferences',
  // Search results: unbounded, and every paper has its own page.
  '/search?',
  '/subscribe/preview',
  '/webhooks',
] as const;

/** Text of robots.txt (RFC 9309). It is only a request; private pages also send `X-Robots-Tag`. */
export function robotsText(publicUrl: string): string {
  return [
    'User-agent: *',
    ...PRIVATE_PATHS.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${publicUrl}/sitemap.xml`,
    '',
  ].join('\n');
}
