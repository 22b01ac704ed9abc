// The conversation: what was heard, what was made of it, the reply.

import { element } from "/page/api.js";
import * as connection from "/page/connection.js";
import * as microphone from "/page/microphone.js";
import * as player from "/page/player.js";

const HELD_MS = 350;
const log = document.getElementById("conversation");
const heard = document.getElementById("heard");
const button = document.getElementById("microphone");
const quiet = document.getElementById("quiet");
const aloud = document.getElementById("aloud");
const line = document.getElementById("line");

let listening = false;
let pressedAt = 0;
let handsFree = false;
// streams that the assistant has not finished yet
let streams = 0;
// whether anything was heard since the microphone was opened
let understood = false;
let current;

// ── speaking ────────────────────────────────────────────────────────────────

async function listen() {
  if (listening) return;
  listening = true;
  understood = false;
  pressed(true);
  player.stop();
  let early = [];
  try {
    const rate = await microphone.open((piece) => (early ? early.push(piece) : connection.send(piece)));
    if (!connection.send({ type: "start", rate: Math.round(rate), speech: aloud.checked })) {
      throw new Error("The assistant cannot be reached.");
    }
    streams += 1;
    early.forEach((piece) => connection.send(piece));
    early = null;
    connection.show("Listening", false);
    if (!listening) finish();
  } catch (error) {
    finish();
    problem(error.message);
  }
}

function finish() {
  listening = false;
  microphone.close();
  pressed(false);
  if (connection.send({ type: "end" })) connection.show("Ready", false);
}

function pressed(now) {
  button.setAttribute("aria-pressed", now);
  button.querySelector("span").textContent = now ? "Listening" : "Speak";
}

button.addEventListener("pointerdown", (event) => {
  button.setPointerCapture(event.pointerId);
  pressedAt = event.timeStamp;
  if (listening) return;
  handsFree = false;
  listen();
});

button.addEventListener("pointerup", (event) => {
  if (handsFree || event.timeStamp - pressedAt > HELD_MS) finish();
  else handsFree = true;
});

button.addEventListener("pointercancel", finish);

// from the keyboard, or by a screen reader
button.addEventListener("click", (event) => {
  if (event.detail) return;
  handsFree = true;
  if (listening) finish();
  else listen();
});

document.getElementById("typing").addEventListener("submit", (event) => {
  event.preventDefault();
  say(line.value);
  line.value = "";
});

/** Say a text as if it were typed. */
export function say(text) {
  if (!text.trim()) return;
  player.stop();
  if (!connection.send({ type: "text", text, speech: aloud.checked })) problem("The assistant cannot be reached.");
}

quiet.addEventListener("click", () => {
  player.stop();
  connection.send({ type: "stop" });
});

document.addEventListener("playing", ({ detail }) => {
  quiet.hidden = !detail;
});

// ── messages ────────────────────────────────────────────────────────────────

on("speech", ({ sound }) => player.play(sound));
on("error", ({ error }) => problem(error));

on("partial", ({ stable, rest }) => {
  heard.replaceChildren(element("b", {}, stable), " ", rest);
});

on("heard", ({ event }) => {
  understood = true;
  heard.replaceChildren();
  current = element("div", { class: "turn" }, ...mine(event));
  add(current);
  if (listening && handsFree) finish();
});

on("event", ({ event }) => {
  heard.replaceChildren();
  if (event.error) return problem(event.error);
  if (event.transcript === null) return;
  if (!current) {
    current = element("div", { class: "turn" }, ...mine(event));
    add(current);
  }
  current.append(element("p", { class: "reply" }, event.reply || "…"), detailsOf(event));
  current = undefined;
  scroll();
  document.dispatchEvent(new CustomEvent("answered"));
});

on("over", () => {
  heard.replaceChildren();
  streams = Math.max(0, streams - 1);
  if (streams) return;
  if (listening) finish();
  if (!understood) problem("I heard nothing. Is this the right microphone, and is it on?");
});

function on(type, act) {
  document.addEventListener(`assistant-${type}`, ({ detail }) => act(detail));
}

export function problem(sentence) {
  add(element("div", { class: "turn" }, element("p", { class: "reply problem" }, sentence)));
}

function add(turn) {
  log.querySelector(".empty")?.remove();
  log.append(turn);
  while (log.children.length > 200) log.firstChild.remove();
  scroll();
}

function scroll() {
  log.scrollTop = log.scrollHeight;
}

// ── one turn ────────────────────────────────────────────────────────────────

function mine(event) {
  const marks = event.commands?.map(({ intent, intent_confidence: sure, decision }) => element(
    "li",
    { class: decision === "act" ? null : "unsure" },
    intent ? `${plain(intent)} ${percent(sure)}` : "not understood",
  )) ?? [];
  if (event.sentiment) marks.push(element("li", {}, event.sentiment));
  return [
    element("p", { class: "mine" }, event.transcript),
    element("ul", { class: "marks sent", "aria-label": "Understood as" }, ...marks),
  ];
}

function detailsOf(event) {
  const rows = [["heard", `${percent(event.transcript_confidence)} sure`]];
  for (const command of event.commands ?? []) {
    rows.push([command.text, [command.dialogue_act, ...command.slots.map((slot) => `${plain(slot.name)}: ${slot.value}`)].join(", ")]);
    if (command.action) rows.push([command.action.skill, factsOf(command.action)]);
  }
  const spent = Object.entries(event.timings_ms).map(([stage, ms]) => `${stage} ${Math.round(ms)} ms`).join(" · ");
  return element(
    "details",
    {},
    element("summary", {}, `${Math.round(event.timings_ms.total)} ms`),
    element("table", {}, ...rows.map(([name, value]) => row(name, value)), row("time", spent)),
  );
}

function row(name, value) {
  return element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value));
}

function factsOf({ status, facts }) {
  return [status, ...Object.entries(facts).map(([name, value]) => `${plain(name)}: ${value}`)].join(", ");
}

const plain = (name) => name.replaceAll("_", " ");
const percent = (share) => `${Math.round(100 * share)} %`;
