import { basket } from '../basket.js';
import { productForCheckout } from '../catalogue.js';
import { Refused } from '../http.js';
import { html, nothing } from '../html.js';
import { format, same, times } from '../money.js';
import { announce } from '../parts/announcer.js';
import { emptyState } from '../parts/messages.js';
import { picture } from '../parts/picture.js';
import { productPath } from '../parts/product-grid.js';
import { quantityField } from '../parts/quantity.js';

/** Looks up this many products at a time, to be gentle. */
const LOOKUPS = 4;

export async function basketPage({ show, signal }) {
  /** What has changed since the product was put in, by SKU. */
  const remarks = new Map();
  const draw = () => show('Basket', basket.lines.length ? filled(remarks) : empty());
  basket.addEventListener('change', draw, { signal });
  draw();
  await lookUp(basket.lines, remarks, signal);
  draw();
}

function empty() {
  return emptyState({
    title: 'Your basket is empty',
    text: 'It keeps what you put in, even if you close the browser or we lose a server.',
    action: 'Find something good',
    link: '/search',
    picture: '/empty-basket.svg',
  });
}

function filled(remarks) {
  return html`
    <h1>Your basket</h1>
    <div class="with-summary">
      <ul class="lines">${basket.lines.map((line) => row(line, remarks.get(line.sku)))}</ul>
      <aside class="summary" aria-label="Total">
        <dl>
          <div><dt>${pieces(basket.count)}</dt><dd>${format(basket.total)}</dd></div>
          <div><dt>Delivery</dt><dd>Free</dd></div>
          <div class="grand"><dt>Total</dt><dd>${format(basket.total)}</dd></div>
        </dl>
        <a class="button button-wide" href="/checkout">Go to checkout</a>
        <p class="soft small">Kept on this device until you order.</p>
      </aside>
    </div>`;
}

function row(line, remark) {
  return html`
    <li class="line">
      <a class="line-picture" href=${productPath(line.sku)} tabindex="-1" aria-hidden="true">
        ${picture(line.imageUrl)}
      </a>
      <div class="line-words">
        <a class="line-name" href=${productPath(line.sku)}>${line.name}</a>
        <span class="soft">${format(line.price)} each</span>
        ${remark ? html`<span class="stock stock-few">${remark}</span>` : nothing}
      </div>
      ${quantityField({
        id: `quantity-${line.sku}`, value: line.quantity, of: line.name,
        onChange: (wanted) => basket.setQuantity(line.sku, wanted),
      })}
      <span class="line-sum price">${format(times(line.price, line.quantity))}</span>
      <button class="plain line-remove" type="button" @click=${() => remove(line)}>
        Remove<span class="hidden"> ${line.name}</span>
      </button>
    </li>`;
}

function pieces(count) {
  return `${count} ${count === 1 ? 'piece' : 'pieces'}`;
}

function remove(line) {
  basket.remove(line.sku);
  announce(`${line.name} was taken out of your basket.`);
  document.querySelector('#page h1')?.focus();
}

/** Prices and stock may have moved since. If the shop does not tell, the basket works with what it knows. */
async function lookUp(lines, remarks, signal) {
  const waiting = [...lines];
  const worker = async () => {
    for (let line = waiting.pop(); line; line = waiting.pop()) {
      const remark = await compare(line, signal);
      if (remark) remarks.set(line.sku, remark);
    }
  };
  await Promise.all(Array.from({ length: LOOKUPS }, worker));
}

async function compare(line, signal) {
  try {
    const { price, available } = await productForCheckout(line.sku, signal);
    if (!same(price, line.price)) {
      basket.setPrice(line.sku, price);
      return `New price; it was ${format(line.price)}`;
    }
    if (available <= 0) return 'Sold out for now';
    return available < line.quantity ? `Only ${available} left` : null;
  } catch (failure) {
    if (signal.aborted) throw failure;
    return failure instanceof Refused && failure.status === 404 ? 'No longer in the shop' : null;
  }
}
