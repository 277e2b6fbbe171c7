import { basket } from '../basket.js';
import { product as loadProduct, products } from '../catalogue.js';
import { Refused } from '../http.js';
import { html, nothing } from '../html.js';
import { format } from '../money.js';
import { emptyState, limitedProductNote, patienceNote, problemNote } from '../parts/messages.js';
import { picture } from '../parts/picture.js';
import { SCARCE, availability, productGrid, putIntoBasket } from '../parts/product-grid.js';
import { quantityField } from '../parts/quantity.js';
import { patiently } from '../patience.js';

const ALIKE = 4;
/** A whole shelf at most; so many that four different kinds are among them. */
const LOOKED_AT = 60;

export async function productPage({ params, show, signal }) {
  let product = null;
  let alike = [];
  let quantity = 1;
  let isAdded = false;

  const draw = () => show(product.name, html`
    <nav class="crumbs" aria-label="You are here">
      <a href="/">Everstore</a>
      ${product.category
        ? html`<span aria-hidden="true">/</span>
            <a href="/category/${encodeURIComponent(product.category)}">${product.category}</a>`
        : nothing}
    </nav>
    <article class="product">
      ${picture(product.imageUrl, { eager: true, alt: `Illustration: ${product.name}` })}
      <div class="product-words">
        <h1>${product.name}</h1>
        <p class="price price-large">${format(product.price)}</p>
        ${product.limited ? limitedProductNote() : html`<p class="lead">${product.description}</p>`}
        ${buy()}
        <dl class="facts">
          <div><dt>Article</dt><dd>${product.sku}</dd></div>
          <div>
            <dt>Availability</dt>
            <dd>${product.available > SCARCE ? 'In stock' : availability(product.available)}</dd>
          </div>
        </dl>
      </div>
    </article>
    ${alike.length
      ? html`<section aria-labelledby="alike">
          <h2 id="alike">From the same shelf</h2>
          ${productGrid(alike, { eager: 0 })}
        </section>`
      : nothing}`);

  function buy() {
    if (product.available <= 0) {
      return html`<p class="note note-quiet">Sold out for now. New pieces come in regularly.</p>`;
    }
    return html`
      <form class="buy" @submit=${add}>
        ${quantityField({
          id: 'quantity', value: quantity, of: product.name, most: Math.min(product.available, 999),
          onChange: (wanted) => { quantity = wanted; draw(); },
        })}
        <button class="button" type="submit">Add to basket</button>
      </form>
      <p class="added-line">${isAdded
        ? html`<span class="tick-mark" aria-hidden="true">✓</span> In your basket.
            <a href="/basket">View basket (${basket.count})</a>`
        : nothing}</p>`;
  }

  function add(event) {
    event.preventDefault();
    putIntoBasket(product, quantity);
    isAdded = true;
    quantity = 1;
    draw();
  }

  show('', html`
    <div class="product" aria-hidden="true">
      <div class="bone bone-picture"></div>
      <div class="bone bone-words"></div>
    </div>`);
  try {
    product = await patiently(() => loadProduct(params.sku, signal), {
      signal,
      onTrouble: () => show('', html`<h1>One moment, please</h1>${patienceNote()}`),
    });
  } catch (failure) {
    if (!(failure instanceof Refused)) throw failure;
    const page = failure.status === 404
      ? gone(params.sku)
      : html`<h1>${params.sku}</h1>${problemNote(failure.problem)}`;
    show('Not found', page);
    return;
  }
  draw();
  alike = await sameShelf(product, signal);
  draw();
}

/** An extra: without it the page is still complete, so a failure is no news. */
async function sameShelf({ sku, name, category }, signal) {
  if (!category) {
    return [];
  }
  const { items } = await products({ category, limit: LOOKED_AT }, signal).catch(() => ({ items: [] }));
  const kinds = new Set([kindOf(name)]);
  const others = items.filter((each) => each.sku !== sku && each.available > 0
    && !kinds.has(kindOf(each.name)) && kinds.add(kindOf(each.name)));
  // Not always the first four: start somewhere that depends on the product.
  const start = [...sku].reduce((number, letter) => number + letter.charCodeAt(0), 0) % Math.max(1, others.length);
  return [...others.slice(start), ...others.slice(0, start)].slice(0, ALIKE);
}

/** "Potter's mug" for both "Potter's mug, sage" and "Potter's mug, navy": the same thing in another colour. */
function kindOf(name) {
  return name.split(',')[0];
}

function gone(sku) {
  return emptyState({
    title: 'We do not have this one',
    text: `There is no product with the article number ${sku}.`,
    action: 'See everything',
    link: '/search',
  });
}
