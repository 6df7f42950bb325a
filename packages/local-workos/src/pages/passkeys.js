// Handles the passkey forms: requests a challenge from Local WorkOS, gets the response from the browser, and
// submits it.

const CEREMONIES = {
  get: {
    ask: (options) =>
      navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
    notAllowed: 'No passkey was used. Try again, or sign in another way.',
  },
  create: {
    ask: (options) =>
      navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
    notAllowed: 'No passkey was created. Try again, or continue without one.',
  },
};

// The forms stay hidden if the browser lacks these functions.
if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      answer(form);
    });
  }
}

async function answer(form) {
  const { ask, notAllowed } = CEREMONIES[form.dataset.passkey];
  const [button, alert] = [form.querySelector('button'), form.querySelector('[role=alert]')];
  button.disabled = true;
  alert.textContent = '';
  try {
    const response = await fetch(`${form.action}/options`, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
    });
    if (!response.ok) throw new Error('This sign-in has expired. Reload the page.');
    const { challengeId, options } = await response.json();
    const credential = await ask(options);
    form.elements.challenge_id.value = challengeId;
    form.elements.response.value = JSON.stringify(credential.toJSON());
    // Not requestSubmit, which would trigger this handler again.
    form.submit();
  } catch (error) {
    alert.textContent =
      { NotAllowedError: notAllowed, InvalidStateError: 'This device already has a passkey of yours.' }[
        error.name
      ] ?? error.message;
    button.disabled = false;
  }
}
