/**
 * Buttons of a paper's page that copy its BibTeX entry or address, and share it. Without this script they are
 * hidden, and the same texts can be selected.
 */
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  const source = document.getElementById(button.dataset.copy ?? '');
  const status = document.getElementById(`${button.dataset.copy}-copied`);
  if (!source || !status) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const copied = await copyText(source);
    status.textContent = copied ? (button.dataset.done ?? '') : '';
  });
}

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-share]')) {
  const { share: url = '', title = '' } = button.dataset;
  if (typeof navigator.share !== 'function') continue;
  button.hidden = false;
  // Rejected when the reader closes the sheet, which is not an error.
  button.addEventListener('click', () => void navigator.share({ title, url }).catch(() => {}));
}

/**
 * Copies an element's text. On a site without https there is no clipboard API; the text is then selected and
 * copied as by the keyboard, and stays selected if even that is refused.
 */
async function copyText(source: HTMLElement): Promise<boolean> {
  const text = source instanceof HTMLInputElement ? source.value : (source.textContent ?? '');
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (source instanceof HTMLInputElement) source.select();
    else getSelection()?.selectAllChildren(source);
    return document.execCommand('copy');
  }
}
