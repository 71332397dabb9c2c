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

/** For pages with our own script: it alone runs, and it may ask our own site. Everything else stays forbidden. */
export const allowOwnScript: MiddlewareHandler = async (c, next) => {
  c.header('Content-Security-Policy', [...COMMON, "connect-src 'self'"].join('; '));
  await next();
};

/** For public pages, where a script of ours tells the time zone: it may neither ask anybody nor write markup. */
export const zoneScript: MiddlewareHandler = async (c, next) => {
  c.header(
    'Content-Security-Policy',
    [...COMMON, "require-trusted-types-for 'script'", "trusted-types 'none'"].join('; '),
  );
  await next();
};
