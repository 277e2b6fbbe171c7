/**
 * Requests to the shop's API. An answer is returned, a refusal (any 4xx or 5xx) is thrown as Refused, and Unreachable
 * means that no answer came in time: then nobody knows whether the request was carried out.
 */
const DEFAULT_TIMEOUT_MS = 6000;

/** Fires 'answer' with {path, status, headers} for each answer, and 'silence' with {path} when none came. */
export const wire = new EventTarget();

export class Refused extends Error {
  constructor(status, problem, retryAfterMs) {
    super(problem.title ?? `The shop answered ${status}.`);
    this.status = status;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}

export class Unreachable extends Error {}

/** True if the same request may well succeed a little later. */
export function isPassing(failure) {
  return failure instanceof Unreachable
    || (failure instanceof Refused && (failure.status >= 500 || failure.status === 429));
}

export async function get(path, { headers = {}, signal } = {}) {
  return exchange(path, { headers: { Accept: 'application/json', ...headers } }, { signal });
}

/** Sends JSON with the CSRF token. If the token was refused (it changes with each login), fetches a new one, once. */
export async function post(path, body, { headers = {}, signal, timeoutMs } = {}) {
  const send = () => exchange(path, {
    method: 'POST',
    headers: {
      'Accept': 'application/json',
      'Content-Type': 'application/json',
      'X-XSRF-TOKEN': csrfToken(),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }, { signal, timeoutMs });

  if (!csrfToken()) {
    await fetchCsrfToken(signal);
  }
  try {
    return await send();
  } catch (failure) {
    if (!(failure instanceof Refused && failure.status === 403)) {
      throw failure;
    }
    await fetchCsrfToken(signal);
    return send();
  }
}

async function exchange(path, init, { signal, timeoutMs = DEFAULT_TIMEOUT_MS }) {
  const deadline = AbortSignal.timeout(timeoutMs);
  let response;
  let text;
  try {
    response = await fetch(path, {
      ...init,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    text = await response.text();
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    wire.dispatchEvent(new CustomEvent('silence', { detail: { path } }));
    throw new Unreachable(`No answer from ${path}`, { cause: failure });
  }
  const { status, headers } = response;
  wire.dispatchEvent(new CustomEvent('answer', { detail: { path, status, headers } }));
  const data = parse(text, headers);
  if (!response.ok) {
    throw new Refused(status, data ?? {}, retryAfterMs(headers));
  }
  return { status, headers, data };
}

function parse(text, headers) {
  const isJson = (headers.get('Content-Type') ?? '').includes('json');
  try {
    return isJson && text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function retryAfterMs(headers) {
  const seconds = Number(headers.get('Retry-After'));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 30) * 1000 : null;
}

function csrfToken() {
  const cookie = document.cookie.split('; ').find((each) => each.startsWith('XSRF-TOKEN='));
  return cookie ? decodeURIComponent(cookie.slice('XSRF-TOKEN='.length)) : '';
}

/** Any answer brings the cookie, also a 401; if none comes, the request that follows will tell. */
async function fetchCsrfToken(signal) {
  await get('/api/me', { signal }).catch(() => null);
}
