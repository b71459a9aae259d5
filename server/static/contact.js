// The contact form with a script: it says at once what is missing, tries again by itself when the line is broken, and keeps
// a draft. It is posted as it is without one.
'use strict';
(() => {
  const form = document.querySelector('.contact-form');
  const texts = JSON.parse(form.dataset.texts);
  const lang = document.documentElement.lang;
  const { otvet } = window;
  const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

  const patience = 20_000;  // ms for one attempt to send
  const pauses = [1_000, 3_000, 8_000];  // ms before each further attempt
  const longestWait = 30;  // seconds that a server may ask for before somebody has to decide

  const status = form.querySelector('[role="status"]');
  const announce = (text) => { status.textContent = status.textContent === text ? `${text}\u00a0` : text; };

  const fields = {
    of: (name) => form.querySelector(`.field[data-field="${CSS.escape(name)}"]`),
    control: (field) => field.querySelector('input, textarea, select'),

    mark(field, fault) {
      const control = this.control(field);
      this.clear(field);
      const error = document.createElement('p');
      error.className = 'error';
      error.id = `${control.id}.error`;
      error.textContent = JSON.parse(field.dataset.reasons)[fault];
      field.insertBefore(error, field.querySelector('.hint'));
      control.setAttribute('aria-invalid', 'true');
      control.setAttribute('aria-describedby', `${error.id} ${control.getAttribute('aria-describedby') ?? ''}`.trim());
    },

    clear(field) {
      const control = this.control(field);
      const error = field.querySelector('.error');
      if (!error) return;
      const others = (control.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== error.id).join(' ');
      if (others) control.setAttribute('aria-describedby', others);
      else control.removeAttribute('aria-describedby');
      control.removeAttribute('aria-invalid');
      error.remove();
    },

    showFaults(faults) {
      const marked = faults.filter(({ field }) => this.of(field));
      for (const { field, fault } of marked) this.mark(this.of(field), fault);
      if (marked.length > 0) this.control(this.of(marked[0].field)).focus();
      return marked.length > 0;
    },

    missing() {
      return [...form.querySelectorAll('.field')].filter((field) => {
        const control = this.control(field);
        return control.required && (control.type === 'checkbox' ? !control.checked : control.value.trim() === '');
      }).map((field) => ({ field: field.dataset.field, fault: 'missing' }));
    },
  };

  // Of this tab, where that is allowed; else of this page.
  const memory = {
    kept: {},
    get(name) {
      try { return JSON.parse(sessionStorage.getItem(name)) ?? this.kept[name] ?? {}; } catch { return this.kept[name] ?? {}; }
    },
    set(name, value) {
      this.kept[name] = value;
      try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* it will do without */ }
    },
    remove(name) {
      delete this.kept[name];
      try { sessionStorage.removeItem(name); } catch { /* nothing is there */ }
    },
  };

  // Kept until it is sent, with the token of the form that it was begun in: who comes back has not just begun.
  const draft = {
    name: 'otvet-contact',
    token: form.querySelector('input[name="form"]'),
    controls: () => [...form.querySelectorAll('.field')].map((field) => fields.control(field)),

    save() {
      const typed = this.controls().map((control) => [control.name, control.type === 'checkbox' ? control.checked : control.value]);
      memory.set(this.name, { ...Object.fromEntries(typed), form: this.token.value });
    },

    restore() {
      const typed = memory.get(this.name);
      if (typeof typed.form === 'string') this.token.value = typed.form;
      for (const control of this.controls()) {
        const value = typed[control.name];
        if (control.type === 'checkbox') control.checked ||= value === true;
        else if (control.value === '' && typeof value === 'string') control.value = value;
      }
    },

    remove() {
      memory.remove(this.name);
    },
  };

  const randomId = () => {
    if (crypto.randomUUID) return crypto.randomUUID();  // where the page came over HTTPS
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return [...bytes].map((byte, place) => ([4, 6, 8, 10].includes(place) ? '-' : '') + byte.toString(16).padStart(2, '0')).join('');
  };

  const sender = {
    session: '',
    button: form.querySelector('.button'),
    banner: form.querySelector('.failed'),
    name: 'otvet-contact-sent',

    typed() {
      const values = Object.fromEntries(new FormData(form));
      const ofSite = Object.entries(values).filter(([name]) => name.startsWith('field.'));
      return {
        session: this.session, lang, subject: values.subject, message: values.message, email: values.email,
        fields: Object.fromEntries(ofSite.filter(([, value]) => value !== '').map(([name, value]) => [name.slice('field.'.length), value])),
        page: values.page, search_id: values.search_id, form: values.form, website: values.website,
      };
    },

    // The same text has the same id however often it is tried, and whatever became of the page meanwhile, so that it arrives once.
    letter() {
      const typed = this.typed();
      const text = JSON.stringify([typed.subject, typed.message, typed.email, typed.fields]);
      const last = memory.get(this.name);
      const id = last.text === text ? last.id : this.remember(text);
      return { id, ...typed, shown: [...new Set(new FormData(form).getAll('shown'))] };
    },

    remember(text) {
      const id = randomId();
      memory.set(this.name, { text, id });
      return id;
    },

    async send() {
      if (this.isBusy) return;
      for (const field of form.querySelectorAll('.field')) fields.clear(field);
      document.querySelector('.summary')?.remove();
      this.banner.hidden = true;
      if (fields.showFaults(fields.missing())) return;
      this.setBusy(true);
      const failure = await this.insist(this.letter());
      if (failure === null) return;  // on the way to the next page
      this.setBusy(false);
      if (failure !== '') this.fail(failure);
    },

    // Null when it is sent, the words for a failure, or nothing when the fields say what is wrong.
    async insist(letter) {
      for (let attempt = 0; ; ++attempt) {
        const answer = await this.attempt(letter);
        if (answer?.status === 202) return this.leave(answer.body);
        if (answer?.status === 422) return this.correct(answer.body);
        if (answer?.status === 409 && !this.hasNewId) {
          this.hasNewId = true;
          letter.id = this.remember(memory.get(this.name).text);
          continue;
        }
        const mayPass = !answer || answer.status === 429 || answer.status >= 500;
        const asksForPatience = answer?.wait > longestWait;
        if (answer?.status === 429 && (asksForPatience || attempt === pauses.length)) return texts.busy;
        if (!mayPass || attempt === pauses.length) return texts.failed;
        announce(texts.again);
        this.button.textContent = texts.again;
        await wait(pauses[attempt]);
      }
    },

    // Nothing when there is no whole answer.
    async attempt(letter) {
      const clock = new AbortController();
      const alarm = setTimeout(() => clock.abort(), patience);
      try {
        const answer = await fetch(`${form.dataset.api}contact`, {
          method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(letter), signal: clock.signal,
        });
        const isForUs = answer.status === 202 || answer.status === 422;
        return { status: answer.status, wait: Number(answer.headers.get('retry-after')), body: isForUs ? await answer.json() : null };
      } catch {
        return undefined;
      } finally {
        clearTimeout(alarm);
      }
    },

    leave({ ticket, receipt }) {
      this.isSent = true;
      draft.remove();
      draft.save = () => {};
      memory.remove(this.name);
      location.replace(`${form.getAttribute('action')}/sent?ticket=${ticket}${receipt ? '&receipt=1' : ''}`);
      return null;
    },

    correct({ error }) {
      return fields.showFaults(error.fields ?? []) ? '' : texts.failed;
    },

    fail(words) {
      this.banner.textContent = words;
      this.banner.hidden = false;
    },

    setBusy(isBusy) {
      this.isBusy = isBusy;
      this.hasNewId = false;
      this.button.setAttribute('aria-disabled', String(isBusy));
      this.button.textContent = isBusy ? texts.sending : texts.send;
      if (isBusy) announce(texts.sending);
    },
  };

  const [main, second] = form.querySelectorAll('.buttons .button');
  main.textContent = texts.send;
  main.value = 'send';
  second.remove();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sender.send();
  });
  form.addEventListener('input', ({ target }) => {
    draft.save();
    const field = target.closest('.field');
    if (field) fields.clear(field);
  });
  form.addEventListener('change', () => draft.save());
  draft.restore();

  // That of the form's opening: the server has heard of it.
  if (otvet?.isArrival) otvet.record('contact_open');
  otvet?.session().then(({ id }) => { sender.session = id; });
  addEventListener('pagehide', () => otvet && !sender.isSent && otvet.record('contact_left'), { once: true });
})();
