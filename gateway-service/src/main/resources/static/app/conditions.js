import { wire } from './http.js';

/**
 * What is not as usual right now, learned from the answers that come in anyway. Fires 'change'. Each condition ends
 * with the first answer that shows the opposite, or when nothing has been heard of it for long: old news is no news.
 */
const NEWS_MS = 60_000;

class Conditions extends EventTarget {
  #current = new Set();
  #ends = new Map();
  #servedBy = { gateway: null, catalogue: null, orders: null };

  constructor() {
    super();
    wire.addEventListener('answer', ({ detail }) => this.#hear(detail));
    wire.addEventListener('silence', ({ detail }) => this.#miss(detail.path));
    addEventListener('online', () => this.set('offline', false));
  }

  get current() {
    return this.#current;
  }

  /** The nodes that gave the last answers. */
  get servedBy() {
    return this.#servedBy;
  }

  set(condition, holds) {
    clearTimeout(this.#ends.get(condition));
    if (holds) {
      this.#ends.set(condition, setTimeout(() => this.set(condition, false), NEWS_MS));
    }
    if (holds !== this.#current.has(condition)) {
      holds ? this.#current.add(condition) : this.#current.delete(condition);
      this.dispatchEvent(new Event('change'));
    }
  }

  #hear({ path, status, headers }) {
    this.set('offline', false);
    const tier = tierOf(path);
    this.#note(tier, headers);
    if (tier === 'catalogue') {
      this.set('catalogue-away', status >= 500);
      this.set('stale', status < 500 && (headers.get('Cache-Status') ?? '').includes('stale'));
    }
    if (tier === 'orders') {
      this.set('orders-away', status >= 500);
      if (status < 500) {
        this.set('queueing', status === 202);
      }
    }
  }

  #miss(path) {
    // Not believed by itself: a browser without any network may still reach a shop on its own machine.
    const isOffline = !navigator.onLine;
    this.set('offline', isOffline);
    const tier = tierOf(path);
    if (tier && !isOffline) {
      this.set(`${tier}-away`, true);
    }
  }

  #note(tier, headers) {
    const gateway = headers.get('Everstore-Gateway');
    if (gateway) {
      this.#servedBy.gateway = gateway;
    }
    if (tier) {
      this.#servedBy[tier] = headers.get('Everstore-Served-By') ?? this.#servedBy[tier];
    }
    this.dispatchEvent(new Event('served'));
  }
}

/** Bestsellers are an extra: their absence is no condition worth a word. */
function tierOf(path) {
  if (/^\/api\/(products|categories)\b/.test(path)) return 'catalogue';
  if (/^\/api\/orders\b/.test(path)) return 'orders';
  return null;
}

export const conditions = new Conditions();
