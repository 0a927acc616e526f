// The kiosk's screen: it clears itself after a question, types without a round trip, reads aloud, and can stand low.
"use strict";
const body = document.body;
const seconds = parseInt(body.dataset.seconds || "0", 10);
const WARNING = 15;

function clearScreen() { location.replace("/"); }

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

function readAloud(button) {
  if (!("speechSynthesis" in window)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    speechSynthesis.cancel();
    const text = [...document.querySelectorAll(".head h1, .head p, .panel > p, .panel dl, .panel > form > button.btn")];
    const said = new SpeechSynthesisUtterance(text.map((one) => one.innerText).join(". "));
    said.lang = document.documentElement.lang;
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

if (seconds > 0) watchTheClock(); else sessionStorage.removeItem("low");
document.querySelectorAll(".keypad").forEach(typeHere);
document.querySelectorAll("[data-aloud]").forEach(readAloud);
document.querySelectorAll("[data-low]").forEach(standLow);
document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
document.querySelectorAll("form").forEach((form) => form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
}));
