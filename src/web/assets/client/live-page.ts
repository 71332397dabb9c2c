/**
 * Refreshes an open dashboard page: fetches it again every `data-seconds` of the script element and replaces
 * only the `data-live` parts that changed, so focus, scroll positions and selections elsewhere survive. The
 * request is not a navigation (it accepts any type), and so does not extend the session: a page left open
 * still signs out.
 */

/** Timers drift: a refresh this early still counts as due. */
const TOLERANCE_MS = 500;

const intervalMs = Number(document.currentScript?.dataset.seconds) * 1000;
const shown = new Map<string, string>();
for (const part of document.querySelectorAll('[data-live]')) shown.set(part.id, part.outerHTML);

let refreshedAt = Date.now();
// Without an interval `setInterval` would ask without a pause.
if (intervalMs > 0) {
  setInterval(refresh, intervalMs);
  document.addEventListener('visibilitychange', refresh);
}

async function refresh(): Promise<void> {
  if (document.visibilityState !== 'visible' || Date.now() - refreshedAt < intervalMs - TOLERANCE_MS) return;
  refreshedAt = Date.now();
  try {
    const response = await fetch(location.href, { headers: { Accept: '*/*' }, cache: 'no-store' });
    if (response.status === 401) return location.reload();
    if (response.ok) replaceParts(new DOMParser().parseFromString(await response.text(), 'text/html'));
  } catch {
    // Offline: the next interval tries again.
  }
}

function replaceParts(page: Document): void {
  for (const [id, html] of shown) {
    const current = document.getElementById(id);
    const next = page.getElementById(id);
    if (!current || !next || next.outerHTML === html) continue;
    shown.set(id, next.outerHTML);
    replacePart(current, next);
  }
}

/** Keeps open details, horizontal scroll of tables and the focused link. */
function replacePart(current: HTMLElement, next: HTMLElement): void {
  const openDetails = [...current.querySelectorAll('details[open][id]')].map(({ id }) => id);
  const scrolled = [...current.querySelectorAll('.table')].map(({ scrollLeft }) => scrollLeft);
  const focused = current.contains(document.activeElement)
    ? document.activeElement?.getAttribute('href')
    : null;
  const replacement = document.adoptNode(next);
  current.replaceWith(replacement);
  for (const id of openDetails) document.getElementById(id)?.setAttribute('open', '');
  replacement.querySelectorAll('.table').forEach((table, index) => {
    table.scrollLeft = scrolled[index] ?? 0;
  });
  if (focused)
    replacement
      .querySelector<HTMLElement>(`a[href="${CSS.escape(focused)}"]`)
      ?.focus({ preventScroll: true });
}
