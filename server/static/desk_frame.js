// The desk beside a help desk, in a frame: tickets come in by postMessage, answers go out the same way.
'use strict';
(() => {
  const { origins, setTicket, setToken, texts } = window.otvetDesk;
  const empty = document.querySelector('.desk-empty');
  const explained = empty.textContent;
  const longest = 64 * 1024;  // characters of one field

  let partner = null;  // the origin that sent the ticket
  empty.textContent = texts.waiting;
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || !origins.includes(origin) || data?.type !== 'ticket') return;
    const text = (name) => (typeof data[name] === 'string' ? data[name].slice(0, longest) : '');
    partner = origin;
    empty.textContent = explained;
    if (text('token')) setToken(text('token'));
    setTicket({ subject: text('subject'), body: text('body'), lang: text('lang') });
  });
  window.otvetDesk.insert = (answer) => partner && window.parent.postMessage({ type: 'insert', ...answer }, partner);
  // It holds nothing, so any page may know.
  if (window.parent !== window) window.parent.postMessage({ type: 'ready' }, '*');
})();
