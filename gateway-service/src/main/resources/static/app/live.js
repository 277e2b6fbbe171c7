/**
 * The status of one order, told by the shop as it changes. EventSource comes back by itself after the end of a stream;
 * what it cannot mend (the shop refuses, or nothing comes through) is left to whoever asks the shop from time to time.
 */
const PATIENCE_MS = 5000;

/** Tells each order it hears of. Resolves when no more is to come: the order is settled, or streams do not work now. */
export function follow(id, { signal, isSettled, tell }) {
  return new Promise((resolve) => {
    const source = new EventSource(`/api/orders/${encodeURIComponent(id)}/events`);
    let silence = setTimeout(end, PATIENCE_MS);
    signal.addEventListener('abort', end);

    function end() {
      clearTimeout(silence);
      signal.removeEventListener('abort', end);
      source.close();
      resolve();
    }

    source.addEventListener('status', ({ data }) => {
      clearTimeout(silence);
      silence = null;
      const order = JSON.parse(data);
      tell(order);
      if (isSettled(order)) end();
    });
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) {
        end();
      } else {
        // Not anew with each error, for the browser tries again every three seconds.
        silence ??= setTimeout(end, PATIENCE_MS);
      }
    });
  });
}
