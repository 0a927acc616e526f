// Small helps; every page works without them. No eval, no inline handlers.
"use strict";
document.querySelectorAll("input[data-password]").forEach((input) => {
  const button = document.createElement("button");
  button.type = "button"; button.className = "btn link"; button.textContent = input.dataset.show;
  button.setAttribute("aria-controls", input.id);
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? input.dataset.show : input.dataset.hide;
  });
  input.after(button);
});
const errors = document.getElementById("errors");
if (errors) errors.focus();
document.querySelectorAll("[data-wait]").forEach((button) => {
  let left = parseInt(button.dataset.wait, 10);
  if (!(left > 0)) return;
  const clock = document.getElementById(button.dataset.clock);
  button.disabled = true;
  const tick = setInterval(() => {
    left -= 1;
    if (clock) clock.textContent = String(left);
    if (left <= 0) { clearInterval(tick); button.disabled = false; if (clock) clock.parentElement.hidden = true; }
  }, 1000);
});
document.querySelectorAll("form").forEach((form) => form.addEventListener("submit", () => {
  form.querySelectorAll("button").forEach((button) => setTimeout(() => { button.setAttribute("aria-disabled", "true"); }, 0));
}));
document.querySelectorAll("button[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
