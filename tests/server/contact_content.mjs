// A site with a contact form that asks for everything a form can ask for.
import { files } from './content.mjs';

export const contact = `contact:
  enabled: true
  fields:
    - { name: order, label: { ru: Номер заказа, en: Order number }, hint: { ru: Есть в письме, en: It is in the mail } }
    - { name: topic, type: choice, label: { ru: О чём, en: About }, required: true, options: [{ value: money, label: { ru: Деньги, en: Money } }, { value: other, label: { ru: Другое, en: Other } }] }
    - { name: story, type: multiline, label: { ru: Подробности, en: Details } }
    - { name: call, type: checkbox, label: { ru: Можно позвонить, en: You may call } }
`;

export const withForm = { ...files, 'kb.yaml': `${files['kb.yaml']}${contact}` };
export const withPlainForm = { ...files, 'kb.yaml': `${files['kb.yaml']}contact: true\n` };
export const withoutForm = { ...files, 'kb.yaml': `${files['kb.yaml']}contact: false\n` };
