// Keeps what is needed without a network: of /verify only what is public; of /documents/ only what its owner chose to keep.
const PUBLIC = "bawaba-public", WALLET = "bawaba-wallet", READING = "bawaba-reading";
const PAGES = ["/verify/offline/ar", "/verify/offline/en", "/offline/ar", "/offline/en"];
const LISTS = ["/.well-known/bawaba/seal-keys.json", "/verify/revoked.json"];
const PATIENCE = 4000;  // a network that is there in name only is no network

const nobodys = (url) => new Request(url, { credentials: "omit", cache: "no-cache" });

async function keepPublic() {
  const kept = await caches.open(PUBLIC);
  await kept.addAll([...ASSETS, ...PAGES, ...LISTS].map(nobodys));
  const wanted = new Set([...ASSETS, ...PAGES, ...LISTS]);
  for (const one of await kept.keys()) if (!wanted.has(new URL(one.url).pathname)) await kept.delete(one);
}

self.addEventListener("install", (event) => event.waitUntil(keepPublic().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keptPublic(path) {
  return (await caches.open(PUBLIC)).match(path);
}

async function language() {
  const said = await (await caches.open(READING)).match("/language");
  return said && (await said.text()) === "en" ? "en" : "ar";
}

async function fetchSoon(request) {
  const stop = new AbortController(), late = setTimeout(() => stop.abort(), PATIENCE);
  try { return await fetch(request, { signal: stop.signal }); } finally { clearTimeout(late); }
}

// A form that was sent is not cut short: the server may be reading a picture. Nor is a person's own page: a slow answer
// may be another account's, and what is kept is not theirs.
const network = (request) => (
  request.method === "GET" && !new URL(request.url).pathname.startsWith("/documents/") ? fetchSoon(request) : fetch(request));

// Past its time it is not shown again: whoever holds the phone then may not be its owner.
async function wallet() {
  const own = await (await caches.open(WALLET)).match("/documents/wallet");
  if (own && Date.now() < Date.parse(own.headers.get("Wallet-Until"))) return own;
  await caches.delete(WALLET);
  return undefined;
}

async function page(request) {
  try { return await network(request); } catch {
    const { pathname } = new URL(request.url), spoken = await language();
    if (PAGES.includes(pathname)) return keptPublic(pathname);
    if (pathname.startsWith("/verify")) return keptPublic(`/verify/offline/${spoken}`);
    return (await wallet()) || keptPublic(`/offline/${spoken}`);
  }
}

async function list(path) {
  try {
    const fresh = await fetchSoon(nobodys(path));
    if (!fresh.ok) throw new Error(path);
    await (await caches.open(PUBLIC)).put(path, fresh.clone());
    return fresh;
  } catch { return (await keptPublic(path)) || Response.error(); }
}

self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (LISTS.includes(pathname)) event.respondWith(list(pathname));
  else if (ASSETS.includes(pathname)) event.respondWith(keptPublic(pathname).then((kept) => kept || fetch(request)));
});

// A letter came. What the portal sent says in which language, and nothing of anybody: the letter is read on the portal.
const NEWS = {
  ar: { title: "لديك رسالة جديدة", body: "افتح بوابة لتقرأها.", dir: "rtl" },
  en: { title: "You have a new letter", body: "Open Bawaba to read it.", dir: "ltr" },
};

function spokenIn(data) {
  try { return data.json().language === "en" ? "en" : "ar"; } catch { return "ar"; }
}

self.addEventListener("push", (event) => {
  const lang = spokenIn(event.data), { title, body, dir } = NEWS[lang];
  const icon = ASSETS.find((one) => one.endsWith(".svg"));
  event.waitUntil(self.registration.showNotification(title, { body, dir, lang, icon, tag: "letters", renotify: true }));
});

async function toInbox() {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((one) => new URL(one.url).pathname === "/inbox");
  return there ? there.focus() : self.clients.openWindow("/inbox");
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(toInbox());
});
