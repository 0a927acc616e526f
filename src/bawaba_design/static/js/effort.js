// The task that is set while codes are pumped: find the number whose derived key begins as asked, then send the form.
"use strict";

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
const hexOf = (buffer) => [...new Uint8Array(buffer)].map((one) => one.toString(16).padStart(2, "0")).join("");

async function keyOf(parameters, nonce, salt, counter) {
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const raw = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: parameters.cost };
  return hexOf(await crypto.subtle.deriveBits(how, raw, 8 * parameters.keyLength));
}

async function work(box) {
  if (!window.crypto || !crypto.subtle) return;  // whoever cannot compute waits
  const input = box.querySelector("input");
  const { challenge } = JSON.parse(atob(input.value));
  const { parameters } = challenge;
  const [nonce, salt] = [bytesOf(parameters.nonce), bytesOf(parameters.salt)];
  box.querySelector("[data-patient]").hidden = true;
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await keyOf(parameters, nonce, salt, counter);
    if (!derivedKey.startsWith(parameters.keyPrefix)) continue;
    input.value = btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    box.closest("form").requestSubmit();
    return;
  }
}

document.querySelectorAll("[data-effort]").forEach(work);
