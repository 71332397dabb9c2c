/**
 * Subscriber lookup for viewers, who may send no form: a GET with the address in the header that the script
 * element names in `data-header`, so that no URL, log or history holds it.
 */

const header = document.currentScript?.dataset.header;
const form = document.querySelector<HTMLFormElement>('form[data-lookup]');
const result = document.getElementById('found');
const field = form?.querySelector<HTMLInputElement>('input[type=email]');
if (header && form && result && field)
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void lookUp(header, form, field.value, result);
  });

async function lookUp(
  header: string,
  form: HTMLFormElement,
  address: string,
  result: HTMLElement,
): Promise<void> {
  try {
    const response = await fetch(form.action, {
      headers: { Accept: 'application/json', [header]: encodeURIComponent(address) },
      cache: 'no-store',
    });
    if (response.status === 401) return location.reload();
    const found = (await response.json()) as { to?: string; text?: string };
    if (found.to) location.assign(found.to);
    else result.textContent = found.text ?? '';
  } catch {
    result.textContent = form.dataset.lookup ?? '';
  }
}
