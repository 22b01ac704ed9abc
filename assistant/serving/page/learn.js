// Utterances to go through, recordings, and training on them.

import { element, get, send } from "/page/api.js";
import { playFrom } from "/page/player.js";

const STATES = {
  none: "Nothing was trained since the assistant was started.",
  running: "The training is at work. It takes minutes to hours; the assistant goes on.",
  promoted: "The new models are better, and in use now.",
  refused: "The new models are no better; everything stays as it was.",
  failed: "The training failed:",
  stopped: "The training was stopped; everything stays as it was.",
};
const corrections = document.getElementById("corrections");
const recordings = document.getElementById("recordings");
const state = document.getElementById("training-state");
const lines = document.getElementById("training-lines");
const result = document.getElementById("training-result");
const train = document.getElementById("train");
const stopTraining = document.getElementById("stop-training");
const report = document.getElementById("report");

export async function show() {
  await Promise.all([showCorrections(), showRecordings(), showTraining()]);
}

async function showCorrections() {
  await fill(corrections, "/api/corrections", correction, "Nothing to go through. With keep_conversations = true in the configuration, what is said is kept here, on this computer.");
}

async function showRecordings() {
  await fill(recordings, "/api/recordings", recording, "No recordings yet: “assistant record” takes fifty sentences in about five minutes.");
}

async function fill(place, path, item, empty) {
  try {
    const found = await get(path);
    place.replaceChildren(...(found.length ? found.map(item) : [element("li", { class: "empty" }, empty)]));
  } catch (error) {
    place.replaceChildren(element("li", { role: "alert" }, error.message));
  }
}

function correction(one) {
  const path = `/api/corrections?id=${encodeURIComponent(one.id)}`;
  const text = element("input", { value: one.correction ?? one.transcript, "aria-label": "What was said", maxlength: 2000 });
  const accept = element("button", { type: "button", onclick: (event) => act(event, "POST", path, { text: text.value }) }, "");
  const name = () => { accept.textContent = text.value.trim() === one.transcript ? "That was right" : "Learn this"; };
  text.addEventListener("input", name);
  name();
  const understood = [one.intent?.replaceAll("_", " ") ?? "not understood", ...one.slots.map((slot) => slot.value)].join(", ");
  return element(
    "li",
    { class: one.flagged ? "entry flagged" : "entry" },
    element("p", { class: "when" }, `${date(one.when)}${one.flagged ? " · you said that it was wrong" : ""}`),
    element("p", {}, text),
    element("p", { class: "help" }, `Understood: ${understood}${one.reply ? ` — “${one.reply}”` : ""}`),
    element(
      "p",
      { class: "row" },
      accept,
      one.sound ? playButton(`/api/corrections/sound?id=${encodeURIComponent(one.id)}`, one.transcript) : null,
      element("button", { type: "button", onclick: (event) => act(event, "DELETE", path) }, "Delete"),
    ),
  );
}

function recording(one) {
  const path = `/api/recordings?id=${encodeURIComponent(one.id)}`;
  return element(
    "li",
    { class: "entry" },
    element("p", {}, one.text ?? "(no words)", " ", element("span", { class: "when" }, one.when ? date(one.when) : "")),
    element(
      "p",
      { class: "row" },
      one.sound ? playButton(`/api/recordings/sound?id=${encodeURIComponent(one.id)}`, one.text) : null,
      element("button", { type: "button", onclick: (event) => act(event, "DELETE", path) }, "Delete"),
    ),
  );
}

function playButton(path, text) {
  const play = async ({ target }) => {
    try {
      await playFrom(path);
    } catch (error) {
      say(target, error.message);
    }
  };
  return element("button", { type: "button", "aria-label": `Play “${text}”`, onclick: play }, "Play");
}

async function act({ target }, method, path, body) {
  target.disabled = true;
  try {
    await send(method, path, body);
    const entry = target.closest("li");
    const next = entry.nextElementSibling ?? entry.previousElementSibling;
    entry.remove();
    // the keyboard's place is not lost with the button
    (next?.querySelector("button") ?? document.getElementById("main")).focus();
    if (method === "POST") showRecordings();
  } catch (error) {
    target.disabled = false;
    say(target, error.message);
  }
}

function say(target, sentence) {
  const entry = target.closest("li, article");
  entry.querySelector("[role=alert]")?.remove();
  entry.append(element("p", { role: "alert", class: "help" }, sentence));
}

// ── training ────────────────────────────────────────────────────────────────

async function showTraining(progress) {
  try {
    progress ??= await get("/api/training");
  } catch (error) {
    state.textContent = error.message;
    return;
  }
  const running = progress.state === "running";
  if (state.textContent !== STATES[progress.state]) state.textContent = STATES[progress.state];
  lines.hidden = !progress.lines.length || !(running || progress.state === "failed");
  lines.textContent = progress.lines.join("\n");
  train.hidden = running;
  stopTraining.hidden = !running;
  report.hidden = !progress.report;
  result.replaceChildren(...(progress.result ? [verdicts(progress.result)] : []));
}

function verdicts({ changes, models }) {
  const cell = (value) => element("td", {}, value);
  const heads = ["on", "figure", "before", "after"].map((name) => element("th", { scope: "col" }, name));
  return element(
    "div",
    {},
    element("table", {}, element("tr", {}, ...heads), ...changes.map(({ on, figure, before, after }) => element("tr", {}, cell(on), cell(figure), cell(number(before)), cell(number(after))))),
    ...models.flatMap(({ model, reasons }) => (reasons ?? []).map((reason) => element("p", { class: "help" }, `${model}: ${reason}.`))),
  );
}

const number = (value) => (typeof value === "number" ? value.toFixed(3) : (value?.value?.toFixed?.(3) ?? "–"));

train.addEventListener("click", (event) => change(event, "POST"));
stopTraining.addEventListener("click", (event) => change(event, "DELETE"));

async function change({ target }, method) {
  try {
    showTraining(await send(method, "/api/training"));
  } catch (error) {
    say(target, error.message);
  }
}

report.addEventListener("click", async ({ target }) => {
  // opened at once: later a browser would take it for a pop-up
  const page = window.open("", "_blank");
  try {
    page.location = (await send("POST", "/api/training/report")).path;
  } catch (error) {
    page?.close();
    say(target, error.message);
  }
});

/** Look again while a training is at work. */
export function tick() {
  if (!stopTraining.hidden) showTraining();
}

const date = (when) => new Date(when).toLocaleString([], { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
