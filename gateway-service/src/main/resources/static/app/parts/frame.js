import { basket } from '../basket.js';
import { categories, categoriesOfLastVisit } from '../catalogue.js';
import { conditions } from '../conditions.js';
import { html, nothing, render } from '../html.js';
import { patiently } from '../patience.js';
import { unfinished } from '../placement.js';
import { session, signsInElsewhere } from '../session.js';
import { go } from '../router.js';
import { showPlaceholder } from './picture.js';

/** Everything around the page: what is yours, the aisles, the notices, and who served it. */
const AISLES_AT_MOST = 12;
const NOTICES = {
  'offline': 'You are offline. Your basket is kept on this device; we carry on when you are back.',
  'catalogue-away': 'Our shelves are slow to answer. Your basket and your orders still work, and we keep trying.',
  'stale': 'Prices and availability may be a few minutes old right now. You can order as usual.',
  'orders-away': 'The till needs a moment. You can keep browsing, and your basket is safe.',
  'queueing': 'Orders are being queued just now. Each one is stored safely and confirmed a little later.',
};

let aisles = categoriesOfLastVisit();
let isFetchingAisles = false;

export function showFrame() {
  for (const [target, draw] of [[basket, drawYours], [session, drawYours], [session, drawNotices],
    [conditions, drawNotices]]) {
    target.addEventListener('change', draw);
  }
  conditions.addEventListener('served', drawServed);
  const welcome = document.getElementById('welcome');
  welcome.addEventListener('error', ({ target }) => showPlaceholder(target), { capture: true });
  addEventListener('visit', () => {
    welcome.hidden = location.pathname !== '/';
    drawYours();
    drawAisles();
    drawNotices();
  });
  document.getElementById('yours').replaceChildren();
  session.recall().catch(() => null);
  conditions.addEventListener('change', () => conditions.current.has('catalogue-away') && fetchAisles());
  fetchAisles();
}

/** Asks until there is an answer, which is also how an open page learns that the shelves are back. */
async function fetchAisles() {
  if (isFetchingAisles) {
    return;
  }
  isFetchingAisles = true;
  try {
    aisles = await patiently(() => categories(), { onTrouble: () => {} });
    drawAisles();
  } catch {
    // The shop refuses; its pages will say so.
  }
  isFetchingAisles = false;
}

function drawYours() {
  const { count } = basket;
  render(html`
    ${session.customer
      ? html`<a href="/orders" aria-current=${isHere('/orders')}>Orders</a>
          <button class="plain" type="button" @click=${logout}>
            Sign out<span class="hidden"> ${session.customer}</span>
          </button>`
      : html`<a href="/orders" aria-current=${isHere('/orders')}>Orders</a>
          <a href="/login" aria-current=${isHere('/login')}>Sign in</a>`}
    <a href="/basket" class="to-basket" aria-current=${isHere('/basket')}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
        <path d="M4 9h16l-1.6 9.2a2 2 0 0 1-2 1.8H7.6a2 2 0 0 1-2-1.8zM8 9l3-5M16 9l-3-5"/>
      </svg>
      <span class="to-basket-word">Basket</span>
      ${count
        ? html`<span class="count">${count > 999 ? '999+' : count}<span class="hidden"> pieces</span></span>`
        : nothing}
    </a>`, document.getElementById('yours'));
}

function drawAisles() {
  const links = aisles.slice(0, AISLES_AT_MOST).map(({ name }) => {
    const path = `/category/${encodeURIComponent(name)}`;
    return html`<a href=${path} aria-current=${isHere(path)}>${name}</a>`;
  });
  render(links, document.getElementById('aisles'));
}

function drawNotices() {
  // The checkout tells its own story, and more exactly.
  const isCheckout = location.pathname === '/checkout';
  const open = session.customer && !isCheckout && unfinished(session.customer);
  const texts = Object.keys(NOTICES)
    .filter((condition) => conditions.current.has(condition) && !(isCheckout && condition === 'orders-away'));
  render(html`
    ${open
      ? html`<p class="note note-wait">Your last order has not been answered yet.
          <a href="/checkout">See what became of it</a></p>`
      : nothing}
    ${texts.map((condition) => html`<p class="note note-quiet">${NOTICES[condition]}</p>`)}`,
  document.getElementById('notices'));
}

function drawServed() {
  const { gateway, catalogue, orders } = conditions.servedBy;
  const nodes = [['Door', gateway], ['Shelves', catalogue], ['Till', orders]].filter(([, node]) => node);
  render(html`
    <span class="served-title">Served by</span>
    ${nodes.map(([tier, node]) => html`<span class="served-node">${tier} <b>${node}</b></span>`)}`,
  document.getElementById('served'));
}

async function logout() {
  try {
    await session.logout();
    if (signsInElsewhere()) {
      location.assign('/login/ended');
    } else {
      go('/');
    }
  } catch {
    conditions.set('orders-away', true);
  }
}

function isHere(path) {
  return location.pathname === path ? 'page' : 'false';
}
