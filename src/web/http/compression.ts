import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';

/** Below this size, gzip's frame and the work outweigh the saving. */
const THRESHOLD_BYTES = 1_024;

const compressed = compress({ threshold: THRESHOLD_BYTES });

/**
 * Compresses public responses alone, the same for every visitor. Next to a secret (a token, an address in a
 * form) the compressed length would show an attacker who can add text to the page how close a guess is
 * (BREACH). Responses without Cache-Control become `no-cache, private`.
 */
export const compression: MiddlewareHandler = async (c, next) => {
  await next();
  const { headers } = c.res;
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-cache, private');
  if (!headers.get('Cache-Control')?.startsWith('public')) return;
  // A 304 has the Vary of the 200, which is compressed unless it is tiny.
  if (c.res.status === 304) headers.append('Vary', 'Accept-Encoding');
  if (c.res.body === null) return;
  if (!headers.has('Content-Length')) {
    const bytes = await c.res.clone().arrayBuffer();
    headers.set('Content-Length', String(bytes.byteLength));
  }
  await compressed(c, async () => {});
  // hono/compress skips HEAD, which must have the headers of GET.
  const large = Number(headers.get('Content-Length')) >= THRESHOLD_BYTES;
  if (c.req.method === 'HEAD' && large) headers.append('Vary', 'Accept-Encoding');
};
