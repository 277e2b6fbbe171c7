import { Refused } from '../http.js';
import { html, nothing } from '../html.js';
import { format } from '../money.js';
import { isUnderWay, orders as loadOrders } from '../orders.js';
import { emptyState, patienceNote } from '../parts/messages.js';
import { statusBadge } from '../parts/order-status.js';
import { patiently, pause } from '../patience.js';
import { loginPath, session } from '../session.js';

const POLL_MS = 1000;

export async function ordersPage({ show, signal, go }) {
  let list = null;
  let next = null;
  let hasTrouble = false;
  let limited = false;

  const draw = () => show('Your orders', page({ list, next, hasTrouble, limited, more }));
  const load = async (after) => {
    const answer = await patiently(() => loadOrders(after, signal), {
      signal,
      onTrouble: () => { hasTrouble = true; draw(); },
    });
    hasTrouble = false;
    limited = answer.limited === true;
    return answer;
  };

  async function more() {
    const answer = await load(next);
    list = [...list, ...answer.items];
    next = answer.next;
    draw();
  }

  draw();
  try {
    ({ items: list, next } = await load());
    draw();
    while (limited || list.some(isUnderWay)) {
      await pause(POLL_MS, signal);
      const wasLimited = limited;
      const { items, next: nextNow } = await load();
      next = wasLimited ? nextNow : next;
      const fresh = new Map(items.map((order) => [order.id, order]));
      const others = items.filter(({ id }) => !list.some((order) => order.id === id));
      list = [...others, ...list.map((order) => fresh.get(order.id) ?? order)].sort(newestFirst);
      draw();
    }
  } catch (failure) {
    if (!(failure instanceof Refused && failure.status === 401)) throw failure;
    session.expire();
    go(loginPath('/orders'), { replace: true });
  }
}

const newestFirst = (one, other) => Date.parse(other.placedAt) - Date.parse(one.placedAt);

function page({ list, next, hasTrouble, limited, more }) {
  if (list && list.length === 0 && !limited) {
    return emptyState({
      title: 'No orders yet',
      text: 'Once you have ordered something, you can follow it here.',
      action: 'Find something good',
      link: '/search',
      picture: '/empty-basket.svg',
    });
  }
  return html`
    <h1>Your orders</h1>
    ${hasTrouble ? patienceNote('We cannot look up your orders just now. They are safe, and we keep trying.') : nothing}
    ${limited ? patienceNote('Some of your orders cannot be shown just now. They are safe.') : nothing}
    ${list
      ? html`<ul class="orders">${list.map(row)}</ul>`
      : html`<div aria-hidden="true">${[1, 2, 3].map(() => html`<div class="bone bone-row"></div>`)}</div>`}
    ${next
      ? html`<p class="more">
          <button class="button button-quiet" type="button" @click=${more}>Show older orders</button>
        </p>`
      : nothing}`;
}

function row(order) {
  const pieces = order.lines.reduce((count, line) => count + line.quantity, 0);
  const names = order.lines.map((line) => line.name ?? line.sku);
  const others = names.length - 2;
  return html`
    <li class="order-row">
      <a href="/orders/${encodeURIComponent(order.id)}">
        <span class="order-what">${names.slice(0, 2).join(', ')}${others > 0 ? ` and ${others} more` : ''}</span>
        <span class="soft">${when(order.placedAt)} · ${pieces} ${pieces === 1 ? 'piece' : 'pieces'}</span>
      </a>
      ${statusBadge(order)}
      <span class="price">${order.total ? format(order.total) : nothing}</span>
    </li>`;
}

const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export function when(timestamp) {
  return timestamp ? DAY_AND_TIME.format(new Date(timestamp)) : '';
}
