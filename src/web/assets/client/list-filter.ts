/**
 * Applies the topic filter of a list as soon as a topic is chosen. With the keyboard, arrow keys change the
 * choice on their way to another, so there the button applies it (WCAG 3.2.2); it is hidden until focused.
 */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-instant]')) {
  form.dataset.instant = 'on';
  let byKeyboard = false;
  form.addEventListener('keydown', () => {
    byKeyboard = true;
  });
  form.addEventListener('pointerdown', () => {
    byKeyboard = false;
  });
  form.addEventListener('change', () => {
    if (!byKeyboard) form.submit();
  });
}
