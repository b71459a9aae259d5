// What visitors do, counted as docs/statistics.md says. Events wait in the browser until the server has them; other scripts
// record them by `window.otvet`, which is not there on pages for staff.
'use strict';
(() => {
  const { api, window: seconds } = document.currentScript.dataset;
  const { lang } = document.documentElement;
  const prefix = 'otvet-';

  const minute = 60_000;
  const idle = 30 * minute;  // after which a session is over
  const outcomeWindow = seconds * 1000;
  const oldest = 24 * 60 * minute;  // of an event that is still sent
  const mostKept = 200;
  const mostSent = 50;
  const mostLetters = 20_000;  // of a request: at most 60 KiB in UTF-8
  const pause = 1_000;  // ms after an event, so that others go along
  const settling = 300;  // ms until every tab sees what another one stored
  const longestWait = 60 * minute;  // however long a server asks for

  // Visitors who wish so leave counts only: there is no session, and nothing is kept.
  const isPrivate = navigator.globalPrivacyControl === true;
  const disk = (() => { try { return localStorage; } catch { return null; } })();
  const ofPage = new Map();  // where nothing may be stored
  const names = (storage) => (storage ? Object.keys(storage) : []).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  if (isPrivate) for (const name of names(disk)) disk.removeItem(prefix + name);

  const store = {
    get(name) {
      try { return JSON.parse(ofPage.get(name) ?? disk.getItem(prefix + name)); } catch { return null; }
    },
    set(name, value) {
      const text = JSON.stringify(value);
      try {
        if (isPrivate) throw new Error('not wanted');
        disk.setItem(prefix + name, text);
        ofPage.delete(name);
      } catch {
        ofPage.set(name, text);
      }
    },
    remove(name) {
      ofPage.delete(name);
      disk?.removeItem(prefix + name);
    },
    all(kind) {
      return [...new Set([...ofPage.keys(), ...names(disk)])].filter((name) => name.startsWith(kind))
        .map((name) => ({ name, ...this.get(name) }));
    },
  };

  const randomId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

  // A session: `at` is when it was last active, `past` are those before it that the window covers, `continues` is the last of these
  // until it is named, `form` says in which session the contact form was opened first, and when.
  const isAlive = (session) => Date.now() - session?.at < idle;
  const covers = ({ at }) => Date.now() - at < outcomeWindow;
  const renew = () => {
    const last = store.get('session');
    let session = last;
    if (!isAlive(last)) {
      const past = (last ? [...last.past, { id: last.id, at: last.at }] : []).filter(covers);
      session = { id: randomId(), past, continues: past.at(-1)?.id, form: last?.form };
    }
    session.at = Date.now();
    store.set('session', session);
    return session;
  };

  // Tabs that are opened together agree on one session: one after another where browsers can do that, else the last one to
  // write is right.
  const alone = async (act) => {
    if (isPrivate) return act();
    try {
      return await navigator.locks.request(`${prefix}session`, act);
    } catch {
      renew();
      await new Promise((resolve) => { setTimeout(resolve, settling); });
      return act();
    }
  };

  const waiting = [];  // events that have no session yet

  const file = () => {
    for (const { event, from } of waiting.splice(0)) {
      const { continues, ...session } = isPrivate ? {} : renew();
      if (event.kind === 'contact_open' && !(session.form && covers(session.form))) session.form = { id: session.id, at: session.at };
      if (!isPrivate) store.set('session', session);
      store.set(`event-${event.id}`, { session: session.id, continues, from, event });
    }
    forget();
    plan(pause);
  };

  const kept = () => store.all('event-').filter(({ event }) => event).sort((a, b) => (a.event.at < b.event.at ? -1 : 1));
  const forget = () => {
    const all = kept(), since = new Date(Date.now() - oldest).toISOString();
    for (const [place, { name, event }] of all.entries()) if (event.at < since || place < all.length - mostKept) store.remove(name);
  };

  // What may be sent now: each request is of one session.
  const batches = () => {
    const made = [];
    for (const { name, session, continues, from, event } of kept()) {
      if (from > Date.now()) continue;
      const letters = JSON.stringify(event).length;
      let batch = made.findLast((other) => other.body.session === session);
      if (!batch || batch.names.length === mostSent || batch.letters + letters > mostLetters) {
        batch = { names: [], letters: 0, body: { session, events: [] } };
        made.push(batch);
      }
      batch.body.continues ??= continues;
      batch.body.events.push(event);
      batch.names.push(name);
      batch.letters += letters;
    }
    return made;
  };

  let soon;
  const plan = (ms) => {
    clearTimeout(soon);
    soon = setTimeout(send, ms);
  };
  const mayAsk = () => navigator.onLine && !(store.get('wait') > Date.now());

  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // Servers put a wrong clock right by `sent_at`.
  const written = (body) => JSON.stringify({ sent_at: new Date().toISOString(), ...body });

  // False when it has to be tried again later. What the server cannot read it never will, and must not hold up the rest; of several it
  // is found out one by one.
  const post = async ({ names: sent, body }) => {
    const answer = await fetch(`${api}events`, { method: 'POST', body: written(body), keepalive: true }).catch(() => null);
    await answer?.text().catch(() => {});  // until it is read, it counts for what browsers allow to be under way
    if ([400, 413].includes(answer?.status) && sent.length > 1) {
      for (const [place, name] of sent.entries()) {
        if (!(await post({ names: [name], body: { ...body, events: [body.events[place]] } }))) return false;
      }
      return true;
    }
    if (answer?.ok || answer?.status === 400 || answer?.status === 413) {
      // What was recorded again meanwhile has yet to be sent.
      for (const [place, name] of sent.entries()) if (isSame(store.get(name)?.event, body.events[place])) store.remove(name);
      return true;
    }
    const wait = Math.min(Number(answer?.headers.get('retry-after')) * 1000 || minute, longestWait);
    if (answer) store.set('wait', Date.now() + wait);
    plan(wait);
    return false;
  };

  let isSending = false;
  const send = async () => {
    if (isSending) return plan(pause);
    const wait = store.get('wait') - Date.now();
    if (wait > 0) return plan(wait);
    isSending = true;
    for (let batch; navigator.onLine && (batch = batches()[0]);) if (!(await post(batch))) break;
    isSending = false;
  };

  // Nobody learns what became of a beacon: all is sent again later, and counted once.
  let isLeft = false;
  const given = new Set();
  const giveAway = () => {
    if (!mayAsk()) return;
    for (const { names: sent, body } of batches()) {
      if (sent.every((name) => given.has(name))) continue;
      navigator.sendBeacon(`${api}events`, written(body));
      for (const name of sent) given.add(name);
    }
  };
  const leave = () => {
    isLeft = true;
    file();
    giveAway();
  };

  // Returns the id of the event. Recorded again under that `id` it is replaced, until it was sent: not before `from`.
  const record = (kind, details = {}, { id = randomId(), from = 0 } = {}) => {
    waiting.push({ event: { id, kind, at: new Date().toISOString(), lang, ...details }, from });
    if (isLeft) leave();
    else alone(file);
    return id;
  };

  // How an article is come to is known to the link, and has to reach the page it opens, in whichever tab.
  const note = ({ target }) => {
    const link = target.closest?.('a[href*="/articles/"]');
    const list = link?.closest('[data-source]');
    if (!list) return;
    const way = { source: list.dataset.source, search_id: list.dataset.searchId, rank: Number(link.dataset.rank) || undefined };
    store.set(`way-${link.pathname}`, { at: Date.now(), way });
  };
  const way = () => {
    // An agent opened it from the desk. Who copies the address from here is somebody else.
    const here = new URL(location);
    if (here.searchParams.get('source') === 'desk') {
      here.searchParams.delete('source');
      history.replaceState(history.state, '', here);
      return { source: 'desk' };
    }
    const found = store.get(`way-${location.pathname}`);
    store.remove(`way-${location.pathname}`);
    return Date.now() - found?.at < minute ? found.way : { source: 'link' };
  };

  // Who reads or writes is not idle.
  let touched = Date.now();
  const touch = () => {
    if (Date.now() - touched < minute) return;
    touched = Date.now();
    const session = store.get('session');
    if (isAlive(session)) store.set('session', { ...session, at: touched });
  };

  // Of everything that this browser remembers. Rejects when the server does not.
  const erase = async () => {
    // Before the server is asked, so that no other tab goes on with the session; what could not be erased can be tried again.
    const ids = await alone(() => {
      const last = store.get('session');
      const all = [...store.get('erasing') ?? [], ...last ? [...last.past, last].map(({ id }) => id) : []];
      waiting.length = 0;
      for (const { name } of store.all('')) store.remove(name);
      store.set('erasing', all);
      return all;
    });
    for (const [place, id] of ids.entries()) {
      const answer = await fetch(`${api}events/${id}`, { method: 'DELETE' });
      if (!answer.ok && answer.status !== 404) throw new Error(answer.statusText);
      store.set('erasing', ids.slice(place + 1));
    }
    store.remove('erasing');
  };

  window.otvet = {
    record, way, erase, isPrivate,
    // Whether somebody came here, rather than came back or loaded the page again.
    isArrival: !['reload', 'back_forward'].includes(performance.getEntriesByType('navigation')[0]?.type) || !(isPrivate || isAlive(store.get('session'))),
    // The session as it is now, and the one that opened the contact form; empty when there is none.
    session: async () => {
      if (isPrivate) return { id: '', form: '' };
      const { id, form } = await alone(renew);
      return { id, form: form && covers(form) ? form.id : id };
    },
  };

  for (const kind of ['click', 'auxclick', 'contextmenu']) document.addEventListener(kind, note, true);
  for (const kind of ['pointerdown', 'keydown', 'scroll']) addEventListener(kind, touch, { capture: true, passive: true });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', () => { isLeft = document.visibilityState === 'hidden'; });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') return leave();
    isLeft = false;
    plan(pause);
  });
  addEventListener('online', () => plan(0));
  for (const { name, at } of store.all('way-')) if (Date.now() - at > minute) store.remove(name);
  plan(pause);
})();
