// What pages do better with a script: suggestions while typing, links to copy, pictures to enlarge. Everything works
// without it.
'use strict';
(() => {
  const script = document.currentScript;
  const texts = JSON.parse(script.dataset.texts);
  const lang = document.documentElement.lang;
  const plural = new Intl.PluralRules(lang);
  const say = (key, values) => texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const count = (n) => say(`found.${plural.select(n)}` in texts ? `found.${plural.select(n)}` : 'found.other', { n });

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // Not there for staff.
  const record = (kind, details) => window.otvet?.record(kind, details);

  const pause = 60;  // ms after a key before the server is asked

  // For screen readers. What is said twice has to differ, and what is said while somebody types is not heard.
  const voice = element('p', { class: 'visually-hidden', role: 'status' });
  let soon;
  const announce = (text, delay) => {
    clearTimeout(soon);
    soon = setTimeout(() => { voice.textContent = voice.textContent === text ? `${text}\u00a0` : text; }, delay);
  };

  // `text` with its ranges (in UTF-16 code units) marked.
  const marked = (text, ranges) => {
    const parts = document.createDocumentFragment();
    let at = 0;
    for (const [from, to] of ranges) {
      parts.append(text.slice(at, from), element('mark', {}, text.slice(from, to)));
      at = to;
    }
    parts.append(text.slice(at));
    return parts;
  };

  // https://www.w3.org/WAI/ARIA/apg/patterns/combobox/: the list is shown, nothing is chosen, what was typed stays.
  class SearchBox {
    constructor(form, number) {
      this.form = form;
      this.input = form.elements.q;
      this.id = `suggestions-${number}`;
      this.list = element('div', { id: this.id, class: 'suggestions', role: 'listbox', 'aria-label': texts.suggestions, 'data-source': 'suggest', hidden: '' });
      this.form.append(this.list);
      this.known = new Map();
      this.asked = 0;
      this.active = -1;
      const states = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.id };
      for (const [name, value] of Object.entries(states)) this.input.setAttribute(name, value);
      this.input.addEventListener('input', (event) => event.isComposing || this.suggest());
      this.input.addEventListener('compositionend', () => this.suggest());
      this.input.addEventListener('keydown', (event) => this.press(event));
      this.input.addEventListener('blur', () => this.leave());
      this.input.addEventListener('click', () => this.list.hidden && this.suggest());
      this.list.addEventListener('click', (event) => {
        if (this.shown === this.input.value) this.tell();
        else event.preventDefault();
      });
      // A press on the list must not take the focus from the box.
      this.list.addEventListener('pointerdown', (event) => event.preventDefault());
      this.list.addEventListener('mousedown', (event) => event.preventDefault());
      this.form.addEventListener('submit', (event) => {
        if (this.input.value.trim() === '') event.preventDefault();
        this.leave();
      });
    }

    suggest() {
      const typed = this.input.value;
      const number = ++this.asked;
      clearTimeout(this.soon);
      this.request?.abort();
      if (typed.trim() === '') return this.close();
      if (this.known.has(typed)) return this.show(typed, this.known.get(typed));
      // What is shown for other letters may stay until the answer is there, but nobody can choose it any more.
      if (typed !== this.shown) this.choose(-1);
      this.soon = setTimeout(async () => {
        const suggestions = await this.ask(typed);
        // Only the answer to what stands there now counts, however late others come.
        if (number !== this.asked || document.activeElement !== this.input) return;
        if (suggestions === null) return this.close();
        this.known.set(typed, suggestions);
        this.show(typed, suggestions);
      }, pause);
    }

    async ask(typed) {
      this.request = new AbortController();
      try {
        const address = `${script.dataset.suggest}?lang=${lang}&limit=6&q=${encodeURIComponent(typed)}`;
        const answer = await fetch(address, { headers: { accept: 'application/json' }, signal: this.request.signal });
        return answer.ok ? (await answer.json()).suggestions : null;
      } catch {
        return null;  // offline or called off: the form itself still works
      }
    }

    show(typed, suggestions) {
      const option = (url, kind, ...content) =>
        element('a', { role: 'option', href: url, tabindex: '-1', class: kind, 'aria-selected': 'false' }, ...content);
      const rows = suggestions.map(({ kind, text, ranges, url }) => {
        const label = element('span', {}, marked(text, ranges));
        return kind === 'category' ? option(url, kind, label, element('small', {}, texts.category)) : option(url, kind, label);
      });
      const all = `${this.form.action}?q=${encodeURIComponent(typed)}`;
      rows.push(option(all, 'all', element('span', {}, say('all', { query: typed.trim() }))));
      rows.forEach((row, place) => {
        row.id = `${this.id}-${place}`;
        row.dataset.rank = place + 1;
      });
      this.told = { query: typed.trim(), results: suggestions.length };
      this.rows = rows;
      this.shown = typed;
      this.list.replaceChildren(...rows);
      this.choose(-1);
      this.list.hidden = false;
      this.input.setAttribute('aria-expanded', 'true');
      announce(suggestions.length ? count(suggestions.length) : texts.nothing, 700);
    }

    close() {
      ++this.asked;
      clearTimeout(this.soon);
      clearTimeout(soon);
      this.choose(-1);
      this.list.hidden = true;
      this.input.setAttribute('aria-expanded', 'false');
    }

    leave() {
      this.tell();
      this.close();
    }

    // Once for each use of the box: what was suggested last.
    tell() {
      if (this.told) record('typeahead', this.told);
      this.told = null;
    }

    choose(place) {
      this.rows?.[this.active]?.setAttribute('aria-selected', 'false');
      this.active = place;
      const row = this.rows?.[place];
      if (!row) return this.input.removeAttribute('aria-activedescendant');
      row.setAttribute('aria-selected', 'true');
      row.scrollIntoView({ block: 'nearest' });
      this.input.setAttribute('aria-activedescendant', row.id);
    }

    press(event) {
      const is_open = !this.list.hidden;
      // Safari says so by the code of the key only.
      if (event.isComposing || event.keyCode === 229) return;
      const is_current = is_open && this.shown === this.input.value;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        if (!is_current) return this.suggest();
        // One place more than rows: the box itself.
        const places = this.rows.length + 1;
        const step = event.key === 'ArrowDown' ? 1 : -1;
        this.choose((this.active + 1 + step + places) % places - 1);
      } else if (event.key === 'Escape') {
        // Browsers empty a search box then.
        event.preventDefault();
        this.close();
      } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && is_current && this.active >= 0) {
        event.preventDefault();
        this.rows[this.active].click();
      }
    }
  }

  // Keys by their place on the keyboard: they are the same under a Russian layout.
  const listen = (input) => document.addEventListener('keydown', (event) => {
    const busy = event.target.closest?.('input, textarea, select, [contenteditable]') || document.querySelector('dialog[open]');
    const control = event.ctrlKey || event.metaKey;
    // By its sign where that needs Shift, by its place where it is another letter: «.» of a Russian layout.
    const is_slash = event.key === '/' || (event.code === 'Slash' && !event.shiftKey && event.key === '.');
    const slash = is_slash && !busy && !control && !event.altKey;
    const control_k = control && !event.altKey && !event.shiftKey && event.code === 'KeyK' && !document.querySelector('dialog[open]');
    if (!slash && !control_k) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  const linkHeading = (heading) => {
    const link = element('a', { class: 'anchor', href: `#${heading.id}`, 'aria-label': texts.copy_link, 'aria-describedby': heading.id }, '#');
    link.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(link.href);
        link.classList.add('copied');
        link.dataset.said = texts.copied;
        announce(texts.copied, 0);
        setTimeout(() => link.classList.remove('copied'), 2000);
      } catch {
        // Not allowed here: the address bar has the link now.
      }
    });
    // Beside the heading, whose name it must not become a part of.
    const line = element('div', { class: 'heading' });
    heading.replaceWith(line);
    line.append(heading, link);
  };

  // As wide as it was drawn, or as the window is; what is higher is scrolled.
  const enlarge = (image) => {
    const close = element('button', { type: 'button', 'aria-label': texts.close, autofocus: '' }, '×');
    const picture = element('img', { src: image.src, alt: image.alt });
    const is_drawing = image.src.endsWith('.svg');
    picture.style.width = `${is_drawing ? Math.max(900, image.naturalWidth) : image.naturalWidth}px`;
    const dialog = element('dialog', { class: 'zoom', 'aria-label': image.alt }, picture, close);
    dialog.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  // Whether there is more of it to see.
  const can_grow = (image) => image.src.endsWith('.svg') || image.naturalWidth > image.clientWidth;

  // Going back from its second page is no search.
  const isPaging = () => {
    const here = new URL(location.href), before = new URL(document.referrer || 'about:blank');
    const hadPage = before.searchParams.has('page');
    for (const address of [here, before]) address.searchParams.delete('page');
    return hadPage && before.pathname === here.pathname && before.searchParams.toString() === here.searchParams.toString();
  };

  document.body.append(voice);
  const found = document.querySelector('.results[data-search-id]');
  if (found && window.otvet?.isArrival && !isPaging()) {
    record('search', { search_id: found.dataset.searchId, query: found.dataset.query, results: Number(found.dataset.total) });
  }
  const boxes = [...document.querySelectorAll('form.search')].map((form, number) => new SearchBox(form, number));
  if (boxes.length) listen(boxes[0].input);
  // A page that is gone back to is as it was left: closed, and with the words it answers.
  addEventListener('pagehide', () => boxes.forEach((box) => box.leave()));
  addEventListener('pageshow', (event) => event.persisted && boxes.forEach((box) => { box.input.value = box.input.defaultValue; }));
  // What has nothing to scroll is no stop for the keyboard.
  for (const region of document.querySelectorAll('.body :is(.table, .code)[tabindex]')) {
    if (region.scrollWidth <= region.clientWidth) for (const name of ['tabindex', 'role']) region.removeAttribute(name);
  }
  for (const heading of document.querySelectorAll('.body :is(h2, h3, h4)[id]')) linkHeading(heading);
  for (const image of document.querySelectorAll('.body a > img:only-child')) {
    if (image.parentElement.href !== image.src) continue;
    image.parentElement.classList.add('enlarge');
    image.parentElement.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (can_grow(image)) enlarge(image);
    });
  }
})();
