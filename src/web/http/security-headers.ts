import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * Lets browsers load our style sheet, images and frames, send forms to us, and nothing else; no scripts.
 * Headers that a handler has set are kept. HSTS is sent where the site is https.
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
      // Free without scripts, and blocks markup from strings should a script ever be allowed.
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
    // `no-referrer` everywhere would make browsers send forms with `Origin: null`.
    referrerPolicy: 'same-origin',
    // Sandboxed emails have an opaque origin, so one page could not keep this promise for the others.
    originAgentCluster: false,
    strictTransportSecurity: publicUrl.startsWith('https:') ? 'max-age=31536000' : false,
    overwrite: false,
  });
}

/** For addresses that are keys themselves: kept from referrers, caches and search engines. */
export const keepPrivate: MiddlewareHandler = async (c, next) => {
  c.header('Cache-Control', 'no-store');
  await hideAddress(c, next);
};

/** Keeps the address from referrers and search engines; the response may be cached. */
export const hideAddress: MiddlewareHandler = async (c, next) => {
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Robots-Tag', 'noindex, nofollow');
  await next();
};
