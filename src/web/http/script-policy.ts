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

/** Allows the time zone script of public pages, which may neither send requests nor write markup. */
export const allowZoneScript: MiddlewareHandler = async (c, next) => {
  c.header(
    'Content-Security-Policy',
    [...COMMON, "require-trusted-types-for 'script'", "trusted-types 'none'"].join('; '),
  );
  await next();
};
