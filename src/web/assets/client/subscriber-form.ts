/**
 * Subscribe and preferences forms in a browser that runs scripts: the preview follows every change, the time
 * zone is guessed, and the challenge is solved. Everything but the challenge works without it.
 */

const PREVIEW_DELAY_MS = 300;

const form = document.querySelector<HTMLFormElement>('form[data-preview]');
if (form) {
  guessTimeZone(form);
  followChanges(form);
  solveChallenge(form);
}

function guessTimeZone(form: HTMLFormElement): void {
  const select = form.querySelector<HTMLSelectElement>('select[data-guess]');
  const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select && [...select.options].some((option) => option.value === guess)) select.value = guess;
}

/**
 * Reloads the preview after a pause in typing. Fields named in `data-private` are neither sent nor waited
 * for.
 */
function followChanges(form: HTMLFormElement): void {
  const preview = document.getElementById('preview');
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
      if (response.ok && own === latest && preview) preview.innerHTML = html;
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
    if (event.submitter?.getAttribute('name') === 'show') return;
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
