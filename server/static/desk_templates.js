// Ready texts of the desk: one is picked by typing, its fields are filled in, and it is copied.
'use strict';
(() => {
  const { askOrTell, Blank, customerLang, dialogs, element, fillTemplate, give, open, texts } = window.otvetDesk;
  const dialog = dialogs.templates;
  const pick = dialog.querySelector('.desk-pick');
  const filter = dialog.querySelector('#desk-filter');
  const list = dialog.querySelector('#desk-choices');
  const none = dialog.querySelector('.desk-none');
  const form = dialog.querySelector('.desk-fill');
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

  const blank = new Blank(form, (kind, forms) => {
    dialog.close();
    return give(kind, forms, chosen.title);
  });

  async function take(one) {
    chosen = one;
    pick.hidden = true;
    form.hidden = false;
    form.querySelector('h3').textContent = one.title;
    form.lang = one.lang;
    const known = (await window.otvetDesk.current?.reference()) ?? {};
    const label = (name) => (ready.includes(name) ? { label: texts[`templates.${name}`], lang: document.documentElement.lang } : { label: name.replaceAll('_', ' ') });
    blank.show({
      fields: one.fields.map((name) => ({ name, value: known[name], ...label(name) })),
      forms: (values) => fillTemplate(one, values),
      look: (values) => [fillTemplate(one, values).text],
    });
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
