import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { THEME } from '../../../templates/theme.ts';
import { FORM_SCRIPT, formScriptAddress, ZONE_SCRIPT, zoneScriptAddress } from './reader-script.ts';
import { STYLESHEET, stylesheetAddress } from './stylesheet.ts';

const { light, fonts } = THEME;
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${light.paper}"/><text x="16" y="22" text-anchor="middle" font-family="${fonts.headline}" font-size="24" font-weight="bold" fill="${light.ink}">P</text><path d="M4 26h24v2H4zm0 3h24v1H4z" fill="${light.ink}"/></svg>\n`;

/** `/styles.css`, to be kept for ever under its version and asked about again without one, the scripts alike, and `/icon.svg`. */
export function assetRoutes(): Hono {
  const version = new URL(stylesheetAddress(), 'http://localhost').searchParams.get('v');
  return new Hono()
    .get('/styles.css', etag(), (c) => {
      const kept = c.req.query('v') === version;
      c.header('Cache-Control', kept ? 'public, max-age=31536000, immutable' : 'public, no-cache');
      return c.body(STYLESHEET, 200, { 'Content-Type': 'text/css; charset=utf-8' });
    })
    .get('/reader.js', etag(), (c) => script(c, FORM_SCRIPT, formScriptAddress()))
    .get('/zone.js', etag(), (c) => script(c, ZONE_SCRIPT, zoneScriptAddress()))
    .get('/icon.svg', etag(), (c) => {
      c.header('Cache-Control', 'public, max-age=86400');
      return c.body(ICON, 200, { 'Content-Type': 'image/svg+xml' });
    });
}

function script(c: Context, text: string, address: string): Response {
  const kept = c.req.url.endsWith(address);
  c.header('Cache-Control', kept ? 'public, max-age=31536000, immutable' : 'public, no-cache');
  return c.body(text, 200, { 'Content-Type': 'text/javascript; charset=utf-8' });
}
