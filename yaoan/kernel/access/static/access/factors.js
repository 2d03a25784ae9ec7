// Passkeys: the browser is asked for one, and the form carries its answer. Everything else works without.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  // What a credential says, with its bytes as letters.
  function told(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  }

  async function options(form) {
    if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
    const answer = await fetch(form.dataset.ask, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function make(form) {
    const wanted = (await options(form)).creation_options.publicKey;
    const alone = form.elements.passwordless.checked;
    return navigator.credentials.create({
      publicKey: {
        ...wanted, challenge: bytes(wanted.challenge), user: { ...wanted.user, id: bytes(wanted.user.id) },
        excludeCredentials: named(wanted.excludeCredentials),
        authenticatorSelection: {
          ...wanted.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone,
          userVerification: alone ? "required" : "preferred",
        },
      },
    });
  }

  async function show(form) {
    const wanted = (await options(form)).request_options.publicKey;
    return navigator.credentials.get({
      publicKey: { ...wanted, challenge: bytes(wanted.challenge), allowCredentials: named(wanted.allowCredentials) },
    });
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const trouble = form.querySelector(".fault[role=alert]");
      trouble.hidden = true;
      try {
        form.elements.credential.value = told(await (form.dataset.passkey === "make" ? make(form) : show(form)));
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
})();
