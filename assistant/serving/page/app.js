// The page: one section at a time, by the address.

import { connect } from "/page/connection.js";
import * as kept from "/page/kept.js";
import * as learn from "/page/learn.js";
import * as sayable from "/page/sayable.js";
import "/page/rings.js";
import "/page/talk.js";

const SECTIONS = { talk: {}, kept, learn, say: sayable };
let shown;

function show() {
  const name = location.hash.slice(1);
  shown = name in SECTIONS ? name : "talk";
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== shown;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === `#${shown}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  SECTIONS[shown].show?.();
}

addEventListener("hashchange", () => {
  show();
  document.getElementById("main").focus({ preventScroll: true });
});
document.addEventListener("answered", () => {
  if (shown === "kept") kept.show();
});
setInterval(() => SECTIONS[shown].tick?.(), 1000);
show();
connect();
