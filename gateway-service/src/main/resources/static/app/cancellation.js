import { Refused, Unreachable, isPassing, post } from './http.js';
import { backOffMs, pause } from './patience.js';

const ATTEMPTS = 6;

/**
 * Cancels an order. The shop does it once, however often it is asked, so an open answer is simply asked for again; each
 * wait is told to onWait. Resolves to {fate, ...}, with fate
 *   'cancelled', with the order;
 *   'refused', with the problem: it cannot be cancelled;
 *   'signed-out': the shop wants to know who is asking;
 *   'open': still unknown after all attempts. Asking again later stays safe.
 */
export async function cancel(id, { signal, onWait }) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const { data } = await post(`/api/orders/${encodeURIComponent(id)}/cancel`, undefined, { signal });
      return { fate: 'cancelled', order: data };
    } catch (failure) {
      const fate = certainFate(failure);
      if (fate) {
        return fate;
      }
      onWait();
      await pause(Math.max(failure.retryAfterMs ?? 0, backOffMs(attempt)), signal);
    }
  }
  return { fate: 'open' };
}

/** Null if it may still be done: no answer, 429, any 5xx, and a 409 that says when (it is not yet confirmed). */
function certainFate(failure) {
  if (!(failure instanceof Refused || failure instanceof Unreachable)) throw failure;
  if (failure.status === 401) return { fate: 'signed-out' };
  if (isPassing(failure) || (failure.status === 409 && failure.retryAfterMs)) return null;
  return { fate: 'refused', problem: failure.problem };
}
