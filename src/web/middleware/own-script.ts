import type { MiddlewareHandler } from 'hono';

/** For pages with our own script: it alone runs, and it may ask our own site. Everything else stays forbidden. */
export const ownScript: MiddlewareHandler = async (c, next) => {
  c.header(
    'Content-Security-Policy',
    [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      "script-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  );
  await next();
};
