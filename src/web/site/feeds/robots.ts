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
  // Its results: there is no end of them, and each is somewhere else, too.
  '/search?',
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
