import { scriptAddress } from '../frame/script-routes.ts';

/** What the look-up of a person is asked by: no address, log or history has a header. */
export const LOOKUP_HEADER = 'X-Look-For';

/** Lets whoever may only look find a person as well: by a reading request whose header has the address. */
export const LOOKUP_SCRIPT = `'use strict';
(() => {
  const form = document.querySelector('form[data-look]');
  if (!form) return;
  const said = document.getElementById('found');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const wanted = form.querySelector('input[type=email]').value;
    try {
      const answer = await fetch(form.action, {
        headers: { Accept: 'application/json', '${LOOKUP_HEADER}': encodeURIComponent(wanted) }, cache: 'no-store',
      });
      if (answer.status === 401) return location.reload();
      const found = await answer.json();
      if (found.to) location.assign(found.to);
      else said.textContent = found.text;
    } catch { said.textContent = form.dataset.look; }
  });
})();
`;

export const LOOKUP_SCRIPT_ADDRESS = scriptAddress('/operator/look.js', LOOKUP_SCRIPT);
