import { html } from '../html.js';
import { format } from '../money.js';
import { patienceNote, problemNote } from './messages.js';

/** What a customer is told while an order is on its way, and when it could not be placed. */

export function progressNote({ state, attempt, pauseMs = 0 }) {
  const seconds = Math.max(1, Math.round(pauseMs / 1000));
  const soon = `in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  const texts = {
    sending: attempt === 1 ? 'Placing your order …' : `Placing your order, attempt ${attempt} …`,
    busy: `The till is busy. Your order is safe here, and we try again ${soon}.`,
    silent: `We heard nothing back. We ask again ${soon}, under the same number: nothing is ordered twice.`,
  };
  return patienceNote(texts[state]);
}

/** All attempts are used up, and still nobody knows. */
export function openNote({ sendAgain, leave }) {
  return html`
    <div class="note note-wait" role="alert">
      <p><strong>We do not know yet whether this order reached us.</strong>
        Sending it again is safe: it carries the same number, so it is placed once at most.</p>
      <p class="note-actions">
        <button class="button" type="button" @click=${sendAgain}>Send it again</button>
        <button class="plain" type="button" @click=${leave}>Leave it, I will look in my orders</button>
      </p>
    </div>`;
}

/** The shop will not take the order like this. The problems that a customer can solve get our own words. */
export function refusalNote({ problem, lines }) {
  const kind = (problem.type ?? '').split('/').pop();
  const words = {
    'unknown-sku': {
      title: 'We no longer have everything in your basket.',
      detail: 'Nothing was ordered. Please take these out:',
      errors: named(problem.errors, lines),
    },
    'total-changed': {
      title: 'A price has changed since you filled your basket.',
      detail: `Nothing was ordered. ${problem.total ? `Together it is ${format(problem.total)} now.` : ''}`,
    },
  }[kind] ?? problem;
  return problemNote(words, html`<p><a href="/basket">Have a look at your basket</a></p>`);
}

/** 'lines[2].sku' says nothing to a customer; the name of the product does. */
function named(errors = [], lines) {
  return errors.map(({ field, reason }) => {
    const line = lines[/^lines\[(\d+)\]/.exec(field ?? '')?.[1]];
    return line ? { reason: line.name } : { field, reason };
  });
}
