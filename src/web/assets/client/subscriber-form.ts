/**
 * Subscribe and preferences forms in a browser that runs scripts: the preview follows every change, the time
 * zone is guessed, and the challenge is solved. Everything but the challenge works without it.
 */

const PREVIEW_DELAY_MS = 300;

const form = document.querySelector<HTMLFormElement>('form[data-preview]');
if (form) {
  followChanges(form);
  guessTimeZone(form);
  solveChallenge(form);
}

/** Removes invisible characters from a pasted address; the browser's error would not show them. */
for (const field of document.querySelectorAll<HTMLInputElement>('input[type=email]'))
  field.addEventListener('input', () => {
    const visible = field.value.replace(/\p{Cf}/gu, '').trim();
    if (visible !== field.value) field.value = visible;
  });

function guessTimeZone(form: HTMLFormElement): void {
  const select = form.querySelector<HTMLSelectElement>('select[data-guess]');
  const option =
    select && optionOfZone([...select.options], Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (!option || option.selected) return;
  option.selected = true;
  // The line of the schedule names the zone.
  select?.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Finds the option of a time zone. Browser and server may name it differently (`Asia/Kolkata`,
 * `Asia/Calcutta`), and either may know zones that the other does not. So it compares names, then zones that
 * are one to the browser, then local times over a year, preferring the same region.
 */
function optionOfZone(options: HTMLOptionElement[], zone: string): HTMLOptionElement | undefined {
  const named = options.find(({ value, dataset }) => value === zone || dataset.alias === zone);
  if (named) return named;
  const same = options.filter(({ value }) => canonicalZone(value) === canonicalZone(zone));
  if (same.length === 1) return same[0];
  const times = localTimes(zone);
  const sameTime = options.filter(({ value }) => times !== '' && localTimes(value) === times);
  const region = `${zone.split('/')[0]}/`;
  return sameTime.find(({ value }) => value.startsWith(region)) ?? sameTime[0];
}

function canonicalZone(timeZone: string): string {
  try {
    return Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return timeZone;
  }
}

/** Local time at twelve moments of this year; empty for a zone that the browser does not know. */
function localTimes(timeZone: string): string {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    const year = new Date().getUTCFullYear();
    return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(year, month, 15, 12))).join();
  } catch {
    return '';
  }
}

/**
 * Reloads the preview after a pause in typing. Fields named in `data-private` are neither sent nor waited
 * for.
 */
function followChanges(form: HTMLFormElement): void {
  const preview = document.getElementById('preview');
  // Its button updates the preview where no script does.
  const button = document.querySelector<HTMLButtonElement>('.preview > button');
  if (button) button.hidden = true;
  const privateFields = (form.dataset.private ?? '').split(' ');
  let latest = 0;
  let timer = 0;

  const showPreview = async () => {
    const own = ++latest;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form))
      if (!privateFields.includes(name)) fields.append(name, String(value));
    try {
      const response = await fetch(`${form.dataset.preview}?${fields}`);
      const html = await response.text();
      // A slower, older response must not replace a newer one.
      if (!response.ok || own !== latest || !preview) return;
      preview.innerHTML = html;
      for (const part of preview.querySelectorAll<HTMLElement>('[data-shown-in]')) {
        const place = document.getElementById(part.dataset.shownIn ?? '');
        if (place) place.textContent = part.textContent;
      }
    } catch {
      // Offline: the last preview stays.
    }
  };

  form.addEventListener('input', (event) => {
    if (privateFields.includes((event.target as HTMLInputElement).name)) return;
    clearTimeout(timer);
    timer = setTimeout(showPreview, PREVIEW_DELAY_MS);
  });
}

/** Starts on the first focus, so that the solution is usually there when the form is submitted. */
function solveChallenge(form: HTMLFormElement): void {
  const solution = form.querySelector<HTMLInputElement>('input[name=solution]');
  const challenge = form.querySelector<HTMLInputElement>('input[name=challenge]');
  if (!solution || !challenge) return;

  let solving: Promise<string> | undefined;
  const start = () => {
    // Web Crypto is missing on pages without https; the server then offers another way to subscribe.
    solving ??= findSolution(challenge.value, Number(challenge.dataset.bits)).catch(() => '');
    return solving;
  };
  form.addEventListener('focusin', start, { once: true });

  let submitting = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    // A solution is accepted once, so a second press while it is computed must not send it twice.
    if (submitting) return;
    submitting = true;
    solution.value = await start();
    form.submit();
  });
  // Back from the next page, out of the browser's page cache: the form can be submitted again.
  addEventListener('pageshow', () => {
    submitting = false;
  });
}

/** Smallest number for which SHA-256 of `challenge:number` starts with `bits` zero bits. */
async function findSolution(challenge: string, bits: number): Promise<string> {
  const encoder = new TextEncoder();
  for (let number = 0; ; number += 1) {
    const digest = await crypto.subtle.digest('SHA-256', encoder.encode(`${challenge}:${number}`));
    if (new DataView(digest).getUint32(0) >>> (32 - bits) === 0) return String(number);
  }
}
