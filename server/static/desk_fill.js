// Texts with fields: an input for each, how it will look, and the way out. Ready texts have them, and past answers where
// something about their customer was taken out.
'use strict';
(() => {
  const { dialogs, element, give, open, texts } = window.otvetDesk;
  const field = /\{\{ *([^{} ]+) *\}\}/g;

  // As a part of an address; or as all of it, when it is one already.
  const asPart = (value) => encodeURIComponent(value).replace(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  const asAddress = (value) => value.replace(/[\s()<>"]/g, asPart);
  const isPartOfAddress = /(\]\(<?|\]: |(https?|mailto|tel):)[^\s<>()]+$/;
  const isAddress = /(\]\(<?|\]: |<)$/;

  // What is not filled in yet stays to be seen. `write` puts a value where it is text.
  const fill = (text, values, write) => text.replace(field, (mark, name, place) => {
    const before = text.slice(Math.max(0, place - 2000), place);
    const value = values[name];
    if (!value) return mark;
    if (isPartOfAddress.test(before)) return asPart(value);
    return isAddress.test(before) ? asAddress(value) : write(value, before);
  });
  const fillHtml = (html, values) => {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    const known = (text, write) => text.replace(field, (mark, name) => (values[name] ? write(values[name]) : mark));
    const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) texts.currentNode.data = known(texts.currentNode.data, String);
    for (const node of body.querySelectorAll('*')) {
      for (const attribute of [...node.attributes]) {
        const isLink = ['href', 'src'].includes(attribute.name);
        const isWhole = attribute.value.replace(field, '') === '';
        const value = known(attribute.value, !isLink ? String : isWhole ? asAddress : asPart);
        if (value !== attribute.value) node.setAttribute(attribute.name, value);
      }
    }
    return body.innerHTML;
  };
  // Between backticks letters are what they are.
  const asMarkdown = (value, before) => (before.slice(before.lastIndexOf('\n') + 1).split('`').length % 2 ? window.otvetAnswer.escaped(value) : value);

  // A form with an input for each field.
  class Blank {
    constructor(form, done) {
      this.form = form;
      this.fields = form.querySelector('.desk-fields');
      this.preview = form.querySelector('.desk-preview');
      this.fields.addEventListener('input', () => this.look());
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        done(event.submitter?.dataset.form ?? 'text', this.blank.forms(this.values()));
      });
    }

    // `fields` are {name, label, lang, value}; forms(values) gives text, markdown and html; look(values) what the preview shows.
    show(blank) {
      this.blank = blank;
      this.fields.replaceChildren(...blank.fields.map(({ name, label, lang, value = '' }, place) => {
        const input = element('input', { id: `${this.form.dataset.name}-${place}`, name, autocomplete: 'off', required: '' });
        input.value = value;
        return element('div', { class: 'field' }, element('label', { for: input.id, ...(lang ? { lang } : {}) }, label), input);
      }));
      this.look();
      const first = [...this.fields.querySelectorAll('input')].find((input) => input.value === '');
      (first ?? this.form.querySelector('h3, button')).focus();
    }

    values() { return Object.fromEntries([...this.fields.querySelectorAll('input')].map((input) => [input.name, input.value.trim()])); }
    look() { this.preview.replaceChildren(...this.blank.look(this.values())); }
  }

  const marks = /\[(name|phone|email|number|address)\]/g;
  const dialog = dialogs.gaps;
  const buttons = [...dialog.querySelectorAll('[type="submit"]')];
  let title = '', wanted = 'text';
  const gaps = new Blank(dialog.querySelector('.desk-missing'), (_, forms) => {
    dialog.close();
    give(wanted, forms, title);
  });

  Object.assign(window.otvetDesk, {
    Blank,
    fillTemplate: ({ text, markdown, html }, values) => ({ text: fill(text, values, String), markdown: fill(markdown, values, asMarkdown), html: fillHtml(html, values) }),
    // A past answer: what was taken out of it is filled in before it leaves in this form. formsOf(text) gives its forms.
    fillGaps(form, { text, lang, formsOf }, name) {
      title = name;
      wanted = form;
      for (const button of buttons) button.hidden = (button.dataset.form === 'insert') !== (form === 'insert');
      const parts = text.split(marks);  // texts, and between them what is missing
      const seen = {};
      const missing = parts.filter((_, place) => place % 2).map((kind, place) => {
        seen[kind] = (seen[kind] ?? 0) + 1;
        return { name: `gap-${place}`, kind, label: texts[`gaps.${kind}`] + (seen[kind] > 1 ? ` ${seen[kind]}` : '') };
      });
      const put = (values, missed) => parts.map((part, place) => {
        if (place % 2 === 0) return part;
        const { name: gap, label } = missing[(place - 1) / 2];
        return values[gap] || missed(label);
      });
      open(dialog);
      dialog.querySelector('.desk-preview').lang = lang;
      gaps.show({
        fields: missing,
        forms: (values) => formsOf(put(values, (label) => `[${label}]`).join('')),
        look: (values) => put(values, (label) => element('mark', {}, label)),
      });
    },
  });
})();
