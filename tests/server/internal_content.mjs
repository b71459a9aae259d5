// A content folder under git with words planted wherever an internal article has some; customers must meet none of them.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ContentFolder, files } from './content.mjs';

// Each stands in one place only, so a failure says what leaked. What addresses are made of is in Latin letters.
export const planted = {
  title: 'тайнозаголовок', description: 'тайноописание', question: 'тайновопрос', tag: 'тайнометка', heading: 'тайношапка', text: 'тайнотекст', picture: 'тайнорисунок',
  category: 'тайнораздел', aboutCategory: 'тайнооразделе', translation: 'hushhushtitle', removed: 'тайноудалённое', draft: 'тайночерновик',
  slug: 'tajnyjadres', categorySlug: 'tajnyjrazdel', file: 'tajnyjfajl', alias: 'tajnyjpsevdonim', path: 'tajnyjputj', removedSlug: 'tajnyjbyvshij',
  // Said of what customers read, so who nearly types it is understood; and said of internal articles alone.
  template: 'тайношаблон',
  synonym: 'тайносиноним', staffSynonym: 'тайноблизнец',
};
const p = planted;
const drawing = (what) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>${what}</title><rect width="10" height="10"/></svg>`;

const internal = `---
title: Возврат ${p.title}
description: Возврат ${p.description}
visibility: internal
questions: [когда придёт возврат ${p.question}]
aliases: [${p.alias}, /old/${p.path}.html]
tags: [${p.tag}]
related: [refund]
---
Когда придёт возврат на карту: ${p.text}. ![${p.picture}](${p.file}.svg)

## Возврат ${p.heading}

См. [возврат](../payments/refund.md).
`;

export const contents = {
  ...files,
  'kb.yaml': `${files['kb.yaml']}base_url: https://help.example.com\ncontact: { enabled: true }\n`,
  [`ru/${p.categorySlug}/_category.md`]: `---\ntitle: ${p.category}\ndescription: ${p.aboutCategory}\n---\n`,
  [`ru/${p.categorySlug}/${p.slug}.md`]: internal,
  [`ru/${p.categorySlug}/${p.file}.svg`]: drawing(p.picture),
  [`en/${p.categorySlug}/quiet.md`]: `---\ntitle: Refund ${p.translation}\nvisibility: internal\n---\nRefund.\n`,
  [`ru/${p.categorySlug}/plan.md`]: `---\ntitle: Возврат ${p.draft}\nvisibility: draft\n---\nВозврат.\n`,
  'ru/payments/refund.md': files['ru/payments/refund.md'].replace('related: [receipt]', `related: [${p.slug}, receipt]`).concat(`\nСм. [подробности](../${p.categorySlug}/${p.slug}.md).\n`),
  'ru/_templates/quiet.md': `---\ntitle: Возврат ${p.template}\ntags: [возврат]\n---\nВозврат {{order}}: ${p.template}.\n`,
  'pins.tsv': `ru\tвозврат денег\t${p.slug}\n`,
  'synonyms.tsv': `ru\t=\tвозврат\t${p.synonym}\nru\t=\t${p.title}\t${p.staffSynonym}\n`,
  // Removed by the second commit.
  [`ru/payments/${p.removedSlug}.md`]: `---\ntitle: Возврат ${p.removed}\nvisibility: internal\n---\nВозврат.\n`,
  'ru/payments/former.md': '---\ntitle: Прежняя статья\n---\nПрежний порядок.\n',
};
delete contents['ru/staff/discount.md'];

const git = (folder, ...words) => execFileSync('git', ['-C', folder, ...words], {
  env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' },
});

export function internalFolder() {
  const content = new ContentFolder(contents);
  git(content.path, 'init', '-q');
  git(content.path, 'add', '-A');
  git(content.path, 'commit', '-qm', 'all');
  for (const name of [p.removedSlug, 'former']) rmSync(join(content.path, `ru/payments/${name}.md`));
  git(content.path, 'add', '-A');
  git(content.path, 'commit', '-qm', 'fewer');
  return content;
}

// The places whose words stand in a text, in whatever case and however encoded.
export function leaks(text, allowed = '') {
  let plain = text;
  try { plain += decodeURIComponent(text); } catch { /* it is no address */ }
  const lower = plain.toLowerCase();
  return Object.entries(planted).filter(([, word]) => lower.includes(word) && !allowed.toLowerCase().includes(word)).map(([place]) => place);
}
