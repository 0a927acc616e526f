// The page of verification: camera, file or pasted seal are checked here; what the browser cannot read goes to the server.
"use strict";

const FRESH = 300_000;  // an inspector's page stays open all day, and a document may be revoked meanwhile

function verifyHere() {
  const place = document.querySelector("[data-verify]");
  if (!place || !window.crypto?.subtle) return;
  const form = place.querySelector("form[enctype]"), answer = document.getElementById("answer");
  const said = place.dataset, camera = place.querySelector("[data-camera]");
  const codes = "BarcodeDetector" in window ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  let published = null, asked = 0, stream = null;

  const digits = (text) => said.digits === "arab" ? text.replace(/\d/g, (one) => "٠١٢٣٤٥٦٧٨٩"[one]) : text;
  const parts = (day, calendar, zone) => Object.fromEntries(
    new Intl.DateTimeFormat("en", { calendar, timeZone: zone, numberingSystem: "latn", day: "numeric", month: "numeric", year: "numeric" })
      .formatToParts(day).map((one) => [one.type, parseInt(one.value, 10)]));

  function inCalendar(day, calendar, zone) {
    const hijri = calendar !== "gregory", found = parts(day, calendar, zone);
    const end = said.language === "ar" ? (hijri ? "هـ" : "م") : (hijri ? " AH" : "");
    const months = (hijri ? said.hijri : said.gregorian).split("|");
    return digits(`${found.day} ${months[found.month - 1]} ${found.year || found.relatedYear}`) + end;
  }

  function inBoth(day, zone) {
    const both = [inCalendar(day, "islamic-umalqura", zone), inCalendar(day, "gregory", zone)];
    if (said.calendar === "gregorian") both.reverse();
    return both.join(said.language === "ar" ? "، " : ", ");
  }

  const clockOf = (moment) => digits(new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Riyadh", hour: "2-digit", minute: "2-digit" }).format(moment));
  const grouped = (text) => text.replace(/(.{4})(?=.)/g, "$1-");

  function money(halalas, currency) {
    const plain = digits(new Intl.NumberFormat("en", { minimumFractionDigits: halalas % 100 ? 2 : 0 }).format(halalas / 100));
    const riyal = currency !== "SAR" ? currency : said.language === "ar" ? "ريال" : "SAR";
    return said.language === "ar" ? `${plain} ${riyal}` : `${riyal} ${plain}`;
  }

  function valueOf(name, shown) {
    if (name === "at" || name === "until") return inBoth(new Date(`${shown[name]}T00:00:00Z`), "UTC");
    if (name === "sum") return money(shown.sum, shown.cur);
    if (name === "ref") return grouped(String(shown.ref));
    return name === "no" ? String(shown.no) : String(shown[name][said.language === "ar" ? 0 : 1]);
  }

  function rowsOf(shown) {
    const list = document.createElement("dl");
    list.className = "summary";
    for (const name of ["t", "n", "no", "ref", "sum", "at", "until"].filter((one) => shown[one])) {
      const row = document.createElement("div"), label = document.createElement("dt"), value = document.createElement("dd");
      const text = document.createElement("bdi");
      text.textContent = valueOf(name, shown);
      if (name === "no" || name === "ref") text.dir = "ltr";
      if (name === "ref") text.className = "whole";
      label.textContent = said[`label${name[0].toUpperCase()}${name.slice(1)}`];
      value.append(text);
      row.append(label, value);
      list.append(row);
    }
    return list;
  }

  function show(word, shown = {}) {
    const card = document.createElement("section");
    card.className = "card";
    answer.replaceChildren(place.querySelector(`template[data-word="${word}"]`).content.cloneNode(true));
    if (shown.ref) { card.append(rowsOf(shown)); answer.append(card); }
    answer.dataset.said = word;
    answer.scrollIntoView({ block: "nearest" });
    answer.focus({ preventScroll: true });
  }

  async function check(text) {
    if (!published || Date.now() - asked > FRESH) await load();
    if (!published) { show("nokeys"); return; }
    const { word, shown } = await Seals.check(text, published);
    show(word, shown);
  }

  // The list's age stands on the page, so that whoever relies on it knows.
  async function load() {
    asked = Date.now();
    const found = await Seals.published().catch(() => null);
    if (found?.list || !published) published = found;  // without a network what was heard before, and its age
    const age = place.querySelector("[data-age]"), { list } = published || {};
    if (list) {
      age.querySelector("b").textContent = `${inBoth(list.issued, "Asia/Riyadh")} ${said.language === "ar" ? "الساعة" : "at"} ${clockOf(list.issued)}`;
      age.hidden = false;
    }
    place.querySelector("[data-late]").hidden = !(list && new Date() > list.next);
    place.querySelector("[data-nolist]").hidden = Boolean(list);
  }

  async function codeOf(file) {
    if (file.type === "application/pdf" || file.name.toLowerCase().endsWith(".pdf")) return Seals.inPdf(await file.arrayBuffer());
    if (!codes) return null;
    try { return (await codes.detect(await createImageBitmap(file)))[0]?.rawValue || null; } catch { return null; }
  }

  // What stands in the form as text of a seal, or null: then only the server can say.
  async function given() {
    const file = form.elements.picture.files[0];
    if (file) return codeOf(file);
    const typed = form.elements.reference.value.replace(/\s/g, "");
    return typed.toUpperCase().startsWith(`${Seals.MARK}.`) ? typed : null;
  }

  form.addEventListener("submit", async (event) => {
    if (form.dataset.passes) { delete form.dataset.passes; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const text = await given();
    if (text) { check(text); return; }
    if (!navigator.onLine) { show("offline"); return; }
    form.dataset.passes = "yes";
    setTimeout(() => form.requestSubmit(), 0);  // while this very event is still being told, a form cannot be sent
  }, true);  // before whoever sends it

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    camera.querySelector("video").hidden = true;
  }

  async function look() {
    const video = camera.querySelector("video");
    try { stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }); } catch { show("nocamera"); return; }
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    while (stream) {
      const found = (await codes.detect(video).catch(() => []))[0];
      if (found) { stop(); check(found.rawValue); return; }
      await new Promise((later) => setTimeout(later, 200));
    }
  }

  place.querySelector("[data-reads]").hidden = Boolean(codes);
  if (codes && navigator.mediaDevices) {
    camera.hidden = false;
    camera.querySelector("button").addEventListener("click", () => { if (stream) stop(); else look(); });
  }

  load();
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/worker.js", { scope: "/verify" }).catch(() => {});
    caches.open("bawaba-reading").then((kept) => kept.put("/language", new Response(said.language))).catch(() => {});
  }
}

verifyHere();
document.addEventListener("replaced", verifyHere);  // the server's answer has taken the place of the page's main part
