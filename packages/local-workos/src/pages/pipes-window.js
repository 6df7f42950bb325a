// Runs in the window that a widget opens to connect an account. Continues once the widget has sent its tokens
// (see `useOpenDataIntegrationAuthorizeUrl` in @workos-inc/widgets), and closes the window when done.

const PATIENCE_MS = 5000;

const form = document.querySelector('#handoff');
if (form) awaitHandoff(form);

const close = document.querySelector('#close');
if (close) offerToClose(close);

function awaitHandoff(form) {
  const origins = form.dataset.origins.split(' ');
  window.addEventListener('message', function receive({ source, origin, data }) {
    if (source !== window.opener || !origins.includes(origin) || !data?.redirectToken) return;
    window.removeEventListener('message', receive);
    // The widget repeats its message until it gets this reply.
    source.postMessage({ redirectToken: data.redirectToken }, origin);
    form.elements.redirect_token.value = data.redirectToken;
    form.elements.handoff_token.value = data.handoffToken ?? '';
    form.submit();
  });
  setTimeout(() => form.querySelector('#no-handoff')?.removeAttribute('hidden'), PATIENCE_MS);
}

function offerToClose(button) {
  button.addEventListener('click', () => window.close());
  // A script can only close windows that a script opened.
  button.hidden = !window.opener;
  if (window.opener && 'now' in button.dataset) window.close();
}
