import type { MiddlewareHandler } from 'hono';

const COMMON = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "script-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/** Allows our own scripts, which may send requests to our own site. Everything else stays forbidden. */
export const allowOwnScript: MiddlewareHandler = async (c, next) => {
  c.header('Content-Security-Policy', [...COMMON, "connect-src 'self'"].join('; '));
  await next();
};

/**
 * Allows the scripts of public pages, which may not write markup. They send no requests; Lighthouse needs
 * `connect-src`, because it downloads robots.txt in the name of the page and counts a refusal as an invalid
 * file (SEO .92 in place of 1).
 */
export const allowPageScripts: MiddlewareHandler = async (c, next) => {
  c.header(
    'Content-Security-Policy',
    [...COMMON, "connect-src 'self'", "require-trusted-types-for 'script'", "trusted-types 'none'"].join(
      '; ',
    ),
  );
  await next();
};
