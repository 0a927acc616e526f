// The wallet: kept on this device only when its owner asks, and gone at log-out and with another account.
"use strict";

(() => {
  const place = document.querySelector("[data-wallet]");
  if (!place || !("serviceWorker" in navigator) || !window.caches) return;
  const WALLET = "bawaba-wallet", PAGE = "/documents/wallet";
  const keep = place.querySelector("[data-keep]"), remove = place.querySelector("[data-remove]"), told = place.querySelector("[data-told]");

  const reading = () => caches.open("bawaba-reading");
  const isKept = async () => Boolean(await caches.match(PAGE, { cacheName: WALLET }));

  // Whether this very owner chose to keep it here before.
  async function isWanted() {
    const owner = await (await reading()).match("/keeps");
    return Boolean(owner) && (await owner.text()) === place.dataset.wallet;
  }

  async function store() {
    const answer = await fetch(`${PAGE}?kept=yes`, { cache: "no-store", redirect: "error" });
    const mine = `data-wallet="${place.dataset.wallet}"`;  // somebody else may have logged in from another tab
    const page = await answer.clone().text(), keepsake = page.match(/data-keepsake="([\w=-]+)"/);
    if (!answer.ok || !page.includes(mine) || !keepsake) throw new Error("not now");
    await (await reading()).put("/keepsake", new Response(keepsake[1]));  // before the page: what is kept can be asked about
    await (await caches.open(WALLET)).put(PAGE, answer);
    await (await reading()).put("/keeps", new Response(place.dataset.wallet));
    await (await reading()).put("/language", new Response(document.documentElement.lang));
  }

  async function forget() {
    await caches.delete(WALLET);
    for (const one of ["/keeps", "/keepsake"]) await (await reading()).delete(one);
  }

  async function draw() {
    const kept = await isKept();
    if (keep) keep.hidden = kept;
    remove.hidden = !kept;
    if (told) told.hidden = !kept;
  }

  if (keep) {
    keep.addEventListener("click", async () => {
      keep.disabled = true;
      await navigator.serviceWorker.register("/worker.js", { scope: "/documents/" });
      await navigator.serviceWorker.ready;  // "kept" is not said before it opens without a network
      await store().catch(() => {});
      keep.disabled = false;
      draw();
    });
    isWanted().then((wanted) => (wanted ? store() : undefined)).catch(() => {}).then(draw);  // newer than what was kept
  } else draw();
  remove.addEventListener("click", () => forget().then(() => (keep ? draw() : location.reload())));
})();
