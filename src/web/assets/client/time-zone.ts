/**
 * Sends the browser's time zone with the subscribe strip, so that 07:00 means the subscriber's own morning,
 * and cleans a pasted address.
 */
for (const field of document.querySelectorAll<HTMLInputElement>('input[name=zone]'))
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || '';

/** Removes invisible characters from a pasted address; the browser's error would not show them. */
for (const field of document.querySelectorAll<HTMLInputElement>('input[type=email]'))
  field.addEventListener('input', () => {
    const visible = field.value.replace(/\p{Cf}/gu, '').trim();
    if (visible !== field.value) field.value = visible;
  });
