import { Refused, Unreachable, post } from './http.js';
import { forget, recall, remember } from './memory.js';
import { backOffMs, pause } from './patience.js';

/**
 * Placing an order exactly once.
 *
 * A submission is an order as the customer has confirmed it, with the key under which the shop knows it. It is stored
 * before it is sent and stays stored, unchanged, until its fate is certain; every re-send, also after a crash of the
 * browser, is the same body under the same key. The shop places at most one order per customer and key.
 */
const ATTEMPTS = 10;
const ATTEMPT_TIMEOUT_MS = 8000;

export function unfinished(customer) {
  return recall(`submission.${customer}`, null);
}

export function prepare(customer, lines, total) {
  const submission = {
    key: newKey(),
    preparedAt: new Date().toISOString(),
    lines: lines.map(({ sku, name, price, quantity }) => ({ sku, name, price, quantity })),
    total,
  };
  remember(`submission.${customer}`, submission);
  return submission;
}

export function finish(customer) {
  forget(`submission.${customer}`);
}

/**
 * Sends, and sends again while the answer is open. Tells onProgress {state, attempt, pauseMs}, with state
 *   'sending'; 'busy': the shop asked us to come back; 'silent': no answer came.
 * Resolves to {fate, ...}, with fate
 *   'placed' or 'queued', with the order: the shop has it for certain;
 *   'refused', with the problem: the shop does not have it, and will not take it like this;
 *   'signed-out': the shop wants to know who is asking;
 *   'open', with the last failure: still unknown after all attempts. Sending again later stays safe.
 */
export async function submit(submission, { signal, onProgress }) {
  let failure;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    onProgress({ state: 'sending', attempt });
    try {
      return acknowledged(await send(submission, signal));
    } catch (caught) {
      failure = caught;
      const fate = certainFate(failure);
      if (fate) {
        return fate;
      }
    }
    if (attempt < ATTEMPTS) {
      const pauseMs = Math.max(failure.retryAfterMs ?? 0, backOffMs(attempt));
      onProgress({ state: failure instanceof Unreachable ? 'silent' : 'busy', attempt, pauseMs });
      await pause(pauseMs, signal);
    }
  }
  return { fate: 'open', failure };
}

function send({ key, lines, total }, signal) {
  const body = { lines: lines.map(({ sku, quantity }) => ({ sku, quantity })), expectedTotal: total };
  return post('/api/orders', body, { headers: { 'Idempotency-Key': key }, signal, timeoutMs: ATTEMPT_TIMEOUT_MS });
}

function acknowledged({ status, data }) {
  return { fate: status === 202 ? 'queued' : 'placed', order: data };
}

/** Null if nothing is certain yet: no answer, 409 (the same key is on its way), 429, or any 5xx. */
function certainFate(failure) {
  if (failure instanceof Unreachable) return null;
  if (!(failure instanceof Refused)) throw failure;
  if (failure.status === 401) return { fate: 'signed-out' };
  if (failure.status === 409 || failure.status === 429 || failure.status >= 500) return null;
  return { fate: 'refused', problem: { status: failure.status, ...failure.problem } };
}

function newKey() {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  // Pages on plain http (other than localhost) have no randomUUID, but they do have random numbers.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
