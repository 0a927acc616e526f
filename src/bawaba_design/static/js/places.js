// The reader's position sorts the list and stands on the map, in this page alone: it is sent nowhere and kept nowhere.
"use strict";

const RADIANS = Math.PI / 180;

function kilometres(here, there) {
  const half = Math.sin((there[0] - here[0]) * RADIANS / 2) ** 2
    + Math.cos(here[0] * RADIANS) * Math.cos(there[0] * RADIANS) * Math.sin((there[1] - here[1]) * RADIANS / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(half));
}

function sortFrom(list, here) {
  const figures = new Intl.NumberFormat("en", { numberingSystem: list.dataset.digits, maximumFractionDigits: 0 });
  const rows = [...list.children].map((row) => [kilometres(here, row.dataset.at.split(" ").map(Number)), row]);
  rows.sort((one, other) => one[0] - other[0]);
  for (const [km, row] of rows) {
    const said = row.querySelector("[data-km]");
    said.textContent = said.dataset.km.replace("{n}", figures.format(Math.max(1, km)));
    said.hidden = false;
    list.append(row);
  }
}

function drawMe(map, here) {
  const [north, west] = map.dataset.origin.split(" ").map(Number);
  const [south, east] = map.dataset.unit.split(" ").map(Number);
  const at = [(here[1] - west) * east, (north - here[0]) * south];
  const box = map.viewBox.baseVal;
  if (at[0] < 0 || at[1] < 0 || at[0] > box.width || at[1] > box.height) return;
  const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  for (const [name, value] of [["class", "me"], ["cx", at[0]], ["cy", at[1]], ["r", 11]]) dot.setAttribute(name, String(value));
  map.append(dot);
}

const button = document.querySelector("[data-locate]");
if (button && navigator.geolocation) {
  const [list, map, said] = ["[data-places]", ".map", "[data-located]"].map((one) => document.querySelector(one));
  button.closest("[hidden]").hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      sortFrom(list, [coords.latitude, coords.longitude]);
      if (map) drawMe(map, [coords.latitude, coords.longitude]);
      said.textContent = said.dataset.found;
    }, () => {
      button.disabled = false;
      said.textContent = said.dataset.failed;
    }, { timeout: 10000, maximumAge: 60000 });
  });
}
