/** Paths that are somebody's own, change something or are the operator's. Nobody's search needs them. */
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
  '/subscribe/preview',
  '/webhooks',
] as const;

/** What robots.txt says (RFC 9309). It asks; what must not be found says so itself, by its headers. */
export function robotsText(publicUrl: string): string {
  return [
    'User-agent: *',
    ...PRIVATE_PATHS.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${publicUrl}/sitemap.xml`,
    '',
  ].join('\n');
}
