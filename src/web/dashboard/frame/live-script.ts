import { DASHBOARD } from '../../../../config/dashboard.ts';
import { scriptAddress } from './script-routes.ts';

/**
 * Keeps a page true while somebody looks at it: asks for the same page again and exchanges only the parts (`data-live`) that have
 * changed, so that focus, scrolling and what is selected stay elsewhere. It asks as a program, not as a page: otherwise a desk left
 * open would never be logged out.
 */
export const LIVE_SCRIPT = `'use strict';
(() => {
  const parts = new Map();
  for (const part of document.querySelectorAll('[data-live]')) parts.set(part.id, part.outerHTML);
  const exchange = (page) => {
    for (const [id, before] of parts) {
      const now = document.getElementById(id);
      const next = page.getElementById(id);
      if (!now || !next || next.outerHTML === before) continue;
      parts.set(id, next.outerHTML);
      const open = [...now.querySelectorAll('details[open][id]')].map((each) => each.id);
      const scrolled = [...now.querySelectorAll('.table')].map((each) => each.scrollLeft);
      const focused = now.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
      const fresh = document.adoptNode(next);
      now.replaceWith(fresh);
      for (const each of open) document.getElementById(each)?.setAttribute('open', '');
      fresh.querySelectorAll('.table').forEach((each, place) => { each.scrollLeft = scrolled[place] || 0; });
      if (focused) fresh.querySelector('a[href="' + CSS.escape(focused) + '"]')?.focus({ preventScroll: true });
    }
  };
  let asked = Date.now();
  const look = async () => {
    if (document.visibilityState !== 'visible' || Date.now() - asked < ${DASHBOARD.refreshSeconds * 1000 - 500}) return;
    asked = Date.now();
    try {
      const answer = await fetch(location.href, { headers: { Accept: '*/*' }, cache: 'no-store' });
      if (answer.status === 401) return location.reload();
      if (answer.ok) exchange(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {}
  };
  setInterval(look, ${DASHBOARD.refreshSeconds * 1000});
  document.addEventListener('visibilitychange', look);
})();
`;

/** Where it is served; behind the session, like everything of the desk. */
export const LIVE_SCRIPT_ADDRESS = scriptAddress('/operator/live.js', LIVE_SCRIPT);
