import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { THEME } from '../../../templates/theme.ts';
import { sendAsset } from './asset.ts';
import { clientScript } from './scripts.ts';
import { siteStylesheet } from './stylesheets.ts';

const { light, fonts } = THEME;
const ICON = [
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">',
  `<rect width="32" height="32" fill="${light.paper}"/>`,
  `<text x="16" y="22" text-anchor="middle" font-family="${fonts.headline}" font-size="24" ` +
    'font-weight="bold"',
  ` fill="${light.ink}">P</text>`,
  `<path d="M4 26h24v2H4zm0 3h24v1H4z" fill="${light.ink}"/></svg>\n`,
].join('');

/** `/styles.css`, the scripts of public pages and `/icon.svg`. */
export function assetRoutes(): Hono {
  return new Hono()
    .get('/styles.css', etag(), (c) => sendAsset(c, siteStylesheet(), 'css'))
    .get('/reader.js', etag(), (c) => sendAsset(c, clientScript('subscriber-form'), 'javascript'))
    .get('/zone.js', etag(), (c) => sendAsset(c, clientScript('time-zone'), 'javascript'))
    .get('/filter.js', etag(), (c) => sendAsset(c, clientScript('list-filter'), 'javascript'))
    .get('/paper.js', etag(), (c) => sendAsset(c, clientScript('paper-page'), 'javascript'))
    .get('/icon.svg', etag(), (c) => {
      c.header('Cache-Control', 'public, max-age=86400');
      return c.body(ICON, 200, { 'Content-Type': 'image/svg+xml' });
    });
}
