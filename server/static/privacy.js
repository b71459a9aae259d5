// The button that erases what was measured of one's visits.
'use strict';
(() => {
  const { otvet } = window;
  const part = document.querySelector('.erase');
  if (!otvet || otvet.isPrivate) return;
  const button = part.querySelector('button');
  const said = part.querySelector('[role="status"]');
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    try {
      await otvet.erase();
      said.textContent = said.dataset.done;
    } catch {
      said.textContent = said.dataset.failed;
    }
    button.setAttribute('aria-disabled', 'false');
  });
  part.hidden = false;
})();
