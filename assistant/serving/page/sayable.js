// What can be said; an example is said when it is pressed.

import { element, get } from "/page/api.js";
import { say } from "/page/talk.js";

const place = document.getElementById("sayable");

export async function show() {
  if (place.children.length) return;
  try {
    place.replaceChildren(...(await get("/api/said")).map(topic));
  } catch (error) {
    place.replaceChildren(element("p", { role: "alert" }, error.message));
  }
}

function topic({ title, operations, lacks }) {
  return element(
    "article",
    {},
    element("h3", {}, title),
    element("ul", {}, ...operations.map(operation)),
    lacks.length ? element("p", { class: "help" }, `It cannot ${lacks.join(", or ")}.`) : null,
  );
}

function operation({ does, examples, asks, undo, later }) {
  const marks = [asks && "asks first", undo && "can be undone", later && "also later"].filter(Boolean);
  return element(
    "li",
    {},
    element("p", { class: "does" }, [does, ...marks].join(" · ")),
    ...examples.map((example) => element("button", {
      type: "button",
      class: "example",
      onclick: () => {
        location.hash = "#talk";
        say(example);
      },
    }, example)),
  );
}
