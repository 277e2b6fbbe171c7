import { recall, remember, whenChangedElsewhere } from './memory.js';
import { sum, times } from './money.js';

/**
 * The basket lives in this browser alone: it needs no server, so no outage can empty it. A line keeps name, price and
 * picture as they were when the product was put in. Fires 'change', also for changes made in another tab.
 */
const NAME = 'basket';
const MOST_OF_ONE = 999;

class Basket extends EventTarget {
  #lines = recall(NAME, []);

  constructor() {
    super();
    whenChangedElsewhere(NAME, () => {
      this.#lines = recall(NAME, []);
      this.dispatchEvent(new Event('change'));
    });
  }

  get lines() {
    return this.#lines;
  }

  get count() {
    return this.#lines.reduce((count, line) => count + line.quantity, 0);
  }

  get total() {
    return sum(this.#lines.map((line) => times(line.price, line.quantity)));
  }

  add({ sku, name, price, imageUrl }, quantity = 1) {
    const known = this.#lines.find((line) => line.sku === sku);
    const wanted = Math.min((known?.quantity ?? 0) + quantity, MOST_OF_ONE);
    const line = { sku, name, price, imageUrl, quantity: wanted };
    this.#keep(known ? this.#lines.map((each) => (each === known ? line : each)) : [...this.#lines, line]);
  }

  setQuantity(sku, quantity) {
    const wanted = Math.max(1, Math.min(quantity, MOST_OF_ONE));
    this.#keep(this.#lines.map((line) => (line.sku === sku ? { ...line, quantity: wanted } : line)));
  }

  setPrice(sku, price) {
    this.#keep(this.#lines.map((line) => (line.sku === sku ? { ...line, price } : line)));
  }

  remove(sku) {
    this.#keep(this.#lines.filter((line) => line.sku !== sku));
  }

  /** Takes out what has been ordered; what was added since stays. */
  takeOut(ordered) {
    const left = this.#lines.map((line) => {
      const taken = ordered.find((each) => each.sku === line.sku)?.quantity ?? 0;
      return { ...line, quantity: line.quantity - taken };
    });
    this.#keep(left.filter((line) => line.quantity > 0));
  }

  #keep(lines) {
    this.#lines = lines;
    remember(NAME, lines);
    this.dispatchEvent(new Event('change'));
  }
}

export const basket = new Basket();
