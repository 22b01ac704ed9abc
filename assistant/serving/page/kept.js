// Timers, alarms, reminders, plans, lists and notes, to look at.

import { element, get } from "/page/api.js";

const place = document.getElementById("household");
let fetched = 0;
let found;

export async function show() {
  try {
    found = await get("/api/household");
  } catch (error) {
    place.replaceChildren(element("p", { role: "alert" }, error.message));
    return;
  }
  fetched = Date.now();
  const cards = [
    card("Timers", found.timers.map(timer)),
    card("Alarms", found.alarms.map(coming)),
    card("Reminders", found.reminders.map(coming)),
    card("Later", found.plans.map(coming)),
    ...found.lists.map(({ name, items }) => card(`${name[0].toUpperCase()}${name.slice(1)} list`, items.map((item) => element("li", {}, item)))),
    card("Notes", found.notes.map((note) => element("li", {}, note))),
  ].filter(Boolean);
  place.replaceChildren(...(cards.length ? cards : [element("p", { class: "empty" }, "Nothing is kept. Try “set a timer for ten minutes” or “add milk to my shopping list”.")]));
}

/** Count the timers down. */
export function tick() {
  const passed = (Date.now() - fetched) / 1000;
  for (const clock of place.querySelectorAll("[data-left]")) {
    clock.textContent = left(clock.dataset.left - (clock.dataset.paused ? 0 : passed));
  }
}

function card(title, items) {
  return items.length ? element("article", {}, element("h3", {}, title), element("ul", {}, ...items)) : null;
}

function timer({ name, remaining_s: remaining, paused }) {
  return element(
    "li",
    {},
    element("span", { class: "clock", "data-left": remaining, "data-paused": paused || null }, left(remaining)),
    ` ${name} timer${paused ? ", paused" : ""}`,
  );
}

function coming({ name, due, repeats }) {
  const when = repeats ?? new Date(due).toLocaleString([], { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  return element("li", {}, name || "Alarm", " ", element("span", { class: "when" }, when));
}

function left(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, place) => String(part).padStart(place ? 2 : 1, "0")).join(":");
}
