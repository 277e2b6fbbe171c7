import { isPassing } from './http.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 8000;

/** Waits; rejects at once when the signal says that the visitor has left. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

/** 1, 2, 4, 8, 8 ... seconds, each shortened by up to a quarter so that many browsers do not return in step. */
export function backOffMs(attempt) {
  const full = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  return full * (1 - Math.random() / 4);
}

/** Loads; while the shop has trouble that will pass, says so and loads again until the visitor leaves. */
export async function patiently(load, { signal, onTrouble }) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await load();
    } catch (failure) {
      if (!isPassing(failure)) {
        throw failure;
      }
      onTrouble(failure);
      await pause(Math.max(failure.retryAfterMs ?? 0, backOffMs(attempt)), signal);
    }
  }
}
