// Plays the sentences of a reply one after the other, and the bell of what rings.

import { request } from "/page/api.js";

let context;
let ends = 0;
let sources = new Set();
let decoding = Promise.resolve();
let round = 0;

function ready() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
  return context;
}

/** Queue a sound file's bytes behind what is playing. */
export function play(bytes) {
  const mine = round;
  decoding = decoding.then(async () => {
    const sound = await ready().decodeAudioData(bytes);
    if (mine !== round) return;
    const source = context.createBufferSource();
    source.buffer = sound;
    source.connect(context.destination);
    source.onended = () => {
      sources.delete(source);
      changed();
    };
    ends = Math.max(ends, context.currentTime);
    source.start(ends);
    ends += sound.duration;
    sources.add(source);
    changed();
  }).catch(() => {});
}

/** Play a route's sound alone. */
export async function playFrom(path) {
  const response = await request(path);
  stop();
  play(await response.arrayBuffer());
}

export function stop() {
  round += 1;
  for (const source of sources) source.stop();
  sources = new Set();
  ends = 0;
  changed();
}

/** Two falling tones. */
export function bell() {
  const at = ready().currentTime;
  for (const [delay, hertz] of [[0, 880], [0.3, 660]]) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.3, at + delay);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + delay + 0.9);
    tone.connect(loudness).connect(context.destination);
    tone.start(at + delay);
    tone.stop(at + delay + 1);
  }
}

function changed() {
  document.dispatchEvent(new CustomEvent("playing", { detail: sources.size > 0 }));
}
