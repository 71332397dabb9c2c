/**
 * Accessible names that Bull Board lacks: labels for icon buttons, a level for headings, and one first
 * heading. It sets attributes only, so that Bull Board finds its elements as it left them.
 */

/** Labels of buttons without text, by the class of their icon. */
const ICON_LABELS: Readonly<Record<string, string>> = {
  maximize: 'Full screen',
  minimize: 'Exit full screen',
  settings: 'Settings',
  'circle-user': 'Links',
  'ellipsis-vertical': 'More actions',
  files: 'Duplicate job',
  'refresh-cw': 'Retry job',
  'rotate-cw': 'Retry job',
  'trash-2': 'Delete job',
  'circle-arrow-up': 'Promote job',
  'arrow-up-to-line': 'Promote job',
  pencil: 'Edit data',
  copy: 'Copy',
  check: 'Copied',
  search: 'Search',
  x: 'Close',
  'chevron-left': 'Previous page',
  'chevron-right': 'Next page',
};
/** Icons have the class `lucide-<name>`. */
const ICON_PREFIX = 'lucide-';

let scheduled = false;
new MutationObserver(() => {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(() => {
    scheduled = false;
    labelPage();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
addEventListener('resize', labelPage);
labelPage();

function labelPage(): void {
  for (const button of document.querySelectorAll('button')) labelButton(button);
  for (const image of document.querySelectorAll('header img')) setAttribute(image, 'alt', '');
  for (const heading of document.querySelectorAll('h3,h4,h5,h6')) setAttribute(heading, 'aria-level', '2');
  labelTitle();
}

function labelButton(button: HTMLButtonElement): void {
  if (button.textContent?.trim() && !button.querySelector('svg style')) return;
  const names = [...(button.querySelector('svg')?.classList ?? [])].map((name) =>
    name.slice(ICON_PREFIX.length),
  );
  const icon = names.find((name) => ICON_LABELS[name]);
  if (icon) setAttribute(button, 'aria-label', ICON_LABELS[icon] ?? '');
  const picture = button.querySelector('svg[role=img]');
  if (!picture) return;
  setAttribute(picture, 'aria-hidden', 'true');
  setAttribute(button, 'aria-label', 'Queue database');
}

/** Marks the product name as the page's first heading, unless a visible `h1` is there. */
function labelTitle(): void {
  const title = document.querySelector('header img')?.parentElement?.querySelector('span');
  if (!title) return;
  const hasHeading = [...document.querySelectorAll('h1')].some(({ offsetParent }) => offsetParent !== null);
  if (hasHeading) for (const name of ['role', 'aria-level']) title.removeAttribute(name);
  else {
    setAttribute(title, 'role', 'heading');
    setAttribute(title, 'aria-level', '1');
  }
}

/** Writes only changes: every write wakes the observer. */
function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
