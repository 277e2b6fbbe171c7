import { basket } from '../basket.js';
import { html, nothing } from '../html.js';
import { format, sum, times } from '../money.js';
import { noteReceipt, withReceipt } from '../orders.js';
import { openNote, progressNote, refusalNote } from '../parts/checkout-notes.js';
import { emptyState, patienceNote } from '../parts/messages.js';
import { patiently } from '../patience.js';
import { finish, prepare, submit, unfinished } from '../placement.js';
import { loginPath, session } from '../session.js';

/** An unfinished order younger than this is simply carried on; an older one only when the customer says so. */
const CARRY_ON_MS = 10 * 60_000;

export async function checkoutPage({ show, signal, go }) {
  show('Checkout', html`<h1>Checkout</h1><p class="soft">One moment …</p>`);
  const customer = await patiently(() => session.refresh(signal), {
    signal,
    onTrouble: () => show('Checkout', html`<h1>Checkout</h1>${patienceNote()}`),
  });
  if (!customer) {
    go(loginPath('/checkout'), { replace: true });
    return;
  }
  new Checkout(customer, { show, signal, go }).open();
}

class Checkout {
  #customer;
  #visit;
  #submission;
  #progress = null;
  #refusal = null;
  #isOpen = false;

  constructor(customer, visit) {
    this.#customer = customer;
    this.#visit = visit;
    this.#submission = unfinished(customer);
  }

  open() {
    basket.addEventListener('change', () => this.#draw(), { signal: this.#visit.signal });
    const isFresh = this.#submission && Date.now() - Date.parse(this.#submission.preparedAt) < CARRY_ON_MS;
    if (isFresh) {
      this.#send();
      return;
    }
    this.#isOpen = this.#submission !== null;
    this.#draw();
  }

  #confirm() {
    // Another tab may have been faster: then there is an order on its way already, or nothing left to order.
    this.#submission = unfinished(this.#customer)
      ?? (basket.count ? prepare(this.#customer, basket.lines, basket.total) : null);
    this.#submission ? this.#send() : this.#draw();
  }

  async #send() {
    const { signal, go } = this.#visit;
    this.#refusal = null;
    this.#isOpen = false;
    const result = await submit(this.#submission, { signal, onProgress: (progress) => this.#tell(progress) })
      .catch((failure) => ({ fate: signal.aborted ? 'left' : 'open', failure }));
    this.#progress = null;
    switch (result.fate) {
      case 'placed':
      case 'queued':
        this.#acknowledge(result.order);
        break;
      case 'refused':
        finish(this.#customer);
        this.#refusal = { problem: result.problem, lines: this.#submission.lines };
        this.#submission = null;
        this.#drawOutcome();
        break;
      case 'signed-out':
        session.expire();
        go(loginPath('/checkout'), { replace: true });
        break;
      case 'open':
        this.#isOpen = true;
        this.#drawOutcome();
        break;
    }
  }

  #acknowledge(order) {
    const { preparedAt, lines, total } = this.#submission;
    const named = lines.map(({ sku, name, price, quantity }) => ({ sku, name, quantity, unitPrice: price }));
    const receipt = { lines: named, total, placedAt: preparedAt };
    noteReceipt(this.#customer, withReceipt({ status: 'QUEUED', ...order }, receipt));
    basket.takeOut(lines);
    finish(this.#customer);
    this.#visit.go(`/orders/${encodeURIComponent(order.id)}?new`, { replace: true });
  }

  #forget() {
    finish(this.#customer);
    this.#submission = null;
    this.#isOpen = false;
    this.#draw();
  }

  #tell(progress) {
    this.#progress = progress;
    this.#draw();
  }

  #draw() {
    const lines = this.#submission?.lines ?? basket.lines;
    this.#visit.show('Checkout', lines.length ? this.#page(lines) : nothingToOrder());
  }

  /** Brings the news into view: on a phone the button that was pressed is far below it. */
  #drawOutcome() {
    this.#draw();
    document.getElementById('outcome')?.focus();
  }

  #page(lines) {
    const total = this.#submission?.total ?? sum(lines.map((line) => times(line.price, line.quantity)));
    return html`
      <h1>Checkout</h1>
      <div class="with-summary">
        <section aria-label="Your order">
          <div id="outcome" tabindex="-1">
            ${this.#refusal ? refusalNote(this.#refusal) : nothing}
            ${this.#isOpen ? openNote({ sendAgain: () => this.#send(), leave: () => this.#forget() }) : nothing}
          </div>
          <table class="review">
            <caption class="hidden">What you order</caption>
            <thead>
              <tr>
                <th scope="col">Product</th>
                <th scope="col" class="number">Quantity</th>
                <th scope="col" class="number">Price</th>
              </tr>
            </thead>
            <tbody>
              ${lines.map((line) => html`
                <tr><td>${line.name}</td><td class="number">${line.quantity}</td>
                  <td class="number">${format(times(line.price, line.quantity))}</td></tr>`)}
            </tbody>
          </table>
        </section>
        <aside class="summary" aria-label="Total">
          <dl>
            <div><dt>Ordering as</dt><dd>${this.#customer}</dd></div>
            <div><dt>Delivery</dt><dd>Free</dd></div>
            <div class="grand"><dt>Total</dt><dd>${format(total)}</dd></div>
          </dl>
          <div aria-live="polite">${this.#progress ? progressNote(this.#progress) : nothing}</div>
          ${this.#submission
            ? nothing
            : html`<button class="button button-wide" type="button" @click=${() => this.#confirm()}>Place order</button>
                <p class="soft small">A demonstration: nothing is charged, nothing is shipped.</p>`}
          ${this.#submission && !this.#isOpen
            ? html`<button class="button button-wide" type="button" disabled>Placing your order …</button>`
            : nothing}
        </aside>
      </div>`;
  }
}

function nothingToOrder() {
  return emptyState({
    title: 'There is nothing to pay for yet',
    text: 'Put something into your basket first.',
    action: 'Find something good',
    link: '/search',
    picture: '/empty-basket.svg',
  });
}
