import { createHash } from 'node:crypto';

/**
 * What a form gains where the browser runs scripts: the preview follows what is chosen, the time zone is guessed, and the
 * challenge, where there is one, is solved. Everything works without it, the challenge excepted.
 */
export const FORM_SCRIPT = `'use strict';
(() => {
  const form = document.querySelector('form[data-preview]');
  const box = document.getElementById('preview');
  if (!form) return;
  const zone = form.querySelector('select[data-guess]');
  if (zone) {
    const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...zone.options].some((option) => option.value === guess)) zone.value = guess;
  }
  const kept = (form.dataset.private || '').split(' ');
  let last = 0;
  let timer = 0;
  const show = async () => {
    const mine = ++last;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (!kept.includes(name)) fields.append(name, value);
    try {
      const answer = await fetch(form.dataset.preview + '?' + fields);
      const text = await answer.text();
      if (answer.ok && mine === last && box) box.innerHTML = text;
    } catch {}
  };
  form.addEventListener('input', (event) => {
    if (kept.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  });
  const solution = form.querySelector('input[name=solution]');
  if (!solution) return;
  const solve = async (challenge, bits) => {
    const encoder = new TextEncoder();
    for (let number = 0; ; number += 1) {
      const digest = await crypto.subtle.digest('SHA-256', encoder.encode(challenge + ':' + number));
      if (new DataView(digest).getUint32(0) >>> (32 - bits) === 0) return String(number);
    }
  };
  const challenge = form.querySelector('input[name=challenge]');
  let solving;
  // Nothing is found where the browser does not calculate for pages without https; then the server says what else can be done.
  const start = () => (solving ??= solve(challenge.value, Number(challenge.dataset.bits)).catch(() => ''));
  form.addEventListener('focusin', start, { once: true });
  let sending = false;
  form.addEventListener('submit', async (event) => {
    if (event.submitter && event.submitter.name === 'show') return;
    event.preventDefault();
    // A second press while it is calculating would send a solution twice, and it is good for once.
    if (sending) return;
    sending = true;
    solution.value = await start();
    form.submit();
  });
  // Whoever comes back from the next page may press again, with all they typed still there.
  addEventListener('pageshow', () => {
    sending = false;
  });
})();
`;

/** What the subscribe strip gains where the browser runs scripts: it tells the time zone, so that seven o'clock is the reader's. */
export const ZONE_SCRIPT = `'use strict';
for (const field of document.querySelectorAll('input[name=zone]'))
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || '';
`;

const versioned = (path: string, script: string) =>
  `${path}?v=${createHash('sha256').update(script).digest('hex').slice(0, 12)}`;
const ADDRESS = versioned('/reader.js', FORM_SCRIPT);
const ZONE_ADDRESS = versioned('/zone.js', ZONE_SCRIPT);

/** Where scripts are served, with a version that follows from the contents. */
export function zoneScriptAddress(): string {
  return ZONE_ADDRESS;
}

/** The same of the forms' script. */
export function formScriptAddress(): string {
  return ADDRESS;
}
