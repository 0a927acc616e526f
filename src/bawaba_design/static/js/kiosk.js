// The kiosk's screen: it clears itself after a question, types without a round trip, hides what is typed from behind,
// reads the receipt by camera, reads aloud, and can stand low.
"use strict";
const body = document.body;
const seconds = parseInt(body.dataset.seconds || "0", 10);
const WARNING = 15;
const LOOK = 600; // milliseconds between two looks of the camera

function clearScreen() { location.replace("/"); }

function sayDay(time) {
  const locale = document.documentElement.lang === "ar" ? "ar-SA" : "en-GB", moment = new Date(time.dateTime);
  const written = (more) => new Intl.DateTimeFormat(locale, { timeZone: "Asia/Riyadh", numberingSystem: "latn", ...more }).format(moment);
  const said = ["islamic-umalqura", "gregory"].map((calendar) => written({ calendar, dateStyle: "long" }));
  if (time.matches("[data-clock]")) said.push(written({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }));
  time.textContent = said.join(locale === "ar-SA" ? "، " : ", ");
}

function watchTheClock() {
  const more = document.getElementById("more");
  const left = document.getElementById("left");
  let until = Date.now() + seconds * 1000;
  const goOn = () => { until = Date.now() + seconds * 1000; if (more.open) more.close(); };
  more.querySelector("button").addEventListener("click", goOn);
  more.addEventListener("cancel", (event) => { event.preventDefault(); goOn(); });
  document.addEventListener("pointerdown", () => { if (!more.open) goOn(); });
  document.addEventListener("keydown", () => { if (!more.open) goOn(); });
  setInterval(() => {
    const rest = Math.ceil((until - Date.now()) / 1000);
    if (rest <= 0) clearScreen();
    else if (rest <= WARNING) { left.textContent = String(rest); if (!more.open) more.showModal(); }
  }, 500);
}

function typeHere(pad) {
  const input = pad.closest("form").querySelector("input[type=text]");
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button[name=key]");
    if (!key) return;
    event.preventDefault();
    input.value = key.value === "back" ? input.value.slice(0, -1) : (input.value + key.value).slice(0, parseInt(input.maxLength, 10) || 16);
  });
}

function hideFromBehind(form) {
  const button = form.querySelector("[data-show]");
  form.classList.add("masked");
  button.hidden = false;
  button.addEventListener("click", () => {
    const masked = form.classList.toggle("masked");
    button.setAttribute("aria-pressed", String(!masked));
  });
}

function readByCamera(button) {
  const form = button.closest("form"), video = form.querySelector("video"), canvas = document.createElement("canvas");
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  button.hidden = false;
  form.querySelector("[data-upload]").hidden = true; // comes back when the camera cannot be had
  const look = async () => {
    canvas.width = video.videoWidth; canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    const picture = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    const sent = new FormData();
    sent.append("picture", picture, "camera.jpg");
    const answer = picture && await fetch("/scan", { method: "POST", body: sent }).catch(() => null);
    if (answer && answer.redirected) location.replace(answer.url); else setTimeout(look, LOOK);
  };
  button.addEventListener("click", async () => {
    button.hidden = true;
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.hidden = false;
      await video.play();
      look();
    } catch { form.querySelector("[data-upload]").hidden = false; }
  });
}

function chooseInOneTouch(place) {
  const input = place.querySelector("input"), label = place.querySelector("label");
  input.className = "hidden"; // its own words are the browser's, in the browser's language
  label.className = "btn ghost";
  place.querySelector("button").hidden = true;
  input.addEventListener("change", () => input.form.requestSubmit());
}

function readAloud(button) {
  if (!("speechSynthesis" in window)) return;
  const language = document.documentElement.lang;
  const offer = () => { button.hidden = !speechSynthesis.getVoices().some((voice) => voice.lang.startsWith(language)); };
  speechSynthesis.addEventListener("voiceschanged", offer);
  offer();
  button.addEventListener("click", () => {
    speechSynthesis.cancel();
    const text = [...document.querySelectorAll(".head h1, .head p, .panel > p, .panel dl, .panel > form > button.btn")];
    const said = new SpeechSynthesisUtterance(text.map((one) => one.innerText).join(". "));
    said.lang = language;
    speechSynthesis.speak(said);
  });
}

function standLow(button) {
  const apply = (low) => { body.classList.toggle("low", low); button.setAttribute("aria-pressed", String(low)); };
  button.hidden = false;
  apply(sessionStorage.getItem("low") === "yes");
  button.addEventListener("click", () => {
    const low = sessionStorage.getItem("low") !== "yes";
    sessionStorage.setItem("low", low ? "yes" : "no");
    apply(low);
  });
}

function lookAgain(one) {
  const every = parseInt(one.dataset.again, 10) * 1000, said = (page) => page.querySelector(".panel").textContent;
  const ask = async () => { // nothing moves on the screen until there is something else to say
    const answer = await fetch("/").catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page && page.querySelector(".panel") && said(page) !== said(document)) clearScreen(); else setTimeout(ask, every);
  };
  setTimeout(ask, every);
}

if (seconds > 0) watchTheClock(); else sessionStorage.removeItem("low");
document.querySelectorAll("[data-again]").forEach(lookAgain);
document.querySelectorAll("time[data-day]").forEach(sayDay);
document.querySelectorAll(".keypad").forEach(typeHere);
document.querySelectorAll("form[data-private]").forEach(hideFromBehind);
document.querySelectorAll("[data-camera]").forEach(readByCamera);
document.querySelectorAll("[data-upload]").forEach(chooseInOneTouch);
document.querySelectorAll("[data-aloud]").forEach(readAloud);
document.querySelectorAll("[data-low]").forEach(standLow);
document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
document.querySelectorAll("form").forEach((form) => form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
}));
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); }); // never a page from memory
