// The microphone, open only while its button is held or listens.

let context;
let stream;

/** Open it; calls `take` with the bytes of 16-bit samples. Returns the sample rate in hertz. */
export async function open(take) {
  if (!navigator.mediaDevices) {
    throw new Error("The browser gives the microphone to https pages and to this computer's own address only.");
  }
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: false, autoGainControl: true },
    });
  } catch (error) {
    const denied = error.name === "NotAllowedError";
    throw new Error(denied ? "The browser was not allowed to use the microphone." : "There is no microphone.");
  }
  context = new AudioContext();
  await context.audioWorklet.addModule("/page/recorder-worklet.js");
  const recorder = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0 });
  recorder.port.onmessage = (message) => take(message.data);
  context.createMediaStreamSource(stream).connect(recorder);
  return context.sampleRate;
}

export function close() {
  stream?.getTracks().forEach((track) => track.stop());
  context?.close();
  stream = context = undefined;
}
