// Small helps; every page works without them. No eval, no inline handlers.
"use strict";

function showAndHide(input) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn link";
  button.textContent = input.dataset.show;
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? input.dataset.show : input.dataset.hide;
  });
  input.after(button);
}

// Length and variety; the server's own rules decide.
function levelOf(text) {
  const letters = [...text.normalize("NFC")];
  if (letters.length < 8 || new Set(letters).size < 4) return 0;
  const words = text.trim().split(/\s+/).length;
  if (letters.length >= 16 || words >= 4) return 3;
  return letters.length >= 12 || words >= 3 ? 2 : 1;
}

function measure(meter) {
  const input = document.getElementById(meter.dataset.meter);
  input.addEventListener("input", () => {
    const level = levelOf(input.value);
    meter.hidden = !input.value;
    meter.dataset.level = String(level);
    meter.querySelector("span").textContent = meter.dataset[`word${level}`];
  });
}

function countDown(button) {
  let left = parseInt(button.dataset.wait, 10);
  const clock = document.getElementById(button.dataset.clock);
  if (!(left > 0) || !clock) return;
  const beside = clock.parentElement, digits = clock.dataset.digits.split(" "); // the reader's
  button.disabled = true;
  beside.hidden = false;
  const tick = setInterval(() => {
    left -= 1;
    const shown = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.textContent = shown.replace(/\d/g, (one) => digits[one]);
    if (left <= 0) { clearInterval(tick); button.disabled = false; beside.hidden = true; }
  }, 1000);
}

// The registration's clock: more time without leaving the page, so that nothing typed is lost; asks before it runs out.
const EARLY = 120;
function watchClock(form) {
  const dialog = document.getElementById(form.dataset.dialog);
  const more = async () => {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".clock");
    if (!fresh) { location.reload(); return; }
    form.replaceWith(fresh);
    dialog.close();
    watchClock(fresh);
  };
  const wait = (parseInt(form.dataset.left, 10) - EARLY) * 1000;
  const ask = setTimeout(() => dialog.showModal(), Math.max(0, Math.min(wait, 2 ** 31 - 1)));
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(ask); more(); });
  dialog.querySelector("[data-more]").onclick = () => form.requestSubmit();
}

// A draft saves itself a moment after one stops typing, and when one leaves; files go with the form itself.
function saveItself(form) {
  let waiting = 0;
  const save = () => {
    waiting = 0;
    const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const sent = { method: "POST", body: new URLSearchParams(typed), keepalive: true, redirect: "manual" };
    fetch(form.dataset.autosave, sent).catch(() => {});  // the next pause tries again
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 1500); });
  form.addEventListener("submit", () => { clearTimeout(waiting); waiting = 0; });
  window.addEventListener("pagehide", () => { if (waiting) { clearTimeout(waiting); save(); } });
}

// A form with a file is sent with its progress shown; the answer's main part takes the place of this one.
function sendWithProgress(form) {
  form.addEventListener("submit", (event) => {
    const input = form.querySelector("input[type=file]");
    const line = input && form.querySelector(`[data-progress="${input.name}"]`);
    if (!line || !input.files.length) return;
    event.preventDefault();
    const sent = new XMLHttpRequest();
    line.hidden = false;
    sent.upload.addEventListener("progress", (at) => {
      const percent = Math.round((100 * at.loaded) / at.total);
      line.querySelector("progress").value = percent;
      line.querySelector("bdi").textContent = `${percent}%`;
    });
    sent.addEventListener("load", () => {
      const page = new DOMParser().parseFromString(sent.responseText, "text/html");
      document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
      start(document.querySelector("main"));
      document.dispatchEvent(new Event("replaced"));
      document.querySelector("main").focus();
    });
    sent.addEventListener("error", () => form.submit());
    sent.open("POST", form.action);
    sent.send(new FormData(form));
  });
}

// A wallet that was kept on this device is its owner's: a log-out, a log-in and another account end it.
const endWallet = () => window.caches && caches.delete("bawaba-wallet");
async function guardWallet(form) {
  form.addEventListener("submit", endWallet);
  if (!window.caches) return;
  const kept = await caches.match("/keeps", { cacheName: "bawaba-reading" });
  if (!kept || (await kept.text()) === form.dataset.owner) return;
  forgetWallet();
}

async function forgetWallet() {
  await endWallet();
  const reading = await caches.open("bawaba-reading");
  await Promise.all(["/keeps", "/keepsake"].map((one) => reading.delete(one)));
}

// Its owner may have logged out everywhere, on another device: every visit with a network asks, whoever is logged in here.
async function askWhetherToKeep() {
  const keepsake = window.caches && (await caches.match("/keepsake", { cacheName: "bawaba-reading" }));
  if (!keepsake) return;
  const asked = { headers: { "Wallet-Keepsake": await keepsake.text() }, cache: "no-store", credentials: "omit" };
  const answer = await fetch("/documents/wallet/kept", asked).catch(() => null);
  if (!answer || answer.status !== 410) return;
  await forgetWallet();
  if (document.querySelector("[data-keepsake]")) location.reload();  // what was kept is on the screen
}
const OPENS = /^\/(login|first-login|complete)/;

function start(root) {
  const all = (selector, act) => root.querySelectorAll(selector).forEach(act);
  all("input[data-password]", showAndHide);
  all("[data-meter]", measure);
  all("form[data-autosave]", saveItself);
  all("[data-wait]", countDown);
  all("form.clock", watchClock);
  all("form[enctype='multipart/form-data']", sendWithProgress);
  all("form[data-owner]", guardWallet);
  if (OPENS.test(location.pathname)) all("main form", (form) => form.addEventListener("submit", endWallet));
  all("button[data-print]", (button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
  all("form:not(.clock)", (form) => form.addEventListener("submit", () => {
    const grey = () => form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
    setTimeout(grey, 0);
  }));
  const errors = root.querySelector("#errors");
  if (errors) errors.focus();
}

// A page that comes back from the browser's memory can be sent again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
});

start(document);
askWhetherToKeep();
