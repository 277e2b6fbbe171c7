import { bestsellers, categories, categoriesOfLastVisit, pictureOf } from '../catalogue.js';
import { html, nothing } from '../html.js';
import { bones, patienceNote } from '../parts/messages.js';
import { picture } from '../parts/picture.js';
import { productGrid } from '../parts/product-grid.js';
import { patiently } from '../patience.js';

/** Kept while the tab lives, so that coming home is instant. */
let favourites = null;

export async function homePage({ show, signal }) {
  let aisles = categoriesOfLastVisit();
  let hasTrouble = false;
  const draw = () => show('', html`
    ${hasTrouble ? patienceNote() : nothing}
    <section aria-labelledby="favourites">
      <h2 id="favourites">Favourites right now</h2>
      ${favourites ? productGrid(favourites) : bones(8)}
    </section>
    ${aisles.length ? byCategory(aisles) : nothing}`);

  draw();
  const load = async (request, keep) => {
    keep(await patiently(request, {
      signal,
      onTrouble: () => {
        hasTrouble = favourites === null;
        draw();
      },
    }));
    hasTrouble = hasTrouble && favourites === null;
    draw();
  };
  await Promise.all([
    load(() => bestsellers(signal), (list) => { favourites = list; }),
    load(() => categories(signal), (list) => { aisles = list; }),
  ]);
}

function byCategory(aisles) {
  return html`
    <section aria-labelledby="by-category">
      <h2 id="by-category">Shop by category</h2>
      <ul class="grid tiles">
        ${aisles.map(({ name, count }) => html`
          <li><a class="tile" href="/category/${encodeURIComponent(name)}">
            ${picture(pictureOf(name.toUpperCase().replace(/[^A-Z0-9]+/g, '-')))}
            <span class="tile-name">${name}</span>
            <span class="tile-count">${count} ${count === 1 ? 'product' : 'products'}</span>
          </a></li>`)}
      </ul>
    </section>`;
}
