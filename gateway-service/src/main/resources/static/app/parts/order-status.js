import { html } from '../html.js';

const WORDS = {
  QUEUED: ['Received', 'We have your order, safely. It waits its turn, and there is nothing you need to do.'],
  PLACED: ['Placed', 'We have your order and are taking it from the shelves.'],
  CONFIRMED: ['Confirmed', 'Everything is set aside for you.'],
  REJECTED: ['Not possible', 'We could not fulfil this order.'],
  CANCELLED: ['Cancelled', 'You cancelled this order. Nothing is charged.'],
};
const REASONS = {
  RESERVATION_EXPIRED: 'It took us too long, and what was set aside is free again. Nothing was charged.',
  TIMED_OUT: 'It took us too long to find out whether we have it all. Nothing was charged.',
  OUT_OF_STOCK: 'Someone was faster: part of it had just sold out. Nothing was charged.',
  UNKNOWN_PRODUCT: 'Something in it was no longer for sale when its turn came. Nothing was charged.',
  TOTAL_CHANGED: 'A price had changed when its turn came, so we did not place it. Nothing was charged.',
  TOTAL_TOO_LARGE: 'It costs more than one order can. Nothing was charged; please split it.',
};

export function statusName({ status }) {
  return WORDS[status]?.[0] ?? status;
}

export function statusStory({ status, reason }) {
  return (status === 'REJECTED' && REASONS[reason]) || WORDS[status]?.[1] || '';
}

export function statusBadge(order) {
  return html`<span class="badge badge-${order.status.toLowerCase()}">${statusName(order)}</span>`;
}

/** The way of an order: which steps are behind it, and where it is now. */
export function statusSteps({ status }) {
  const steps = ['QUEUED', 'PLACED', ['REJECTED', 'CANCELLED'].includes(status) ? status : 'CONFIRMED'];
  const reached = steps.indexOf(status);
  return html`
    <ol class="steps">
      ${steps.map((step, index) => html`
        <li class="step ${index < reached || (index === reached && reached === 2) ? 'done' : ''} ${step.toLowerCase()}"
            aria-current=${index === reached ? 'step' : 'false'}>
          ${step === 'QUEUED' ? 'Received' : statusName({ status: step })}
        </li>`)}
    </ol>`;
}
