import { basket } from '../basket.js';
import { html, nothing } from '../html.js';
import { format } from '../money.js';
import { announce } from './announcer.js';
import { picture } from './picture.js';

/** From here on the shop says how many are left. */
export const SCARCE = 3;

export function productPath(sku) {
  return `/product/${encodeURIComponent(sku)}`;
}

/** A grid of products; `busy` while another list is on its way. */
export function productGrid(products, { busy = false, eager = 4 } = {}) {
  return html`
    <ul class="grid products" aria-busy=${busy ? 'true' : 'false'}>
      ${products.map((product, index) => card(product, index < eager))}
    </ul>`;
}

/** How much is left, in words; nothing to say when there is plenty. */
export function availability(available) {
  if (available <= 0) return html`<span class="stock stock-none">Sold out for now</span>`;
  if (available <= SCARCE) return html`<span class="stock stock-few">Only ${available} left</span>`;
  return nothing;
}

export function putIntoBasket(product, quantity = 1) {
  basket.add(product, quantity);
  announce(`${product.name} is in your basket. ${basket.count} in all.`);
}

function card(product, eager) {
  const { sku, name, price, available, imageUrl } = product;
  return html`
    <li class="card">
      <a class="card-link" href=${productPath(sku)}>
        ${picture(imageUrl, { eager })}
        <span class="card-name">${name}</span>
      </a>
      <span class="card-foot">
        <span class="price">${format(price)}</span>
        ${availability(available)}
        ${available > 0
          ? html`<button class="card-add" type="button" @click=${(event) => addFromCard(event, product)}>
              <span class="hidden">Add ${name} to the basket</span>
              <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                <path class="plus" d="M12 5v14M5 12h14"/>
                <path class="tick" d="M5 12.5l4.5 4.5L19 7.5"/>
              </svg>
            </button>`
          : nothing}
      </span>
    </li>`;
}

function addFromCard({ currentTarget }, product) {
  putIntoBasket(product);
  currentTarget.classList.add('added');
  setTimeout(() => currentTarget.classList.remove('added'), 1600);
}
