// Passkeys: the browser asks the authenticator, the form carries its answer. Without this there is no way in by passkey.
"use strict";

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

function readOptions(form) {
  const options = JSON.parse(form.dataset.options);
  options.challenge = bytesOf(options.challenge);
  if (options.user) options.user.id = bytesOf(options.user.id);
  for (const one of [...(options.excludeCredentials || []), ...(options.allowCredentials || [])]) one.id = bytesOf(one.id);
  return { publicKey: options };
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  return JSON.stringify({ id: credential.id, rawId: credential.id, type: credential.type, clientExtensionResults: {}, response });
}

async function ask(form) {
  const button = form.querySelector("button"), failed = form.querySelector("[data-failed]");
  button.disabled = true;
  failed.hidden = true;
  try {
    form.elements.answer.value = written(await navigator.credentials[form.dataset.passkey](readOptions(form)));
    form.submit();
  } catch {
    failed.hidden = false;
    button.disabled = false;
  }
}

const able = navigator.credentials && window.PublicKeyCredential;
for (const way of document.querySelectorAll("[data-by-passkey]")) way.hidden = !able;

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!able) {
    form.querySelector("[data-none]").hidden = false;
    form.querySelector("button").disabled = true;
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(form); });
  if (able && "now" in form.dataset) ask(form);
}
