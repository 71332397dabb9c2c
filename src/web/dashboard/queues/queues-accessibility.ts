import { scriptAddress } from '../frame/script-routes.ts';

/** What the dashboard's buttons do that have an icon and no words, by the class of their icon. */
export const ICON_NAMES: Readonly<Record<string, string>> = {
  maximize: 'Full screen',
  minimize: 'Leave full screen',
  settings: 'Settings',
  'circle-user': 'Links',
  'ellipsis-vertical': 'More acts',
  files: 'Duplicate the job',
  'refresh-cw': 'Retry the job',
  'rotate-cw': 'Retry the job',
  'trash-2': 'Delete the job',
  'circle-arrow-up': 'Promote the job',
  'arrow-up-to-line': 'Promote the job',
  pencil: 'Edit the data',
  copy: 'Copy',
  check: 'Copied',
  search: 'Search',
  x: 'Close',
  'chevron-left': 'Previous page',
  'chevron-right': 'Next page',
};

/**
 * Gives what the dashboard leaves without a name to whoever hears it: icons' names to their buttons, a level to its headings,
 * and one first heading. It marks elements and never makes or moves any, so that the dashboard finds everything as it left it.
 */
export const MEND_SCRIPT = `'use strict';
(() => {
  const names = ${JSON.stringify(ICON_NAMES)};
  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const mend = () => {
    for (const button of document.querySelectorAll('button')) {
      if (button.textContent.trim() && !button.querySelector('svg style')) continue;
      const icon = [...(button.querySelector('svg')?.classList ?? [])].find((each) => names[each.slice(7)]);
      if (icon) set(button, 'aria-label', names[icon.slice(7)]);
      const picture = button.querySelector('svg[role=img]');
      if (!picture) continue;
      set(picture, 'aria-hidden', 'true');
      set(button, 'aria-label', 'The queues\\u2019 database');
    }
    for (const picture of document.querySelectorAll('header img')) set(picture, 'alt', '');
    for (const heading of document.querySelectorAll('h3,h4,h5,h6')) set(heading, 'aria-level', '2');
    const first = [...document.querySelectorAll('h1')].some((each) => each.offsetParent !== null);
    const name = document.querySelector('header img')?.parentElement?.querySelector('span');
    if (!name) return;
    if (first) for (const each of ['role', 'aria-level']) name.removeAttribute(each);
    else for (const [each, value] of [['role', 'heading'], ['aria-level', '1']]) set(name, each, value);
  };
  let asked = false;
  new MutationObserver(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; mend(); });
  }).observe(document.documentElement, { childList: true, subtree: true });
  addEventListener('resize', mend);
  mend();
})();
`;

/** Where it is served. */
export const MEND_ADDRESS = scriptAddress('/operator/queues/mend.js', MEND_SCRIPT);
