// What an agent sends to a customer: a part of an article as plain text, as Markdown and as HTML.
'use strict';
(() => {
  const headings = /^H[1-6]$/;
  const quiet = new Set(['SCRIPT', 'STYLE', 'TEMPLATE']);
  const kept = { A: ['href'], IMG: ['src', 'alt'], OL: ['start'], TD: ['align'], TH: ['align'] };

  // The nodes from the heading with this anchor to the next of its level; without one what stands before the first heading,
  // and all when nothing does.
  function partOf(html, anchor) {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    const nodes = [...body.children];
    const from = anchor ? nodes.findIndex((node) => node.id === anchor && headings.test(node.tagName)) : -1;
    const isEnd = (node) => headings.test(node.tagName) && (from < 0 || node.tagName <= nodes[from].tagName);
    const end = nodes.findIndex((node, place) => place > from && isEnd(node));
    const part = nodes.slice(from + 1, end < 0 ? nodes.length : end);
    return part.length ? part : nodes;
  }

  // Nothing when it is none: articles have examples such as http://HOST:PORT/.
  const whole = (address, base) => { try { return new URL(address, base); } catch { return null; } };

  // Whole addresses; what stands in an internal article may lead to others like it, so of its links the words remain.
  function prepare(nodes, base, isInternal) {
    const holder = document.createElement('div');
    holder.append(...nodes.map((node) => node.cloneNode(true)));
    for (const node of [...holder.querySelectorAll('*')]) {
      if (quiet.has(node.tagName)) { node.remove(); continue; }
      if (node.tagName === 'IMG' && isInternal) { node.replaceWith(node.alt); continue; }
      if (node.tagName === 'A') {
        const address = node.getAttribute('href') ?? '';
        const target = whole(address, base);
        const isOwn = !/^(https?:|mailto:|tel:)/.test(address) || target?.origin === new URL(base).origin;
        if (!target || address.startsWith('#') || (isInternal && isOwn)) { node.replaceWith(...node.childNodes); continue; }
        node.setAttribute('href', target.href);
      }
      if (node.tagName === 'IMG') node.setAttribute('src', whole(node.getAttribute('src') ?? '', base)?.href ?? '');
      // The tick of a list of tasks.
      if (node.getAttribute('role') === 'img') { node.replaceWith(`${node.getAttribute('aria-label') ?? ''} `); continue; }
      for (const { name } of [...node.attributes]) if (!kept[node.tagName]?.includes(name)) node.removeAttribute(name);
    }
    for (const node of [...holder.querySelectorAll('aside, div, span, section')]) node.replaceWith(...node.childNodes);
    return holder;
  }

  const escaped = (text) => text.replace(/[\\`*_[\]<>|]/g, '\\$&').replace(/^(\s*)([#+-]|\d+[.)])(?=\s)/, '$1\\$2');
  const squeezed = (text) => text.replace(/\s+/g, ' ');

  // Both forms of text walk the same tree; `mark` says whether Markdown's marks are written.
  class Writer {
    constructor(mark) { this.mark = mark; }

    inline(node) {
      if (node.nodeType === Node.TEXT_NODE) return this.mark ? escaped(squeezed(node.data)) : squeezed(node.data);
      if (node.nodeType !== Node.ELEMENT_NODE) return '';
      const inside = [...node.childNodes].map((child) => this.inline(child)).join('');
      switch (node.tagName) {
        case 'BR': return '\n';
        case 'IMG': return this.mark ? `![${escaped(node.alt)}](${node.getAttribute('src')})` : node.alt;
        case 'A': return this.link(inside, node.getAttribute('href'));
        case 'STRONG': case 'B': return this.mark && inside.trim() ? `**${inside}**` : inside;
        case 'EM': case 'I': return this.mark && inside.trim() ? `*${inside}*` : inside;
        case 'CODE': return this.mark ? `\`${node.textContent}\`` : node.textContent;
        default: return inside;
      }
    }

    link(words, address) {
      if (this.mark) return `[${words}](${address})`;
      return words === address || `mailto:${words}` === address || `tel:${words}` === address ? words : `${words} (${address})`;
    }

    block(node) {
      switch (node.tagName) {
        case 'UL': case 'OL': return this.list(node);
        case 'PRE': return this.mark ? `\`\`\`\n${node.textContent.trimEnd()}\n\`\`\`` : node.textContent.trimEnd();
        case 'TABLE': return this.table(node);
        case 'HR': return this.mark ? '---' : '';
        case 'BLOCKQUOTE': return this.blocks(node).split('\n').map((line) => (this.mark ? `> ${line}` : line)).join('\n');
        case 'H1': case 'H2': case 'H3': case 'H4': case 'H5': case 'H6': return this.mark ? `**${this.inline(node).trim()}**` : this.inline(node).trim();
        default: return this.inline(node).trim();
      }
    }

    // Text and elements of one line belong together.
    blocks(parent) {
      const isBlock = (node) => /^(UL|OL|PRE|TABLE|HR|BLOCKQUOTE|P|H[1-6])$/.test(node.tagName ?? '');
      const parts = [];
      let line = '';
      for (const node of parent.childNodes) {
        if (!isBlock(node)) { line += this.inline(node); continue; }
        if (line.trim()) parts.push(line.trim());
        line = '';
        parts.push(this.block(node));
      }
      if (line.trim()) parts.push(line.trim());
      const isTight = parent.tagName === 'LI';
      return parts.filter(Boolean).join(isTight ? '\n' : '\n\n');
    }

    list(node) {
      let number = Number(node.getAttribute('start') ?? 1);
      return [...node.children].map((item) => {
        const sign = node.tagName === 'OL' ? `${number++}. ` : '- ';
        return sign + this.blocks(item).replaceAll('\n', `\n${' '.repeat(sign.length)}`);
      }).join('\n');
    }

    table(node) {
      const rows = [...node.rows].map((row) => [...row.cells].map((cell) => this.inline(cell).trim()));
      if (!this.mark) return rows.map((row) => row.join(' — ')).join('\n');
      const line = (cells) => `| ${cells.join(' | ')} |`;
      return [line(rows[0] ?? []), line((rows[0] ?? []).map(() => '---')), ...rows.slice(1).map(line)].join('\n');
    }
  }

  const asHtml = (text) => {
    const holder = document.createElement('div');
    for (const paragraph of text.split(/\n{2,}/)) {
      const p = document.createElement('p');
      paragraph.split('\n').forEach((line, place) => p.append(...(place ? [document.createElement('br'), line] : [line])));
      holder.append(p);
    }
    return holder.innerHTML;
  };

  // With the link behind it, when there is one.
  function withLink({ text, markdown, html }, link) {
    if (!link) return { text, markdown, html };
    const a = document.createElement('a');
    a.href = link.url;
    a.textContent = link.title;
    return {
      text: `${text}\n\n${link.title}: ${link.url}`,
      markdown: `${markdown}\n\n[${escaped(link.title)}](${link.url})`,
      html: `${html}<p>${a.outerHTML}</p>`,
    };
  }

  window.otvetAnswer = {
    ofArticle(html, { anchor, base, isInternal, link }) {
      const tree = prepare(partOf(html, anchor), base, isInternal);
      return withLink({ text: new Writer(false).blocks(tree), markdown: new Writer(true).blocks(tree), html: tree.innerHTML.trim() }, link);
    },
    ofText(text, link) {
      return withLink({ text, markdown: text, html: asHtml(text) }, link);
    },
    escaped,
  };
})();
