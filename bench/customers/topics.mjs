// What customers ask for, and which of it means the same: known beforehand, so that groups of queries have a truth.

// Each row is one meaning; `found` how many articles its searches are said to have found.
const topics = [
  { lang: 'ru', found: 3, spellings: ['пароль', 'gfhjkm', 'парол', 'пароли', '  Пароль '] },
  { lang: 'ru', found: 11, spellings: ['промокод', 'промокоды', 'ghjvjrjl', 'промакод'] },
  { lang: 'ru', found: 27, spellings: ['возврат денег', 'djpdhfn ltytu', 'возврта денег'] },
  { lang: 'ru', found: 0, spellings: ['вертолёт', 'вертолет', 'вертолёты', 'dthnjktn'] },
  { lang: 'ru', found: 0, spellings: ['дирижабль', 'дирижабли', 'lbhb;f,km'] },
  { lang: 'ru', found: 6, spellings: ['чаевые мастеру', 'Чаевые   мастеру'] },
  { lang: 'ru', found: 4, spellings: ['собака дома', 'СОБАКА ДОМА'] },
  { lang: 'ru', found: 5, spellings: ['письмо на anna@example.com', 'письмо на boris.petrov@example.org'], stored: 'письмо на [email]' },
  { lang: 'ru', found: 0, spellings: ['звонили с +7 (916) 123-45-67', 'звонили с 8 903 765-43-21'], stored: 'звонили с [phone]' },
  { lang: 'en', found: 9, spellings: ['refund', 'refunds', 'Refund'] },
  { lang: 'en', found: 4, spellings: ['promo code', 'promo codes', 'PROMO CODE'] },
  { lang: 'en', found: 0, spellings: ['helicopter', 'helicopters', 'Helicopter'] },
  { lang: 'en', found: 3, spellings: ['allergy', 'allergies'] },
];

// A long tail, each pair a meaning of its own.
const tails = {
  ru: [
    ['синий', 'зелёный', 'круглый', 'деревянный', 'стеклянный', 'железный', 'бумажный', 'детский', 'зимний', 'летний'],
    ['стол', 'шкаф', 'забор', 'чайник', 'балкон', 'подвал', 'камин', 'потолок', 'диван', 'матрас', 'фонарь', 'самовар'],
  ],
  en: [
    ['blue', 'wooden', 'round', 'heavy', 'winter', 'summer', 'tiny'],
    ['table', 'fence', 'kettle', 'balcony', 'ceiling', 'mattress', 'lantern'],
  ],
};

export const storedForm = (text) => text.trim().replace(/\s+/gu, ' ').toLowerCase();

function tailTopics(lang) {
  const [adjectives, nouns] = tails[lang];
  const topicOf = (adjective, noun, number) => ({ lang, found: number % 4, spellings: [`${adjective} ${noun}`, `${adjective.toUpperCase()} ${noun}`] });
  return adjectives.flatMap((adjective, i) => nouns.map((noun, k) => topicOf(adjective, noun, i * 7 + k)));
}

// `{ lang, text, stored, group, results }`: what is typed, what of it is stored, and what it means.
export const queries = [...topics, ...tailTopics('ru'), ...tailTopics('en')].map(({ lang, found, spellings, stored }, group) =>
  spellings.map((text) => ({ lang, text, stored: stored ?? storedForm(text), group, results: found })));

export const groupOf = new Map(queries.flat().map(({ stored, group }) => [stored, group]));
