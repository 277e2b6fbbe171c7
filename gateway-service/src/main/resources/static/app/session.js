import { get, post, Refused } from './http.js';
import { forget, recall, remember } from './memory.js';

/** What is remembered is no proof of anything, and only saves strangers a question. */
const NAME = 'customer';

/** Who is signed in. Fires 'change'. `customer` is null for nobody, and undefined until the shop has told. */
class Session extends EventTarget {
  #customer;

  get customer() {
    return this.#customer;
  }

  /**
   * Asks the shop, unless nobody has signed in with this browser, which we do not see where that happens elsewhere;
   * throws only if the shop did not answer.
   */
  async recall() {
    return recall(NAME, null) || signsInElsewhere() ? this.refresh() : this.#become(null);
  }

  /** Asks the shop; throws only if it did not answer. */
  async refresh(signal) {
    try {
      const { data } = await get('/api/me', { signal });
      this.#become(data?.username ?? null);
    } catch (failure) {
      if (!(failure instanceof Refused && failure.status === 401)) {
        throw failure;
      }
      this.#become(null);
    }
    return this.#customer;
  }

  async login(username, password) {
    await post('/login', { username, password });
    return this.refresh();
  }

  async logout() {
    await post('/logout');
    this.#become(null);
  }

  /** The shop has answered 401: whatever we believed, nobody is signed in any more. */
  expire() {
    this.#become(null);
  }

  #become(customer) {
    customer ? remember(NAME, customer) : forget(NAME);
    if (customer !== this.#customer) {
      this.#customer = customer;
      this.dispatchEvent(new Event('change'));
    }
  }
}

export const session = new Session();

/** Whether /login leads to an issuer instead of showing a form; then it has to be loaded, not drawn. */
export function signsInElsewhere() {
  return document.querySelector('meta[name="everstore-sign-in"]')?.content === 'issuer';
}

/** The way to the login page and back again. */
export function loginPath(backTo) {
  return `/login?to=${encodeURIComponent(backTo)}`;
}
