// The WebSocket: opened again when it is lost. Messages arrive as events on `document`.

import { askForToken, get, token } from "/page/api.js";

const state = document.getElementById("state");
let socket;
let wait = 500;

export async function connect() {
  try {
    // tells a missing token from a server that is away
    await get("/api/status");
  } catch {
    again();
    return;
  }
  const protocols = ["assistant"];
  if (token()) protocols.push(`token.${token()}`);
  socket = new WebSocket(new URL("/api/talk", location.href.replace(/^http/, "ws")), protocols);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => {
    wait = 500;
    show("Ready", false);
  };
  socket.onmessage = ({ data }) => {
    const sound = data instanceof ArrayBuffer;
    const message = sound ? { type: "speech", sound: data } : JSON.parse(data);
    document.dispatchEvent(new CustomEvent(`assistant-${message.type}`, { detail: message }));
  };
  socket.onclose = again;
}

function again() {
  show("Not connected", true);
  setTimeout(connect, wait);
  wait = Math.min(10_000, wait * 2);
}

export function show(text, lost) {
  state.textContent = text;
  state.classList.toggle("lost", lost);
}

export function connected() {
  return socket?.readyState === WebSocket.OPEN;
}

/** Send a message or bytes; false where there is no connection. */
export function send(message) {
  if (!connected()) return false;
  socket.send(message instanceof ArrayBuffer ? message : JSON.stringify(message));
  return true;
}

export { askForToken };
