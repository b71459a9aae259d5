// Ready texts of the desk: one is picked by typing, its fields are filled in, and it is copied.
'use strict';
(() => {
  const { askOrTell, customerLang, dialogs, element, give, open, texts } = window.otvetDesk;
  const dialog = dialogs.templates;
  const pick = dialog.querySelector('.desk-pick');
  const filter = dialog.querySelector('#desk-filter');
  const list = dialog.querySelector('#desk-choices');
  const none = dialog.querySelector('.desk-none');
  const form = dialog.querySelector('.desk-fill');
  const fields = form.querySelector('.desk-fields');
  const preview = form.querySelector('.desk-preview');
  // Filled in by what was found; the agent may write something else.
  const ready = ['article', 'link'];

  let all = [], choices = [], active = -1, chosen = null;

  const highlight = (place) => {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = place;
    const row = list.children[place];
    if (!row) return filter.removeAttribute('aria-activedescendant');
    row.setAttribute('aria-selected', 'true');
    row.scrollIntoView({ block: 'nearest' });
    filter.setAttribute('aria-activedescendant', row.id);
  };

  const narrow = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = ({ title, tags, slug, text }) => {
      const place = `${title} ${tags.join(' ')} ${slug} ${text}`.toLowerCase();
      return words.every((word) => place.includes(word));
    };
    const isNamed = ({ title }) => words.every((word) => title.toLowerCase().includes(word));
    choices = all.filter(fits).sort((a, b) => isNamed(b) - isNamed(a));
    list.replaceChildren(...choices.map((one, place) => element('li', { id: `desk-choice-${place}`, role: 'option', 'aria-selected': 'false', lang: one.lang },
      element('strong', {}, one.title), element('span', {}, one.text.replace(/\s+/g, ' ').slice(0, 120)))));
    list.hidden = choices.length === 0;
    none.textContent = choices.length ? '' : texts[all.length ? 'templates.no_match' : 'templates.none'];
    active = -1;
    highlight(choices.length ? 0 : -1);
  };

  const values = () => Object.fromEntries([...fields.querySelectorAll('input')].map((input) => [input.name, input.value.trim()]));
  // What is not filled in yet stays to be seen.
  const filled = (text, write) => {
    const known = values();
    return text.replace(/\{\{ *([^{} ]+) *\}\}/g, (field, name) => (known[name] ? write(known[name], name) : field));
  };
  const asHtml = (value) => {
    const holder = document.createElement('div');
    holder.textContent = value;
    return holder.innerHTML.replaceAll('"', '&quot;');
  };
  const forms = () => ({
    text: filled(chosen.text, (value) => value),
    markdown: filled(chosen.markdown, (value, name) => (name === 'link' ? value : window.otvetAnswer.escaped(value))),
    html: filled(chosen.html, asHtml),
  });
  const show = () => { preview.textContent = forms().text; };

  async function take(one) {
    chosen = one;
    pick.hidden = true;
    form.hidden = false;
    form.querySelector('h3').textContent = one.title;
    form.lang = one.lang;
    const known = (await window.otvetDesk.current?.reference()) ?? {};
    fields.replaceChildren(...one.fields.map((name, place) => {
      const input = element('input', { id: `desk-field-${place}`, name, autocomplete: 'off', required: '' });
      input.value = known[name] ?? '';
      const label = ready.includes(name) ? texts[`templates.${name}`] : name.replaceAll('_', ' ');
      return element('div', { class: 'field' }, element('label', { for: input.id, ...(ready.includes(name) ? { lang: document.documentElement.lang } : {}) }, label), input);
    }));
    show();
    const first = [...fields.querySelectorAll('input')].find((input) => input.value === '');
    (first ?? form.querySelector('h3')).focus();
  }
  const back = () => {
    chosen = null;
    form.hidden = true;
    pick.hidden = false;
    filter.focus();
  };

  filter.addEventListener('input', narrow);
  filter.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && choices.length) highlight((active + step + choices.length) % choices.length);
    else if (event.key === 'Enter' && choices[active]) take(choices[active]);
    else return;
    event.preventDefault();
  });
  list.addEventListener('click', (event) => {
    const place = [...list.children].indexOf(event.target.closest('li'));
    if (place >= 0) take(choices[place]);
  });
  fields.addEventListener('input', show);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { title } = chosen, copied = forms();
    dialog.close();
    return give(event.submitter?.dataset.form ?? 'text', copied, title);
  });
  dialog.querySelector('[data-do="back"]').addEventListener('click', back);

  window.otvetDesk.templates = async () => {
    const lang = customerLang();
    const answer = await askOrTell('GET', `templates?lang=${lang}`);
    if (!answer) return;
    all = answer.templates;
    filter.value = '';
    back();
    narrow();
    open(dialog);
  };
})();
