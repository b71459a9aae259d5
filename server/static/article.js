// What readers make of an article: that it was opened, for how long it could be seen, and whether it helped.
'use strict';
(() => {
  const { otvet } = window;
  if (!otvet) return;
  const { slug } = document.querySelector('.article').dataset;
  const isVisible = () => document.visibilityState === 'visible';

  const shortest = 1_000;  // ms; less is no reading
  const longest = 24 * 60 * 60_000;
  const patience = 30 * 60_000;  // ms; who has not come back to the page by then has left it

  // A tab that was opened in the background is not yet seen.
  const way = otvet.way();
  const open = () => {
    if (!isVisible()) return;
    document.removeEventListener('visibilitychange', open);
    if (otvet.isArrival) otvet.record('open', { slug, ...way });
  };
  document.addEventListener('visibilitychange', open);
  open();

  const reading = {
    seen: 0,
    since: isVisible() ? performance.now() : null,

    pause() {
      if (this.since !== null) this.seen += performance.now() - this.since;
      this.since = null;
    },

    // Phones end hidden pages without a word: what was seen so far is filed, and sent when nobody came back.
    report(from) {
      const visible_ms = Math.min(Math.round(this.seen), longest);
      if (!this.isOver && visible_ms >= shortest) this.id = otvet.record('read', { slug, visible_ms }, { id: this.id, from });
    },
  };
  document.addEventListener('visibilitychange', () => {
    if (isVisible()) {
      reading.since = performance.now();
    } else {
      reading.pause();
      reading.report(Date.now() + patience);
    }
  });
  addEventListener('pagehide', () => {
    reading.pause();
    reading.report();
    reading.isOver = true;
  });

  const block = document.querySelector('.vote');
  const form = block.querySelector('form');
  const said = block.querySelector('[role="status"]');
  const buttons = [...block.querySelectorAll('button[aria-pressed]')];
  const offers = { here: block.querySelector('.contact-offer'), below: document.querySelector('.vote + .contact-offer') };
  let helpful;

  const vote = (button) => {
    if (button.getAttribute('aria-pressed') === 'true') return;
    for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
    helpful = button.value === 'yes';
    otvet.record('vote', { slug, helpful });
    said.textContent = said.dataset[button.value];
    form.hidden = form.isSent === true;
    if (!offers.here) return;
    offers.here.hidden = helpful;
    offers.below.hidden = !helpful;
  };
  for (const button of buttons) button.addEventListener('click', () => vote(button));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const comment = form.elements.comment.value.trim();
    if (comment === '') return form.elements.comment.focus();
    otvet.record('vote', { slug, helpful, comment });
    form.isSent = true;
    form.hidden = true;
    said.textContent = said.dataset.comment;
    said.focus();
  });
  block.hidden = false;
})();
