// The agents' desk: a customer's message in, what answers it out, by keyboard.
'use strict';
(() => {
  const desk = document.querySelector('.desk');
  const texts = JSON.parse(desk.dataset.texts);
  const origins = desk.dataset.origins ? JSON.parse(desk.dataset.origins) : null;  // in a frame: of the pages that may speak to us
  const site = desk.dataset.site || new URL(desk.dataset.api, location.href).href.replace(/api\/v1\/$/, '');
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const count = (key, n) => say(`${key}.${plural.select(n)}` in texts ? `${key}.${plural.select(n)}` : `${key}.other`, { n });

  const pause = 350;  // ms after a key before the server is asked
  const fewestLetters = 3;
  const mostArticles = 8;

  const form = desk.querySelector('.desk-ticket');
  const { subject, message, lang: chosenLang } = form.elements;
  const found = desk.querySelector('.desk-found');
  const summary = found.querySelector('.count');
  const empty = found.querySelector('.desk-empty');
  const lists = Object.fromEntries([...found.querySelectorAll('.desk-items')].map((list) => [list.dataset.kind, list]));
  const past = found.querySelector('.desk-past');
  const shell = document.querySelector('template.desk-item');
  const dialogs = Object.fromEntries([...document.querySelectorAll('.desk-dialog')].map((dialog) => [dialog.dataset.name, dialog]));
  const said = desk.querySelector('.desk-said');

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // What was done, seen and heard; with a way back when there is one.
  let waysBack = [];  // of this ticket, the last one at the end
  const signIn = said.querySelector('.desk-sign-in');
  const tell = (text, wayBack = null) => {
    const line = said.querySelector('[role="status"]');
    said.hidden = false;
    if (wayBack) waysBack.push(wayBack);
    said.querySelector('[data-do="undo"]').hidden = waysBack.length === 0;
    if (signIn) signIn.hidden = text !== texts.signed_out;
    // What is said twice has to differ, and what appears together with its region is not heard.
    setTimeout(() => { line.textContent = line.textContent === text ? `${text}\u00a0` : text; });
  };

  // A frame has the token that the page around it sent, here and nowhere else; a page of its own has the session.
  let token = '';
  const ask = (method, path, body, signal) => fetch(desk.dataset.api + path, {
    method,
    signal,
    body: body && JSON.stringify(body),
    credentials: origins ? 'omit' : 'same-origin',
    headers: { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}) },
  });
  // Whoever has to sign in again finds the message as it was.
  const keptTicket = 'otvet.desk.ticket';
  const tellSignedOut = (say = tell) => {
    try {
      if (!origins) sessionStorage.setItem(keptTicket, JSON.stringify({ subject: subject.value, body: message.value, lang: chosenLang.value }));
    } catch { /* it stands on the page still */ }
    say(texts.signed_out);
  };
  const takeKept = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(keptTicket));
      sessionStorage.removeItem(keptTicket);
      return kept;
    } catch {
      return null;
    }
  };

  // Its JSON; null, and said why, when it could not be had.
  const askOrTell = async (method, path, body, say = tell) => {
    try {
      const answer = await ask(method, path, body);
      if (answer.ok) return answer.status === 204 ? {} : await answer.json();
      // Somebody else was faster.
      if (answer.status === 404 && method === 'DELETE') return {};
      const code = [400, 409].includes(answer.status) ? (await answer.json()).error?.code : '';
      if (code === 'unknown_article') say(texts.gone);
      else if (code === 'changed_since') say(texts['draft.changed']);
      else if ([401, 403, 404].includes(answer.status)) tellSignedOut(say);
      else say(texts.failed);
    } catch {
      say(texts.failed);
    }
    return null;
  };

  // Who writes in Cyrillic letters reads such a language; between several of one script the site's own comes first.
  const cyrillic = new Set(['ru', 'uk', 'be', 'bg', 'sr', 'mk', 'kk', 'ky', 'mn', 'tg']);
  const languages = [...chosenLang.options].map(({ value }) => value).filter(Boolean);
  const customerLang = () => {
    if (chosenLang.value) return chosenLang.value;
    // Quoted mail and addresses are not the customer's words; and who writes in Cyrillic letters quotes Latin ones more often than the other way round.
    const text = `${subject.value}\n${message.value}`.replace(/^ *>.*$/gm, '').replace(/\S+(:\/\/|@)\S+/g, '');
    const isCyrillic = (text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0) * 3 > (text.match(/\p{L}/gu)?.length ?? 0);
    const fits = languages.filter((lang) => cyrillic.has(lang) === isCyrillic);
    return fits.includes(desk.dataset.defaultLang) ? desk.dataset.defaultLang : fits[0] ?? desk.dataset.defaultLang;
  };
  const longestMessage = 64 * 1024;  // characters; the server reads the beginning
  const ticket = () => ({ subject: subject.value, body: message.value.slice(0, longestMessage), lang: customerLang() });
  const isAsked = () => `${subject.value}${message.value}`.trim().length >= fewestLetters;

  const nameOf = ({ lang, slug }) => `${lang}/${slug}`;
  const articles = new Map();
  // An article as the interface gives it; null when there is none.
  const readArticle = (name) => {
    if (!articles.has(name)) {
      articles.set(name, ask('GET', `articles/${name.split('/').map(encodeURIComponent).join('/')}`).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null));
      articles.get(name).then((article) => article ?? articles.delete(name));
    }
    return articles.get(name);
  };
  // The same in the customer's language, where it exists.
  const readForCustomer = async (name) => {
    const article = await readArticle(name);
    const lang = customerLang();
    const other = article?.lang === lang ? null : article?.translations.find((one) => one.lang === lang);
    const translated = other && (await readArticle(nameOf(other)));
    // A public article must not lead to a translation that is not.
    return translated && (article.internal || !translated.internal) ? translated : article;
  };
  const linkTo = (article, anchor = '') => (article.internal ? null : { title: article.title, url: new URL(article.url, site).href + (anchor ? `#${encodeURIComponent(anchor)}` : '') });

  // A visit that begins so counts for no customer.
  const addressToOpen = ({ url, section }) => `${url}?source=desk${section ? `#${encodeURIComponent(section.anchor)}` : ''}`;

  const longestTitle = 80;  // characters
  const beginningOf = (text) => {
    const line = text.trim().split('\n')[0];
    return line.length <= longestTitle ? line : `${line.slice(0, longestTitle).replace(/\s+\S*$/, '')}…`;
  };

  const showParts = (line, snippet) => line.append(...snippet.map(({ text, match }) => (match ? element('mark', {}, text) : text)));

  // An article or a past answer in the list.
  class Item {
    constructor(kind, data) {
      Object.assign(this, { kind, data });
      this.row = shell.content.firstElementChild.cloneNode(true);
      this.line = (name) => this.row.querySelector(name);
      this.name = kind === 'article' ? nameOf(data) : data.article ?? '';
      // As it was imported, it may be in the question's own language.
      if (this.name && !this.name.includes('/')) this.name = nameOf({ lang: data.lang, slug: this.name });
      this.show();
      for (const line of this.row.querySelectorAll('p:empty')) line.remove();
    }

    // Of a past answer what may go to another customer.
    get reply() { return this.data.reply ?? this.data.answer ?? ''; }
    get hasGaps() { return this.kind === 'question' && /\[(name|phone|email|number|address)\]/.test(this.reply); }
    get title() { return this.kind === 'article' ? this.data.title : this.data.subject || beginningOf(this.data.message) || texts.past_answer; }

    // A frame has no session that would open an internal article elsewhere.
    get opensHere() { return this.kind === 'question' || (origins && this.data.internal); }

    show() {
      const { data, row } = this;
      row.lang = data.lang;
      const opener = !this.opensHere ? element('a', { href: addressToOpen(data), target: '_blank', rel: 'noopener' }, this.title) : element('button', { type: 'button', 'aria-expanded': 'false' }, this.title);
      this.line('h3').append(opener);
      this.opener = opener;
      const mark = (text, name) => this.line('.desk-marks').append(element('span', { class: name, lang: document.documentElement.lang }, text));
      if (data.internal) mark(texts.internal, 'desk-internal');
      if (data.lang !== customerLang() && `language.${data.lang}` in texts) mark(texts[`language.${data.lang}`], 'desk-other');
      if (data.confirmed) mark(count('confirmed', data.confirmed), 'desk-confirmed');
      if (this.hasGaps) mark(texts.has_gaps, 'desk-other');
      if (this.kind === 'article') {
        if (data.section && data.section.heading !== data.title) this.line('.desk-section').append(data.section.heading);
        showParts(this.line('.snippet'), data.snippet);
      } else {
        if (data.message !== this.title) this.line('.desk-message').append(data.message);
        this.line('.snippet').append(this.reply || texts.no_answer);
      }
      if (this.opensHere) opener.addEventListener('click', () => this.unfold());
      if (data.why.length) this.line('.desk-why').append(element('span', { lang: document.documentElement.lang }, texts.why), ` ${data.why.join(', ')}`);
      const actions = this.line('.desk-actions');
      actions.lang = document.documentElement.lang;
      if (this.kind === 'question' && !this.name) actions.querySelector('[data-do="solved"]').remove();
      row.addEventListener('focusin', () => choose(this));
      row.addEventListener('click', (event) => {
        choose(this);
        if (!event.target.closest('a, button') && !getSelection().toString()) opener.focus();
      });
    }

    unfold() {
      const isOpen = this.row.classList.toggle('unfolded');
      this.opener.setAttribute('aria-expanded', String(isOpen));
      if (isOpen && this.kind === 'article') this.read();
    }

    // The whole article where it stands; its images and other internal articles need what a frame has not.
    async read() {
      if (this.text) return;
      const article = await readArticle(this.name);
      if (!article) { tell(texts.failed); return; }
      this.text = element('div', { class: 'desk-text body' });
      this.text.innerHTML = article.html;
      for (const image of this.text.querySelectorAll('img')) image.replaceWith(image.alt);
      for (const one of this.text.querySelectorAll('[id]')) one.removeAttribute('id');
      for (const link of this.text.querySelectorAll('a[href]')) {
        if (link.getAttribute('href').startsWith('#')) link.replaceWith(...link.childNodes);
        else Object.assign(link, { target: '_blank', rel: 'noopener' });
      }
      this.line('.desk-actions').before(this.text);
    }

    // Its forms for the customer, and the article that they link to; null when it cannot be read.
    async answer() {
      if (this.kind === 'question') {
        const article = this.name ? await readForCustomer(this.name) : null;
        const link = article && linkTo(article);
        const formsOf = (text) => ({ ...window.otvetAnswer.ofText(text, link), article: link && nameOf(article) });
        return { ...formsOf(this.reply), gaps: this.hasGaps ? { text: this.reply, lang: this.data.lang, formsOf } : null };
      }
      const article = await readForCustomer(this.name);
      if (!article) return null;
      // Headings of a translation are in the same order, when there are as many.
      let anchor = this.data.section?.anchor ?? '';
      if (article.lang !== this.data.lang && anchor) {
        const original = await readArticle(this.name);
        const place = original.sections.findIndex((section) => section.anchor === anchor);
        anchor = original.sections.length === article.sections.length ? article.sections[place]?.anchor ?? '' : '';
      }
      const link = linkTo(article, anchor);
      return { ...window.otvetAnswer.ofArticle(article.html, { anchor, base: site, isInternal: !link, link }), isInternal: !link, article: link && nameOf(article) };
    }

    // For a template's fields: what customers may be told of.
    async reference() {
      const article = this.name ? await readForCustomer(this.name) : null;
      const link = article && linkTo(article);
      return { article: link?.title ?? '', link: link?.url ?? '' };
    }
  }

  let items = [], current = null;
  const choose = (item) => {
    if (current === item) return;
    const mark = (it, is) => {
      it.row.classList.toggle('current', is);
      it.row.querySelector('.desk-actions').hidden = !is;
    };
    if (current) mark(current, false);
    current = item;
    if (!current) return;
    mark(current, true);
    // Read before it is asked for: what is copied later than the key was pressed some browsers do not allow.
    if (current.name) readForCustomer(current.name);
  };
  const move = (step) => {
    if (!items.length) return;
    const isThere = current && current.row.contains(document.activeElement);
    const place = current ? items.indexOf(current) + (isThere ? step : 0) : 0;
    const next = items[Math.max(0, Math.min(items.length - 1, place))];
    next.opener.focus({ preventScroll: true });
    next.row.scrollIntoView({ block: 'nearest' });
  };

  let wanted = 0, soon, request, isGoing = false, shown = '', searched = null;
  const show = ({ articles: some, questions }) => {
    items = [...some.map((data) => new Item('article', data)), ...questions.map((data) => new Item('question', data))];
    choose(null);
    for (const kind of ['article', 'question']) {
      const rows = items.filter((item) => item.kind === kind).map((item) => item.row);
      lists[kind].replaceChildren(...rows);
      lists[kind].hidden = rows.length === 0;
    }
    past.hidden = questions.length === 0;
    empty.hidden = true;
    summary.textContent = items.length ? [some.length && count('articles', some.length), questions.length && count('questions', questions.length)].filter(Boolean).join(', ') : texts.nothing_found;
    if (items.length) choose(items[0]);
  };
  const clear = () => {
    show({ articles: [], questions: [] });
    summary.textContent = '';
    empty.hidden = false;
    shown = '';
    searched = null;
  };
  // What is shown belongs to another message then.
  const fail = (tellWhy) => {
    clear();
    tellWhy();
  };

  async function find() {
    const number = ++wanted;
    clearTimeout(soon);
    request?.abort();
    if (!isAsked() || (origins && !token)) return clear();
    const asked = ticket();
    const key = JSON.stringify(asked);
    if (key === shown) return;
    articles.clear();  // they may have been mended, or hidden, since
    request = new AbortController();
    found.setAttribute('aria-busy', 'true');
    try {
      const answer = await ask('POST', 'similar', { ...asked, limit: mostArticles, source: 'desk' }, request.signal);
      if (number !== wanted) return;
      const result = answer.ok ? await answer.json() : {};
      if (answer.status === 401 || (answer.ok && !result.staff)) fail(() => tellSignedOut());
      else if (!answer.ok) fail(() => tell(texts.failed));
      else {
        show(result);
        shown = key;
        searched = asked;
      }
    } catch {
      if (number === wanted) fail(() => tell(texts.failed));  // else it was called off
    } finally {
      if (number === wanted) found.removeAttribute('aria-busy');
    }
  }
  const findSoon = () => {
    clearTimeout(soon);
    soon = setTimeout(find, pause);
  };
  // From the message to what was found for it.
  async function go() {
    isGoing = true;
    await find();
    if (isGoing) {
      isGoing = false;
      if (items.length) move(0);
      else found.focus();
    }
  }

  const copyNames = { text: 'copied.text', markdown: 'copied.markdown', html: 'copied.html' };
  // HTML goes as what it is, and as its source for fields that take text alone.
  async function put(form, forms) {
    const text = form === 'html' ? forms.html : forms[form];
    if (navigator.clipboard?.write && form === 'html') {
      const blob = (type) => new Blob([text], { type });
      return navigator.clipboard.write([new ClipboardItem({ 'text/html': blob('text/html'), 'text/plain': blob('text/plain') })]);
    }
    if (navigator.clipboard?.writeText) return navigator.clipboard.writeText(text);
    throw new Error('no clipboard');
  }
  // Where a frame or a plain address has no clipboard of the newer kind.
  function putByCommand(form, forms) {
    const handler = (event) => {
      event.preventDefault();
      event.clipboardData.setData('text/plain', forms[form]);
      if (form === 'html') event.clipboardData.setData('text/html', forms.html);
    };
    document.addEventListener('copy', handler, { once: true });
    const done = document.execCommand('copy');
    document.removeEventListener('copy', handler);
    return done;
  }
  // `form` is insert in a frame: then the page around it gets all three.
  async function give(form, forms, title) {
    if (form === 'insert') {
      const { text, markdown, html, article = null } = forms;
      window.otvetDesk.insert({ text, markdown, html, article });
      return tell(say('inserted', { title }));
    }
    try {
      await put(form, forms);
    } catch {
      if (!putByCommand(form, forms)) return tell(texts.not_copied);
    }
    return tell(say(copyNames[form], { title }));
  }

  // By script, since pages in frames may not say so themselves.
  const open = (dialog) => {
    dialog.showModal();
    dialog.querySelector('[data-first]').focus();
  };

  // Asks first whether an internal text is meant to reach a customer.
  const confirmInternal = () => new Promise((resolve) => {
    const dialog = dialogs.internal;
    dialog.returnValue = '';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirm'), { once: true });
    open(dialog);
  });

  async function copy(form) {
    const item = current;
    if (!item) return tell(texts.choose_first);
    const forms = await item.answer().catch(() => null);
    if (!forms) return tell(texts.failed);
    if (forms.isInternal && !(await confirmInternal())) return tell(texts.not_copied_internal);
    if (forms.gaps) return window.otvetDesk.fillGaps(form, forms.gaps, item.title);
    return give(form, forms, item.title);
  }

  async function confirm(article, text) {
    const made = await askOrTell('POST', 'confirmations', { ...(article && searched ? searched : ticket()), article });
    if (!made) return;
    tell(text, async () => Boolean(await askOrTell('DELETE', `confirmations/${encodeURIComponent(made.id)}`)));
  }
  async function takeBack() {
    const back = waysBack.pop();
    if (!back) return;
    if (await back()) tell(texts.undone);
    else waysBack.push(back);
  }

  const actions = {
    text: () => copy('text'),
    markdown: () => copy('markdown'),
    html: () => copy('html'),
    insert: () => origins && copy('insert'),
    solved: () => {
      if (!current) return tell(texts.choose_first);
      if (!isAsked()) return tell(texts.no_message);
      return current.name ? confirm(current.name, say('solved', { title: current.title })) : tell(texts.no_article);
    },
    nothing: () => (isAsked() ? confirm(null, texts.gap) : tell(texts.no_message)),
    undo: takeBack,
    help: () => open(dialogs.help),
    templates: () => window.otvetDesk.templates(),
    draft: () => (isAsked() ? window.otvetDesk.draft() : tell(texts.no_message)),
    message: () => { message.focus(); message.select(); },
    open: () => current?.opener.click(),
    dismiss: () => { said.hidden = true; },
    down: () => move(1),
    up: () => move(-1),
  };

  // Who speaks to the computer, or slips, may switch letters off (WCAG 2.1.4); a frame may have nowhere to remember it.
  const disk = (() => { try { return localStorage; } catch { return null; } })();
  const letters = dialogs.help.querySelector('[name="letters"]');
  const showLetters = () => {
    for (const place of [desk, dialogs.help]) place.classList.toggle('no-letters', !letters.checked);
  };
  try { letters.checked = disk?.getItem('otvet.desk.letters') !== 'off'; } catch { /* as it is */ }
  letters.addEventListener('change', () => {
    showLetters();
    try { disk?.setItem('otvet.desk.letters', letters.checked ? 'on' : 'off'); } catch { /* for this visit */ }
  });
  showLetters();

  const keys = { c: 'text', m: 'markdown', h: 'html', i: 'insert', s: 'solved', n: 'nothing', u: 'undo', d: 'draft', t: 'templates', j: 'down', k: 'up', '/': 'message', '?': 'help', ArrowDown: 'down', ArrowUp: 'up', Enter: 'open', Escape: 'dismiss' };
  // By its letter, and by its place where the layout has other letters than Latin ones.
  const keyOf = ({ key, code, shiftKey }) => {
    if (key in keys) return key;
    if (code === 'Slash') return shiftKey ? '?' : '/';
    return /^[^\x00-\x7f]$/.test(key) && code.startsWith('Key') ? code.slice(3).toLowerCase() : key.toLowerCase();
  };

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || document.querySelector('dialog[open]')) return;
    const field = event.target.closest('input, textarea, select, [contenteditable]');
    if (field) {
      const isGo = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
      if (event.key === 'Escape' || isGo) event.preventDefault();
      if (event.key === 'Escape') found.focus();
      if (isGo) go();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = keyOf(event);
    const action = key.length > 1 || letters.checked ? keys[key] : undefined;
    const isPressed = event.target.closest('a, button') && event.key === 'Enter';
    // Selecting with the keyboard is nobody's business here.
    const isSelecting = event.shiftKey && event.key.startsWith('Arrow');
    const isHeld = event.repeat && !action?.match(/^(up|down)$/);
    if (!action || isPressed || isSelecting || isHeld || (action === 'open' && !current)) return;
    event.preventDefault();
    actions[action]();
  });

  document.addEventListener('click', (event) => {
    const name = event.target.closest('[data-do]')?.dataset.do;
    const dialog = event.target.closest('dialog');
    if (name === 'close' || name === 'confirm') dialog.close(name);
    else if (name in actions) actions[name]();
  });

  form.addEventListener('input', () => {
    isGoing = false;
    findSoon();
  });
  form.addEventListener('submit', (event) => event.preventDefault());

  window.otvetDesk = {
    ask, askOrTell, customerLang, dialogs, element, find, give, open, say, tell, texts, ticket, origins,
    get current() { return current; },
    setToken(value) {
      token = value;
      articles.clear();
    },
    setTicket({ subject: about = '', body = '', lang = '' }) {
      subject.value = about;
      message.value = body;
      chosenLang.value = languages.includes(lang) ? lang : '';
      for (const dialog of Object.values(dialogs)) dialog.close();
      waysBack = [];
      clear();
      return find();
    },
  };
  const kept = origins ? null : takeKept();
  if (kept && !isAsked()) {
    subject.value = kept.subject;
    message.value = kept.body;
    chosenLang.value = kept.lang;
  }
  // What is kept of an earlier visit.
  if (isAsked()) find();
})();
