// A content folder whose every text tries to become markup.

export const evil = '"><evil-tag onclick="x()"></evil-tag><script>alert(1)</script>\'&';
const yaml = (text) => JSON.stringify(text);  // a JSON string is a YAML string
const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>';

export const hostileFiles = {
  'kb.yaml': `title: { ru: ${yaml('Справка ' + evil)}, en: ${yaml('Help ' + evil)} }
tagline: ${yaml('Tagline ' + evil)}
languages: [ru, en]
base_url: https://example.com
theme: { accent: ${yaml('red;}' + evil)}, logo: images/logo.svg }
links:
  - { title: ${yaml('Link ' + evil)}, url: /shop }
  - { title: Script, url: "javascript:alert(1)" }
  - { title: Quote, url: ${yaml('https://example.com/"onclick="x()')} }
notice: { ru: ${yaml('Notice ' + evil)}, en: ${yaml('Notice ' + evil)}, link: evil }
`,
  'images/logo.svg': svg,
  'ru/topic/_category.md': `---\ntitle: ${yaml('Topic ' + evil)}\ndescription: ${yaml('About ' + evil)}\n---\n`,
  'ru/topic/evil.md': `---
title: ${yaml('Title ' + evil)}
description: ${yaml('Description ' + evil)}
questions: [${yaml('Question ' + evil)}]
tags: [${yaml('Tag ' + evil)}]
aliases: [${yaml('alias' + evil)}, ${yaml('/old' + evil)}]
owner: ${yaml(evil)}
related: [${yaml(evil)}, plain]
---
Words ${evil} and <b onmouseover="x()">more</b>.

## Heading ${evil} {#x"onclick="x()}

<script>alert(1)</script>

<!-- comment ${evil} -->

[script](javascript:alert(1)) [data](data:text/html,x) [entity](&#106;avascript:alert(1)) [space](<java script:alert(1)>)
<javascript:alert(1)> [quote](https://example.com/"onclick="x()) [file](../../etc/passwd)

![alt ${evil.replaceAll('[', '')}](drawing.svg "title ${evil.replaceAll('"', "'")}") ![remote](https://other.example/x.png) ![data](data:image/svg+xml,x)

\`code ${evil}\`

| Cell ${evil} | <script>alert(1)</script> |
|---|---|
| a | b |

> [!NOTE]
> Note ${evil}

- [ ] task ${evil}

Footnote[^1].

[^1]: note ${evil}
`,
  'ru/topic/drawing.svg': svg,
  'ru/topic/plain.md': '---\ntitle: Обычная статья\n---\nТекст про топик.\n',
  [`ru/${encodeURIComponent('<evil-tag>')}&"x/file '"><evil-tag>.md`]: `Text of a file with a bad name, without a title. ${evil}\n`,
  'ru/topic/controls.md': '---\ntitle: "a \\b b \\x1f"\ndescription: "c \\x07"\n---\nТекст.\n',
  'en/topic/plain.md': '---\ntitle: A plain article\n---\nText.\n',
};
