// Notifications: the browser makes keys and an address, the form carries them. What cannot be done here is said.
"use strict";

(() => {
  const place = document.querySelector("[data-push]");
  if (!place) return;
  const part = (name) => place.querySelector(`[data-${name}]`), form = part("form");
  const show = (name) => { for (const one of ["none", "form", "denied"]) part(one).hidden = one !== name; };
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const SCOPE = "/push/";  // no page is there: this worker stands between nobody and the network
  if (!able) return;
  show(Notification.permission === "denied" ? "denied" : "form");

  const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

  async function active() {
    const found = await navigator.serviceWorker.register("/worker.js", { scope: SCOPE });
    const coming = found.installing || found.waiting;
    if (found.active || !coming) return found;
    await new Promise((done, failed) => coming.addEventListener("statechange", () => {
      if (coming.state === "activated") done();
      if (coming.state === "redundant") failed(new Error("not installed"));
    }));
    return found;
  }

  async function subscribed() {
    if (await Notification.requestPermission() !== "granted") throw new Error("not allowed");
    const { pushManager } = await active(), before = await pushManager.getSubscription();
    if (before && textOf(before.options.applicationServerKey) !== place.dataset.push) await before.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(place.dataset.push) });
  }

  async function ask() {
    const button = form.querySelector("button"), failed = part("failed");
    button.disabled = true;
    failed.hidden = true;
    try {
      const made = await subscribed();
      form.elements.endpoint.value = made.endpoint;
      for (const name of ["p256dh", "auth"]) form.elements[name].value = textOf(made.getKey(name));
      form.submit();
    } catch {
      button.disabled = false;
      if (Notification.permission === "denied") show("denied");
      else failed.hidden = false;
    }
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
})();
