// From a question that has no article to the draft of one.
'use strict';
(() => {
  const { askOrTell, dialogs, open, say, texts, ticket } = window.otvetDesk;
  const dialog = dialogs.draft;
  const compose = dialog.querySelector('.desk-compose');
  const made = dialog.querySelector('.desk-made');
  const text = dialog.querySelector('#desk-markdown');
  const path = dialog.querySelector('#desk-path');
  const download = dialog.querySelector('[download]');
  const commit = dialog.querySelector('[data-do="commit"]');
  const outcome = dialog.querySelector('.desk-outcome');
  const { answer } = compose.elements;

  const wanted = (more = {}) => {
    const { current } = window.otvetDesk;
    return { ...ticket(), answer: answer.value, ...(current?.name ? { article: current.name } : {}), ...more };
  };

  const release = () => {
    if (download.href.startsWith('blob:')) URL.revokeObjectURL(download.href);
    download.href = '#';
  };

  compose.addEventListener('submit', async (event) => {
    event.preventDefault();
    outcome.textContent = '';
    const draft = await askOrTell('POST', 'drafts', wanted(), (why) => { outcome.textContent = why; });
    if (!draft) return;
    compose.hidden = true;
    made.hidden = false;
    text.value = draft.markdown;
    path.textContent = draft.path;
    release();
    download.href = URL.createObjectURL(new Blob([draft.markdown], { type: 'text/markdown' }));
    download.download = draft.path.split('/').pop();
    download.focus();
  });

  commit?.addEventListener('click', async () => {
    const draft = await askOrTell('POST', 'drafts', wanted({ commit: true }), (why) => {
      outcome.textContent = [texts.signed_out, texts['draft.changed']].includes(why) ? why : texts['draft.not_committed'];
    });
    if (draft) outcome.textContent = say('draft.committed', { branch: draft.committed.branch, path: draft.path });
  });

  dialog.addEventListener('close', release);

  window.otvetDesk.draft = () => {
    const { current } = window.otvetDesk;
    answer.value = current?.kind === 'question' ? current.reply : '';
    compose.hidden = false;
    made.hidden = true;
    outcome.textContent = '';
    open(dialog);
  };
})();
