import { html, nothing } from '../html.js';
import { patienceNote, problemNote } from './messages.js';

const WORDS = { idle: 'Cancel order', asking: 'Yes, cancel it', sending: 'Cancelling …', waiting: 'Cancelling …' };
const OPEN = {
  title: 'We do not know yet.',
  detail: 'The shop has trouble and could not tell whether your order is cancelled. Please try again in a moment.',
};

/**
 * Cancelling in two steps. It is one and the same button all the time, so that the keyboard's focus stays on it.
 *   step     idle, asking, sending, waiting (the shop has trouble), or gone (it is decided)
 *   problem  why it was refused; 'open' if nobody knows
 */
export function cancelOrder({ step, problem }, { press, keep }) {
  const isBusy = step === 'sending' || step === 'waiting';
  return html`
    <div class="cancel">
      ${step === 'gone' ? nothing : html`
        <button class="button button-quiet button-wide" type="button" aria-disabled=${isBusy} @click=${press}>
          ${WORDS[step]}
        </button>`}
      ${step === 'asking'
        ? html`<button class="button button-quiet button-wide" type="button" @click=${keep}>Keep it</button>`
        : nothing}
      ${step === 'waiting' ? patienceNote('The shop has trouble. We keep asking; it is cancelled once at most.') : nothing}
      ${problem ? problemNote(problem === 'open' ? OPEN : problem) : nothing}
    </div>`;
}
