// A small content folder to serve: two languages, an internal article, a draft, former addresses.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>';

export const secretWord = 'zakulisnyj';

export const files = {
  'kb.yaml': `title: { ru: Справка, en: Help }
tagline: { ru: Ответы на вопросы, en: Answers }
languages: [ru, en]
default_language: ru
timezone: Europe/Moscow
theme: { accent: "#ffe14d" }
`,
  'ru/payments/_category.md': '---\ntitle: Оплата\ndescription: Деньги и чеки\norder: 1\n---\n',
  'en/payments/_category.md': '---\ntitle: Payments\ndescription: Money and receipts\norder: 1\n---\n',
  'ru/payments/refund.md': `---
title: Как вернуть деньги
description: Сроки возврата
questions: [когда придёт возврат]
aliases: [vozvrat, /old/refund.html]
tags: [возврат]
related: [receipt]
last_reviewed: 2026-05-31
---
Деньги вернутся на карту.

## Сроки возврата

Срок возврата: до пяти рабочих дней.

## Если карта закрыта

Напишите нам. ![Схема](scheme.svg)

## Куда писать

| Что | Куда |
|---|---|
| Почта | help@example.com |

> [!WARNING]
> Никому не говорите код из СМС.
`,
  'ru/payments/scheme.svg': drawing,
  'ru/payments/receipt.md': '---\ntitle: Где найти чек\ndescription: Чек об оплате\n---\nЧек придёт на почту.\n',
  'ru/payments/cards/cvc.md': '---\ntitle: Что такое код карты\n---\nТри цифры на обороте карты.\n',
  'en/payments/refund.md': '---\ntitle: How to get a refund\ndescription: How long it takes\n---\nThe money goes back to your card.\n\n## How long\n\nUp to five days.\n',
  'en/payments/invoice.md': '---\ntitle: Where is my invoice\n---\nInvoices come by e-mail.\n',
  'ru/staff/discount.md': `---\ntitle: Скидка ${secretWord}\nvisibility: internal\naliases: [skidka]\n---\nВозврат для своих: ${secretWord} пароль.\n`,
  'ru/staff/draft.md': '---\ntitle: Черновик про возврат\nvisibility: draft\n---\nЧерновикслово.\n',
};

export class ContentFolder {
  constructor(contents = files) {
    this.path = mkdtempSync(join(tmpdir(), 'otvet-content-'));
    for (const [name, text] of Object.entries(contents)) this.write(name, text);
  }
  write(name, text) {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  remove() {
    rmSync(this.path, { recursive: true, force: true });
  }
}
