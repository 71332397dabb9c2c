import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * What a browser may do with our answers: load our style sheet, show our frames, send forms to us, and nothing
 * else, no script at all. A header that a handler has set itself stays. HSTS only where the site is https.
 */
export function securityHeaders(publicUrl: string): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      frameSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      // Costs nothing without scripts, and stops markup from strings should one ever come.
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ["'none'"],
    },
    permissionsPolicy: {
      browsingTopics: false,
      camera: false,
      geolocation: false,
      microphone: false,
      payment: false,
      usb: false,
    },
    xFrameOptions: 'DENY',
    // Not no-referrer everywhere: with that a browser sends forms with `Origin: null`.
    referrerPolicy: 'same-origin',
    // A sandboxed mail has an origin of its own, so that one page could not keep this promise for the others.
    originAgentCluster: false,
    strictTransportSecurity: publicUrl.startsWith('https:') ? 'max-age=31536000' : false,
    overwrite: false,
  });
}

/** For addresses that are a key by themselves: neither the referrer, nor a cache, nor a search engine gets them. */
export const keepPrivate: MiddlewareHandler = async (c, next) => {
  c.header('Cache-Control', 'no-store');
  await neverFound(c, next);
};

/** Neither the referrer nor a search engine gets the address; what is behind it may be kept. */
export const neverFound: MiddlewareHandler = async (c, next) => {
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Robots-Tag', 'noindex, nofollow');
  await next();
};
