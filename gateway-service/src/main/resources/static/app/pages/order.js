import { cancel } from '../cancellation.js';
import { pictureOf } from '../catalogue.js';
import { Refused, isPassing } from '../http.js';
import { html, nothing } from '../html.js';
import { follow } from '../live.js';
import { format, times } from '../money.js';
import { isUnderWay, order as loadOrder, receipts, withReceipt } from '../orders.js';
import { cancelOrder } from '../parts/cancel-order.js';
import { emptyState, patienceNote, problemNote } from '../parts/messages.js';
import { statusBadge, statusName, statusSteps, statusStory } from '../parts/order-status.js';
import { picture } from '../parts/picture.js';
import { productPath } from '../parts/product-grid.js';
import { backOffMs, pause } from '../patience.js';
import { loginPath, session } from '../session.js';
import { when } from './orders.js';

const POLL_MS = 1000;
/** After a stream that did not work: asking every second will do for so long. */
const NEXT_STREAM_MS = 30_000;

/**
 * One order, live. Until the shop can look it up (it is queued, or the orders are away) the receipt of this browser is
 * shown, and the page goes on asking.
 */
export async function orderPage({ params, query, show, signal, go }) {
  const isNew = query.has('new');
  const receipt = receipts(session.customer ?? await session.refresh(signal).catch(() => null))
    .find((each) => each.id === params.id);
  let order = receipt ?? null;
  let isWaiting = false;
  let cancelling = { step: 'idle' };
  let streamFrom = 0;
  const draw = () => show('Your order', order
    ? page({ order, isNew, isWaiting, cancelling, actions: { press, keep } })
    : waitingForOrder(isWaiting));
  const update = (now) => {
    cancelling = now;
    draw();
  };
  const keep = () => update({ step: 'idle' });

  async function press() {
    if (cancelling.step === 'idle') return update({ step: 'asking' });
    if (cancelling.step !== 'asking') return undefined;
    update({ step: 'sending' });
    const outcome = await cancel(params.id, { signal, onWait: () => update({ step: 'waiting' }) })
      .catch((failure) => {
        if (!signal.aborted) throw failure;
        return { fate: 'open' };
      });
    if (outcome.fate === 'signed-out') return signIn();
    if (outcome.fate === 'open') return update({ step: 'idle', problem: 'open' });
    if (outcome.fate === 'cancelled') {
      order = { ...order, ...outcome.order };
    }
    update({ step: 'gone', problem: outcome.problem });
    return document.querySelector('#page h1')?.focus();
  }

  function signIn() {
    session.expire();
    go(loginPath(location.pathname), { replace: true });
  }

  draw();
  for (let failures = 0; ;) {
    try {
      order = withReceipt(await loadOrder(params.id, signal), receipt);
      failures = 0;
      isWaiting = false;
    } catch (failure) {
      if (signal.aborted) throw failure;
      if (failure instanceof Refused && failure.status === 401) {
        signIn();
        return;
      }
      const isNotThereYet = failure instanceof Refused && failure.status === 404 && receipt;
      if (!isPassing(failure) && !isNotThereYet) {
        show('Your order', failure.status === 404 ? unknownOrder() : brokenOrder(failure));
        return;
      }
      failures++;
      isWaiting = true;
    }
    draw();
    if (order && !isUnderWay(order)) {
      return;
    }
    if (!failures && Date.now() >= streamFrom) {
      await follow(params.id, {
        signal,
        isSettled: (told) => !isUnderWay(told),
        tell: (told) => {
          order = withReceipt(told, order);
          draw();
        },
      });
      if (!isUnderWay(order)) {
        return;
      }
      streamFrom = Date.now() + NEXT_STREAM_MS;
    }
    await pause(failures ? backOffMs(failures) : POLL_MS, signal);
  }
}

function page({ order, isNew, isWaiting, cancelling, actions }) {
  return html`
    <p class="crumbs"><a href="/orders">Your orders</a></p>
    <div class="page-head">
      <h1 tabindex="-1">${isNew && order.status !== 'REJECTED' ? 'Thank you!' : 'Your order'}</h1>
      <p class="soft">${when(order.placedAt)}</p>
    </div>
    <section class="status-panel">
      <div role="status" aria-live="polite">
        ${statusBadge(order)}
        <p class="status-story"><span class="hidden">Order ${statusName(order)}. </span>${statusStory(order)}</p>
      </div>
      ${statusSteps(order)}
    </section>
    ${isWaiting
      ? patienceNote('This is what we know from your receipt. The till cannot look it up just now; your order is safe.')
      : nothing}
    <div class="with-summary">
      <ul class="lines lines-plain">${(order.lines ?? []).map(line)}</ul>
      <aside class="summary" aria-label="Total">
        <dl>
          <div class="grand"><dt>Total</dt><dd>${order.total ? format(order.total) : '…'}</dd></div>
        </dl>
        <p class="soft small">Order number<br><span class="order-number">${order.id}</span></p>
        ${order.status === 'REJECTED'
          ? html`<a class="button button-wide" href="/search">Find something else</a>`
          : nothing}
        ${order.status === 'CONFIRMED' || cancelling.problem ? cancelOrder(cancelling, actions) : nothing}
      </aside>
    </div>`;
}

function line({ sku, name, quantity, unitPrice }) {
  return html`
    <li class="line">
      <a class="line-picture" href=${productPath(sku)} tabindex="-1" aria-hidden="true">
        ${picture(pictureOf(sku))}
      </a>
      <div class="line-words">
        <a class="line-name" href=${productPath(sku)}>${name ?? sku}</a>
        <span class="soft">${quantity} × ${unitPrice ? format(unitPrice) : '…'}</span>
      </div>
      <span class="line-sum price">${unitPrice ? format(times(unitPrice, quantity)) : nothing}</span>
    </li>`;
}

function waitingForOrder(isWaiting) {
  return html`
    <h1>Your order</h1>
    ${isWaiting
      ? patienceNote('We cannot look up your order just now. It is safe, and we keep trying.')
      : html`<div class="bone bone-row" aria-hidden="true"></div>`}`;
}

function brokenOrder(failure) {
  return html`<h1>Your order</h1>${problemNote(failure.problem ?? {})}`;
}

function unknownOrder() {
  return emptyState({
    title: 'We do not know this order',
    text: 'It may belong to somebody else, or the number is incomplete.',
    action: 'Your orders',
    link: '/orders',
  });
}
