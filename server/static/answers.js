// Likely answers beside the contact form while somebody writes, to be read in place.
'use strict';
(() => {
  const form = document.querySelector('.contact-form');
  const texts = JSON.parse(form.dataset.texts);
  const panel = form.querySelector('.answers');
  const list = panel.querySelector('ul');
  const thanks = document.querySelector('.thanks');
  const template = document.querySelector('template.answer');
  const lang = document.documentElement.lang;
  const { otvet } = window;
  const plural = new Intl.PluralRules(lang);
  const { subject, message } = form.elements;

  const pause = 400;  // ms after a key before the server is asked
  const fewestLetters = 8;
  const mostAnswers = 5;

  const status = form.querySelector('[role="status"]');
  const announce = (text) => { status.textContent = status.textContent === text ? `${text}\u00a0` : text; };
  const count = (n) => (texts[`found.${plural.select(n)}`] ?? texts['found.other']).replace('{n}', n);

  // Each thing is recorded once for a page.
  const recorded = new Set();
  const record = (kind, slug) => {
    if (recorded.has(`${kind} ${slug}`)) return;
    recorded.add(`${kind} ${slug}`);
    otvet?.record(kind, { slug });
  };

  // An article that may answer, opened where it stands.
  class Answer {
    constructor({ slug, lang: written, title, url, snippet }) {
      Object.assign(this, { slug, written, url });
      this.item = template.content.firstElementChild.cloneNode(true);
      this.item.lang = written;
      this.button = this.item.querySelector('h3 button');
      this.opened = this.item.querySelector('.opened');
      this.body = this.item.querySelector('.body');
      this.button.textContent = title;
      this.item.querySelector('.after').lang = lang;
      this.item.querySelector('.after a').href = url;
      this.item.querySelector('.snippet').append(...snippet.map(({ text, match }) => {
        if (!match) return text;
        const mark = document.createElement('mark');
        mark.textContent = text;
        return mark;
      }));
      this.button.addEventListener('click', () => this.toggle());
      this.item.querySelector('.after button').addEventListener('click', () => this.solve());
    }

    get isOpen() { return !this.opened.hidden; }
    get isInUse() { return this.isOpen || this.item.contains(document.activeElement); }

    toggle() {
      this.opened.hidden = !this.opened.hidden;
      this.button.setAttribute('aria-expanded', String(this.isOpen));
      if (this.isOpen) record('contact_suggestion', this.slug);
      if (this.isOpen && !this.isLoaded) this.load();
    }

    solve() {
      record('contact_solved', this.slug);
      show(false);
    }

    async load() {
      this.isLoaded = true;
      this.body.textContent = texts.opening;
      try {
        const answer = await fetch(`${form.dataset.api}articles/${this.written}/${encodeURIComponent(this.slug)}`);
        if (!answer.ok) throw new Error(answer.statusText);
        this.show((await answer.json()).html);
      } catch {
        this.isLoaded = false;  // opened once more, it is asked for again
        this.body.textContent = texts.closed;
      }
    }

    // Several articles stand on this page: their ids would meet, and links within one lead to its own page.
    show(html) {
      this.body.innerHTML = html;
      for (const element of this.body.querySelectorAll('[id]')) element.removeAttribute('id');
      for (const link of this.body.querySelectorAll('a[href]')) {
        if (link.getAttribute('href').startsWith('#')) link.href = this.url + link.getAttribute('href');
        link.target = '_blank';  // what is typed stays
        link.rel = 'noopener';
      }
    }
  }

  const answers = {
    known: new Map(),  // every one ever shown, so that it is opened without asking twice
    shown: [],
    asked: '',
    session: undefined,  // that opened the form: some are shown nothing, to learn what answers are good for

    plan() {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.ask(), pause);
    },

    async ask() {
      const { session } = this;
      const text = JSON.stringify({ subject: subject.value.trim(), body: message.value.trim(), lang, limit: mostAnswers, source: 'contact', session });
      const letters = `${subject.value}${message.value}`.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
      if (!this.isReady || text === this.asked || letters < fewestLetters) return;
      this.asked = text;
      this.request?.abort();
      this.request = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.api}similar`, {
          method: 'POST', headers: { 'content-type': 'application/json' }, body: text, signal: this.request.signal,
        });
        if (answer.ok && text === this.asked) this.show((await answer.json()).articles);
      } catch {
        if (text === this.asked) this.asked = '';  // offline or called off: the next letter asks again
      }
    },

    // Support learns what was shown.
    add(key, hit) {
      const shown = Object.assign(document.createElement('input'), { type: 'hidden', name: 'shown', value: key });
      form.append(shown);
      this.known.set(key, new Answer(hit));
    },

    // What somebody reads stays where it is, and so does what stands above it.
    show(found) {
      const made = found.map((hit) => {
        const key = `${hit.lang}/${hit.slug}`;
        if (!this.known.has(key)) this.add(key, hit);
        return this.known.get(key);
      });
      const kept = this.shown.slice(0, this.shown.findLastIndex((answer) => answer.isInUse) + 1);
      const next = [...kept, ...made.filter((answer) => !kept.includes(answer))].slice(0, Math.max(mostAnswers, kept.length));
      const isSame = next.length === this.shown.length && next.every((answer, place) => answer === this.shown[place]);
      if (isSame) return;
      for (const answer of this.shown) if (!next.includes(answer)) answer.item.remove();
      for (const answer of next) if (!kept.includes(answer)) list.append(answer.item);
      this.shown = next;
      panel.hidden = next.length === 0;
      if (next.length === 0) return;
      announce(count(next.length));
      record('contact_shown');
    },
  };

  // Either the form or the thanks for an answer that helped.
  const show = (isForm) => {
    for (const part of [form, document.querySelector('.page-head')]) part.hidden = !isForm;
    thanks.hidden = isForm;
    (isForm ? message : thanks.querySelector('h1')).focus();
  };

  form.addEventListener('input', ({ target }) => { if (target === subject || target === message) answers.plan(); });
  thanks.querySelector('button').addEventListener('click', () => show(true));
  // What was typed before this ran, once it is known for whom.
  const start = (id) => {
    answers.session = id || undefined;
    answers.isReady = true;
    answers.plan();
  };
  addEventListener('load', () => {
    if (otvet) otvet.session().then((session) => start(session.form));
    else start();
  });
})();
