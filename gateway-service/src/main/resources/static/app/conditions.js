import { wire } from './http.js';

/**
 * What is not as usual right now, learned from the answers that come in anyway. Fires 'change'. Each condition ends
 * with the first answer that shows the opposite.
 */
class Conditions extends EventTarget {
  #current = new Set(navigator.onLine ? [] : ['offline']);
  #servedBy = { gateway: null, catalogue: null, orders: null };

  constructor() {
    super();
    wire.addEventListener('answer', ({ detail }) => this.#hear(detail));
    wire.addEventListener('silence', ({ detail }) => this.#miss(detail.path));
    addEventListener('offline', () => this.set('offline', true));
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
    if (holds !== this.#current.has(condition)) {
      holds ? this.#current.add(condition) : this.#current.delete(condition);
      this.dispatchEvent(new Event('change'));
    }
  }

  #hear({ path, status, headers }) {
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
    const tier = tierOf(path);
    if (tier && navigator.onLine) {
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
