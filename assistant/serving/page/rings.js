// What rings, rang while nobody listened, or was stopped.

import { element } from "/page/api.js";
import * as connection from "/page/connection.js";
import * as player from "/page/player.js";

const EVERY_MS = 3_000;
const ENDS_MS = 60_000;
const place = document.getElementById("rings");
let bells;

function ring(sentence, rings) {
  place.append(element(
    "div",
    { class: "ring" },
    element("p", {}, sentence),
    element("button", {
      type: "button",
      onclick: ({ target }) => {
        target.closest(".ring").remove();
        if (!place.children.length) silence();
        if (rings) connection.send({ type: "stop" });
      },
    }, rings ? "Stop" : "Close"),
  ));
  if (!rings || bells) return;
  player.bell();
  bells = setInterval(player.bell, EVERY_MS);
  setTimeout(silence, ENDS_MS);
}

function silence() {
  clearInterval(bells);
  bells = undefined;
}

document.addEventListener("assistant-ring", ({ detail }) => ring(detail.sentence, true));
document.addEventListener("assistant-missed", ({ detail }) => {
  const at = new Date(detail.when).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  ring(`${at}: ${detail.sentence}`, false);
});
document.addEventListener("assistant-quiet", () => {
  silence();
  place.replaceChildren();
});
